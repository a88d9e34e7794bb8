"""A long file that is read in a process of its own leaves the same record as one that is not."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm.exchange import ahead
from crm.exchange.apply import Cancelled, Options, Result, look, revert, run_import
from crm.exchange.mending import Mends
from db.checking import Fault, check
from db.engine import Database, open_database
from db.errors import Problem
from db.history import CHANGES
from db.models import Contact
from tests.bench.people import write
from tests.db.dump import dump
from tests.hostile import STRINGS

OWN = {"uid", "created_at"}  # of each record, and of the day
ROWS = 200
ODD = (
    "Anna,Bauer,anna@bauer.example;a.b@bauer.example,030 123456,Alüminium 1 MMC,,Ağdam,Azerbaijan,,\n"
    ",,,,,,,,,\n"
    "Anna,Bauer,anna@bauer.example,,Alüminium 1 MMC,Adviser,Ağdam,Azerbaijan,,again\n"
    "Zoë,Weiß,not an address,+49 30,Nobody knows it GmbH,,Köln,Germania Inferior,,\n"
    "Total,2,,,,,,,,\n"
)


@dataclass(frozen=True)
class End:
    """What an import ends in, without what no two runs share."""

    told: list[Any]
    counts: Any
    record: Any
    history: list[Any]
    faults: list[Fault]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write(tmp_path_factory.mktemp("list") / "people.csv", ROWS)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(ODD)
        for text in STRINGS.values():
            cell = text.replace('"', '""').encode(errors="replace").decode()
            file.write(f'"{cell}",Hostile,,"{cell}","{cell}",,"{cell}",Russia,"{cell}","{cell}"\n')
    return path


Bring = Callable[..., End]


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bring:
    monkeypatch.setattr(ahead, "_processors", lambda: 2)

    def brought(path: Path, *, apart: bool, **how: Any) -> End:
        monkeypatch.setattr(ahead, "LONG", 0 if apart else 10**9)
        database = open_database(str(tmp_path / f"{apart}.db"), who="Tester", seed=False)
        how = {"create_missing": True, "rejects": tmp_path / "rejects.csv", **how}
        options = Options(**how)
        result = run_import(database, path, options)
        try:
            return _end(database, result)
        finally:
            database.close()

    return brought


def _end(database: Database, result: Result) -> End:
    told = sa.select(CHANGES.c.table_name, CHANGES.c.row_id, CHANGES.c.op, CHANGES.c.after)
    with database.reading() as session:
        history = [tuple(row) for row in session.execute(told.order_by(CHANGES.c.id))]
    return End(
        list(result.fates),
        (result.counts, result.created_organisations),
        {name: [_bare(row) for row in rows] for name, rows in dump(database).items()},
        [(*row[:3], _bare(json.loads(row[3] or "{}"))) for row in history],
        check(database),
    )


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in OWN}


@pytest.mark.parametrize("how", [{}, {"dry_run": True}, {"create_missing": False}], ids=str)
def test_both_ways_leave_the_same_record_history_and_verdicts(
    people: Path, bring: Bring, how: dict[str, bool]
) -> None:
    apart, here = (bring(people, apart=apart, **how) for apart in (True, False))
    assert apart == here
    assert not apart.faults
    assert len(apart.told if how else apart.history) > ROWS / 2


def test_words_that_were_found_wrongly_would_be_seen(
    people: Path, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The canary: the two ways find the words of a record at two places."""
    apart = bring(people, apart=True)
    sought = Contact.sought
    monkeypatch.setattr(Contact, "sought", lambda values: f"{sought(values)} more")
    assert bring(people, apart=False).record["contact"] != apart.record["contact"]


def test_words_are_found_ahead_unless_the_file_is_in_the_record(
    people: Path, bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also again, once it was taken back."""
    asked, read = [], ahead.read
    monkeypatch.setattr(ahead, "read", lambda sheet, job: asked.append(job) or read(sheet, job))
    bring(people, apart=True)
    again = bring(people, apart=True)
    database = open_database(str(tmp_path / "True.db"), who="Tester", seed=False)
    for run in ("R2", "R1"):  # the second made a few again, of companies whose name is but signs
        revert(database, run)
    database.close()
    bring(people, apart=True, dry_run=True)
    assert [job.words for job in asked] == [True, False, True]
    assert not again.faults


def test_what_was_mended_is_mended_in_the_other_process_too(people: Path, bring: Bring) -> None:
    mends = Mends(cells={(2, "City"): "Tver"}, skipped=frozenset({5}))
    apart, here = (bring(people, apart=apart, mends=mends) for apart in (True, False))
    assert apart == here
    assert apart.record["contact"][1]["city"] == "Tver"


def test_a_file_that_changes_meanwhile_is_refused_in_words(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(people.read_bytes())
    plan = look(path, Options())
    path.write_text("Subject,Start Date\nTalk,2026-01-19\n", encoding="utf-8")
    monkeypatch.setattr(ahead, "LONG", 0)
    monkeypatch.setattr(ahead, "_processors", lambda: 2)
    database = open_database(str(tmp_path / "desk.db"), who="Tester", seed=False)
    with pytest.raises(Problem, match=r"list\.csv was changed while it was read"):
        run_import(database, path, Options(), plan=plan)
    assert dump(database)["contact"] == []
    database.close()


@pytest.mark.parametrize("stop", ["the officer", "a crash"])
def test_a_reader_never_outlives_its_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    people = write(
        tmp_path / "people.csv", 3000
    )  # more than fits into the pipe: it is not done yet
    started, begin = [], ahead.subprocess.Popen
    monkeypatch.setattr(ahead, "LONG", 0)
    monkeypatch.setattr(ahead, "_processors", lambda: 2)

    def remembered(*command: Any, **how: Any) -> Any:
        started.append(begin(*command, **how))
        return started[-1]

    def watch(done: int, guessed: int) -> None:
        if done and stop == "the officer":
            raise Cancelled("Stopped.")
        if done:
            started[0].kill()

    monkeypatch.setattr(ahead.subprocess, "Popen", remembered)
    database = open_database(str(tmp_path / "desk.db"), who="Tester", seed=False)
    with pytest.raises((Cancelled, RuntimeError)):
        run_import(database, people, Options(create_missing=True), watch)
    assert started[0].poll() is not None
    assert dump(database)["contact"] == []
    database.close()
