"""The power goes at any moment of a save, an import, an undo, a migration: what was acknowledged is there.

Kept here: with a weaker setting the same test must report losses, or it proves nothing.
"""

import random
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm.exchange.apply import Options, run_import
from db import sqlite
from db.commands import contacts, meetings, organisations
from db.engine import Database, open_database
from db.errors import Refused
from db.models.history import Kind
from tests.conftest import Files
from tests.db.dump import dump

from .disk import Disk, laid_out, watched
from .sound import faults


def save(database: Database, number: int) -> None:
    with database.writing(f"Save {number}") as session:
        organisations.add(session, name=f"Firm {number}", notes="x" * 3000)


def bulk(database: Database, number: int) -> None:
    with database.writing(f"Import {number}", kind=Kind.import_) as session:
        for each in range(20):
            contacts.add(session, full_name=f"Person {number}-{each}")


def bring_in(database: Database, number: int) -> None:
    run_import(database, CONTACTS, Options(create_missing=True))


def write_up(database: Database, number: int) -> None:
    with database.writing(f"Write up {number}") as session:
        meetings.write_up(session, None, meetings.WriteUp(
            {"subject": "Talk"}, points=[{"text": "Power"}], promises=[{"text": "Send it"}]
        ))  # fmt: skip


def undo(database: Database, number: int) -> None:
    database.undo()


ACTS = (save, bring_in, undo, save, write_up, bulk, save)
CONTACTS = Path(__file__).parents[1] / "data" / "google_contacts_2024.csv"
Acknowledged = list[tuple[int, int]]  # how many events there were, how many acts were then told


def worked(path: Path, disk: Disk) -> Acknowledged:
    """Do every act; when each was acknowledged, and how many acts the history held then."""
    database = open_database(str(path), who="Tester", seed=False)
    told = []
    for number, act in enumerate(ACTS):
        act(database, number)
        told.append((len(disk.events), number + 1))
    database.close()
    return told


def acts(path: Path) -> int:
    """How many acts a record holds; it is opened as the program opens it."""
    database = open_database(str(path), who="Tester", seed=False)
    with database.engine.connect() as connection:
        ask = connection.exec_driver_sql
        assert ask("PRAGMA integrity_check").scalar_one() == "ok"
        assert not ask("PRAGMA foreign_key_check").fetchall()
        number = int(ask("SELECT count(*) FROM seal").scalar_one())
    database.close()
    return number


def losses(path: Path, folder: Path, long: bool) -> tuple[int, int]:
    """How many images were tried, and in how many an acknowledged act was missing."""
    with watched(path.parent) as disk:
        told = worked(path, disk)
    luck, tried, lost = random.Random(5), 0, 0
    ends = [at for at, _ in told]
    moments = {m for at in ends for m in (at - 2, at - 1, at, at + 1)} | set(
        luck.sample(range(len(disk.events)), min(len(disk.events), 400 if long else 8))
    )
    for moment in sorted(moments & set(range(len(disk.events) + 1))):
        for turn in range(12 if long else 2):
            place = laid_out(disk.image(moment, luck), path, folder / f"{moment}-{turn}")
            wanted = max((number for at, number in told if at <= moment), default=0)
            tried, lost = tried + 1, lost + (_found(place) < wanted)
    return tried, lost


def _found(place: Path) -> int:
    """The acts of an image; one that cannot be opened holds none."""
    try:
        return acts(place)
    except Refused:
        return -1


@pytest.fixture(params=["wal", "delete"])
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "delete":
        monkeypatch.setattr(sqlite, "has_wal_fix", lambda version: False)
    elif not sqlite.has_wal_fix(sqlite.driver().sqlite_version_info):
        pytest.skip("no SQLite with the WAL-reset fix here")
    return str(request.param)


def test_no_acknowledged_act_is_lost_when_the_power_goes(
    files: Files, tmp_path: Path, mode: str, long: bool
) -> None:
    path = Path(files.new(tmp_path / "record", seed=False))
    tried, lost = losses(path, tmp_path, long)
    assert (tried > 40, lost) == (True, 0)


WEAKER = {"wal": "NORMAL", "delete": "FULL"}


def test_a_weaker_setting_is_caught_losing_acts(
    files: Files, tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch, long: bool
) -> None:
    settle = sqlite._settle

    def weaker(made: sa.Engine, connection: Any) -> None:
        settle(made, connection)
        connection.execute(f"PRAGMA synchronous = {WEAKER[mode]}")

    monkeypatch.setattr(sqlite, "_settle", weaker)
    path = Path(files.new(tmp_path / "record", seed=False))
    _, lost = losses(path, tmp_path, long)
    assert lost > 0


def test_a_kill_at_any_write_leaves_the_record_before_or_after(
    files: Files, tmp_path: Path, mode: str, long: bool
) -> None:
    path = Path(files.new(tmp_path / "record", seed=False))
    for number, act in enumerate((bulk, write_up, undo)):
        database = open_database(str(path), who="Tester", seed=False)
        before = dump(database)
        database.close()
        with watched(path.parent) as disk:
            database = open_database(str(path), who="Tester", seed=False)
            act(database, number)
            after = dump(database)
            database.close()
        assert before != after
        some = range(len(disk.events) + 1)
        for moment in some if long else random.Random(number).sample(some, min(10, len(some))):
            place = laid_out(disk.image(moment, None), path, tmp_path / f"{number}-{moment}")
            again = open_database(str(place), who="Tester", seed=False)
            assert dump(again) in (before, after), f"{act.__name__} killed at write {moment}"
            assert faults(again) == []
            again.close()


def broken(first: Path, folder: Path, luck: random.Random, long: bool) -> tuple[int, int]:
    """Of images of a migration that lost its power: how many were tried, and how many did not open
    with every row, in the old format or the new."""
    with watched(first.parent) as disk:
        database = open_database(str(first), who="Tester", seed=False)
        wanted = dump(database)
        database.close()
    every, wrong = range(len(disk.events) + 1), 0
    some = every if long else sorted(luck.sample(every, min(12, len(every))))
    for number, moment in enumerate(some):
        place = laid_out(disk.image(moment, luck), first, folder / str(number))
        place.chmod(0o600)
        wrong += not _opens_with(place, wanted)
    return len(some), wrong


def _opens_with(place: Path, wanted: Any) -> bool:
    try:
        database = open_database(str(place), who="Tester", seed=False)
        sound = dump(database) == wanted and not faults(database)
        database.close()
    except (Refused, sa.exc.DBAPIError):
        return False
    return sound


def test_a_migration_that_loses_its_power_leaves_the_old_record_or_the_new(
    first: Path, tmp_path: Path, mode: str, long: bool
) -> None:
    tried, wrong = broken(first, tmp_path, random.Random(7), long)
    assert (tried > 10, wrong) == (True, 0)


def test_a_migration_that_is_not_synced_is_caught(
    first: Path, tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = sqlite._settle

    def careless(made: sa.Engine, connection: Any) -> None:
        settle(made, connection)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(sqlite, "_settle", careless)
    assert broken(first, tmp_path, random.Random(7), False)[1] > 0
