"""Everything out as a folder and in again: an empty record becomes equal, the same one stays as it is."""

import csv
import json
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm.exchange.apply import Options
from crm.exchange.folder import MANIFEST, export_all
from crm.exchange.readers import open_sheet
from crm.exchange.restore import Restored, restore
from db.commands import (
    contacts,
    follow_ups,
    incentives,
    meetings,
    organisations,
    projects,
    reports,
    views,
)
from db.commands.meetings import Seat, WriteUp
from db.engine import Database, open_database
from db.errors import Problem
from db.fates import Verdict
from db.models import (
    NOUNS,
    RECORDS,
    Document,
    Figure,
    IncentiveCase,
    Point,
    ProjectParty,
    Setting,
    columns,
    metadata,
    stamp,
)
from db.models.base import KEPT
from db.queries import unlisted
from db.queries.parts import PARTS
from db.queries.views import named as view_named
from tests.conftest import Files
from tests.hostile import NAUGHTY, STRINGS

STORABLE = [
    text
    for text in [*STRINGS.values(), *NAUGHTY.values()]
    if text.strip() and not re.search("[\0\ud800-\udfff]", text)
]


def saved(database: Database, folder: Path) -> Path:
    with database.reading() as session:
        export_all(session, folder, lambda done, of: None)
    return folder


def brought(database: Database, folder: Path, **options: Any) -> Restored:
    with database.writing("Import everything") as session:
        return restore(session, folder, Options(**options), lambda done, of: None)


def read(folder: Path) -> dict[str, list[list[str]]]:
    """Every cell of every file; each database sorts letters in its own order."""
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.name] = sorted(csv.reader(file))
    return found


def beside(database: Database) -> None:
    """One of each that no list shows, on the meeting of the seed, with hostile texts."""
    with database.writing("Beside") as session:
        documents = [
            Document(meeting_id=1, title=text, path=f"papers/{at}.pdf", sha256="0" * 64)
            for at, text in enumerate(STORABLE[:20])
        ]
        put_away = Document(organisation_id=1, title="Old", path="https://example.az/1")
        put_away.archived_at = stamp.get().at
        session.add_all([*documents, put_away])
        content = {"en": {"title": STORABLE[3], "lines": list(STORABLE)}, "az": {}}
        reports.keep(session, 1, 1, date(2026, 1, 19), content)
        views.save(session, "contacts", 'Chinese "guests"', "country:CN tag:aluminium")
        session.add(Setting(name="desk", value=STORABLE[5]))
        session.add(Setting(name="number", value=None))
        case = {
            "incentive_id": 1,
            "organisation_id": 1,
            "offered_in_id": 1,
            "obligations": STORABLE[7],
        }
        session.add_all([
            IncentiveCase.model_validate({**case, "papers_missing": list(STORABLE[:3])}),
            Figure(project_id=1, amount=-5, currency="AZN", as_of=date(2026, 1, 19)),
            ProjectParty(project_id=1, organisation_id=1, role="adviser", share=1),
            Point(meeting_id=1, position=99, text=STORABLE[11]),
        ])  # fmt: skip


def held(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row that leaves with the record, links by uid; without the keys of its database."""
    found = {}
    with database.reading() as session:
        uids = {
            (table.name, row.id): row.uid
            for table in (columns(model) for model in RECORDS)
            for row in session.execute(sa.select(table.c.id, table.c.uid))
        }
        for table in metadata.tables.values():
            if table.name not in unlisted.STAYS:
                rows = session.execute(sa.select(table)).mappings()
                found[table.name] = sorted((_bare(table, row, uids) for row in rows), key=str)
    return found


def _bare(table: sa.Table, row: Any, uids: dict[tuple[str, int], str]) -> dict[str, Any]:
    target = {c.name: key.column.table.name for c in table.c for key in c.foreign_keys}
    late = {"owner_id": "contact", "parent_id": "organisation"} if "side" in table.c else {}
    left = {"id", "version", "updated_at", "updated_by", "handles"}
    if table.name not in NOUN_TABLES and table.name not in {t.name for t in BESIDE}:
        left |= {"created_at", "created_by"}  # of a part: history
    return {
        name: uids.get(((target | late)[name], value)) if name in (target | late) else value
        for name, value in row.items()
        if name not in left
    }


NOUN_TABLES = {columns(model).name for model in NOUNS.values()}
BESIDE = unlisted.TABLES.values()


def fill(database: Database, seed: int) -> None:
    """Records of most nouns whose every text is hostile, linked in a circle, some put away."""
    chance = random.Random(seed)
    texts = chance.sample(STORABLE, len(STORABLE))
    with database.writing("Random records") as session:
        while len(texts) > 15:
            word = texts.pop
            body = organisations.add(
                session, name=word(), notes=word(), aliases=[word()], tags=[word()]
            )
            person = contacts.add(
                session, given_name=word(), notes=word(), organisation_id=body,
                phones=[{"label": word(), "raw": "+994", "e164": None}], extra={word(): word()},
            )  # fmt: skip
            organisations.amend(session, body, {"owner_id": person, "parent_id": max(1, body - 1)})
            if chance.random() < 0.3:
                seats = [Seat(person)]
                points = [{"topic": word(), "text": word(), "side": "guest"}]
                met = WriteUp({"subject": word()}, organisations=[body], seats=seats, points=points)
                meeting = meetings.write_up(session, None, met)
                follow_ups.add(session, text=word(), meeting_id=meeting, owner_id=person)
                (projects if chance.random() < 0.5 else incentives).add(session, name=word())
            if chance.random() < 0.2:
                contacts.archive(session, person)


@pytest.mark.parametrize("seed", range(3))
def test_an_empty_record_becomes_equal_with_every_hostile_text(
    files: Files, empty_database: Database, tmp_path: Path, seed: int
) -> None:
    full = open_database(files.new(tmp_path / "full", seed=True), who="Tester", seed=False)
    fill(full, seed)
    beside(full)
    folder, there = saved(full, tmp_path / "first"), held(full)
    assert all(there.values())
    full.close()
    done = brought(empty_database, folder)
    assert set(done.total) == {Verdict.created} and done.run
    assert held(empty_database) == there
    assert read(saved(empty_database, tmp_path / "again")) == read(folder)
    with empty_database.writing("One more") as session:  # numbers go on behind those that came
        assert organisations.add(session, name="New") > done.counts["organisations"].total()  # type: ignore[attr-defined]


def test_the_same_record_stays_as_it_is(seeded: Database, tmp_path: Path) -> None:
    fill(seeded, 1)
    beside(seeded)
    folder = saved(seeded, tmp_path / "all")
    assert set(brought(seeded, folder).total) == {Verdict.unchanged}
    assert read(saved(seeded, tmp_path / "again")) == read(folder)


def test_every_table_leaves_with_the_record_or_says_why_it_stays() -> None:
    leaves = unlisted.ours() | {table.name for table in BESIDE}
    assert leaves | set(unlisted.STAYS) == set(metadata.tables)
    assert not leaves & set(unlisted.STAYS) and all(unlisted.STAYS.values())
    hung = {columns(part.model).name for parts in PARTS.values() for part in parts.values()}
    assert unlisted.ours() == NOUN_TABLES | hung


def test_every_column_of_a_part_leaves_with_it() -> None:
    for part in (part for parts in PARTS.values() for part in parts.values()):
        told = {"uid", part.owner, *part.plain, *(f"{word}_id" for word in part.links)}
        inner = KEPT | {"id", "created_at", "created_by", "archived_at"}
        assert told == set(columns(part.model).c.keys()) - inner


def test_what_belongs_to_nobody_here_is_named_and_left_out(
    files: Files, empty_database: Database, tmp_path: Path
) -> None:
    full = open_database(files.new(tmp_path / "full", seed=True), who="Tester", seed=False)
    beside(full)
    folder = saved(full, tmp_path / "all")
    full.close()
    path = folder / MANIFEST
    told = json.loads(path.read_text())
    told["files"] = [each for each in told["files"] if each["noun"] == "report_versions"]
    path.write_text(json.dumps(told))
    [(noun, fate)] = brought(empty_database, folder).refused
    assert (noun, fate.reason) == ("report_versions", "its meeting is not here.")


def test_a_name_that_is_taken_here_is_kept_and_said(seeded: Database, tmp_path: Path) -> None:
    beside(seeded)
    folder = saved(seeded, tmp_path / "all")
    with seeded.writing("Another") as session:
        views.save(session, "contacts", 'Chinese "guests"', "country:TW")
    done = brought(seeded, folder)
    assert done.counts["saved_views"] == {Verdict.skipped: 1}
    with seeded.reading() as session:
        assert view_named(session, "contacts", "1").words == "country:TW"


def test_only_the_owner_may_read_what_was_written(seeded: Database, tmp_path: Path) -> None:
    folder = saved(seeded, tmp_path / "all")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def change(folder: Path) -> None:
    path = folder / "contacts.csv"
    path.write_bytes(path.read_bytes().replace(b"investor", b"Investor", 1) + b"\r\n")


def forge(folder: Path) -> None:
    path = folder / MANIFEST
    told = json.loads(path.read_text())
    told["files"][0]["file"] = "../outside.csv"
    path.write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (change, "contacts.csv was changed"),
        (lambda folder: (folder / "sites.csv").unlink(), "sites.csv is missing"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), "cannot be read"),
        (lambda folder: (folder / MANIFEST).unlink(), "a folder without manifest.json"),
        (
            lambda folder: (folder / MANIFEST).write_text('{"format": "x", "files": []}'),
            "another program",
        ),
        (forge, "names a file that is not in it"),
    ],
)
def test_a_spoilt_folder_is_refused_and_changes_nothing(
    seeded: Database, tmp_path: Path, spoil: Any, said: str
) -> None:
    folder = saved(seeded, tmp_path / "all")
    spoil(folder)
    before = seeded.path.read_bytes() if seeded.path else b""
    with pytest.raises(Problem, match=said):
        brought(seeded, folder)
    assert seeded.path and seeded.path.read_bytes() == before


def test_the_manifest_alone_says_how_everything_comes_back(
    seeded: Database, tmp_path: Path
) -> None:
    folder = saved(seeded, tmp_path / "all")
    with pytest.raises(Problem, match=f"crm import {folder}"):
        open_sheet(folder / MANIFEST)
