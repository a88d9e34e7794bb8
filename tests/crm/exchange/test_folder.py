"""Everything out as a folder and in again: an empty record becomes equal, the same one stays as it is."""

import csv
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from crm.exchange.apply import Options
from crm.exchange.folder import MANIFEST, export_all
from crm.exchange.readers import open_sheet
from crm.exchange.restore import Restored, restore
from db.commands import contacts, follow_ups, incentives, meetings, organisations, projects
from db.commands.meetings import Seat, WriteUp
from db.engine import Database, open_database
from db.errors import Problem
from db.fates import Verdict
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
    folder = saved(full, tmp_path / "first")
    full.close()
    done = brought(empty_database, folder)
    assert set(done.total) == {Verdict.created} and done.run
    assert read(saved(empty_database, tmp_path / "again")) == read(folder)
    with empty_database.writing("One more") as session:  # numbers go on behind those that came
        assert organisations.add(session, name="New") > done.counts["organisations"].total()  # type: ignore[attr-defined]


def test_the_same_record_stays_as_it_is(seeded: Database, tmp_path: Path) -> None:
    fill(seeded, 1)
    folder = saved(seeded, tmp_path / "all")
    assert set(brought(seeded, folder).total) == {Verdict.unchanged}
    assert read(saved(seeded, tmp_path / "again")) == read(folder)


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
