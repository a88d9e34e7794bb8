"""Killed at any write, an act is whole or not there: import, merge, bulk edit, undo, erasure,
migration, backup, restore. Each image is the disk as the kill left it, opened as the program does."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm.exchange.apply import Options, run_import
from db import erasing, schema, sqlite
from db.backup import backup, verified
from db.commands import organisations
from db.commands.merging import merge
from db.engine import Database, open_database
from db.errors import Problem
from db.models import Organisation, columns
from db.models.history import Kind
from db.restoring import restore
from tests.conftest import Files
from tests.db.dump import dump

from .disk import Disk, laid_out, watched
from .sound import faults

DATA = Path(__file__).parents[1] / "data"
FEW = 7  # moments of each act that are tried where not all are


def opened(path: Path) -> Database:
    return open_database(str(path), who="Tester", seed=False)


def bring_in(database: Database) -> None:
    run_import(database, DATA / "google_contacts_2024.csv", Options(create_missing=True))


def make_one(database: Database) -> None:
    with database.writing("Merge") as session:
        merge(session, Organisation, 1, 2)


def promote(database: Database) -> None:
    with database.writing("Promote", kind=Kind.bulk) as session:
        session.execute(sa.update(columns(Organisation)).values(tier="A"))


def take_back(database: Database) -> None:
    database.undo()


def erase(database: Database) -> None:
    erasing.erase(database, 2)


def state(database: Database) -> Any:
    """The record, and how many acts its history tells."""
    with database.engine.connect() as connection:
        return dump(database), connection.exec_driver_sql("SELECT count(*) FROM seal").scalar_one()


def moments(disk: Disk, long: bool) -> list[int]:
    every = range(len(disk.events) + 1)
    return list(every) if long else sorted(random.Random(3).sample(every, min(FEW, len(every))))


def images(disk: Disk, origin: Path, folder: Path, long: bool) -> Iterator[Path]:
    for moment in moments(disk, long):
        yield laid_out(disk.image(moment, None), origin, folder / str(moment))


ACTS: list[Callable[[Database], None]] = [bring_in, make_one, promote, take_back, erase]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_killed_at_any_write_is_whole_or_not_there(
    files: Files, tmp_path: Path, act: Callable[[Database], None], long: bool
) -> None:
    path = Path(files.new(tmp_path / "record", seed=True))
    database = opened(path)
    make_one(database)
    if act is make_one:
        database.undo()
    before = state(database)
    database.close()
    with watched(path.parent) as disk:
        database = opened(path)
        act(database)
        after = state(database)
        database.close()
    assert before != after
    seen = set()
    for place in images(disk, path, tmp_path, long):
        again = opened(place)
        found = state(again)
        assert found in (before, after)
        assert faults(again) == []
        seen.add(found == after)
        again.close()
    assert seen == {False, True} or not long


def test_an_act_in_two_halves_is_caught(files: Files, tmp_path: Path) -> None:
    """The canary: what is not one transaction is found between before and after."""
    path = Path(files.new(tmp_path / "record", seed=True))
    database = opened(path)
    before = state(database)
    database.close()
    with watched(path.parent) as disk:
        database = opened(path)
        promote(database)
        make_one(database)
        after = state(database)
        database.close()
    halves = (laid_out(disk.image(moment, None), path, tmp_path / str(moment))
              for moment in range(len(disk.events), 0, -1))  # fmt: skip
    assert any(_between(place, before, after) for place in halves)


def _between(place: Path, before: Any, after: Any) -> bool:
    database = opened(place)
    found = state(database)
    database.close()
    return found not in (before, after)


def test_a_migration_killed_at_any_write_leaves_the_old_record_or_the_new(
    first: Path, tmp_path: Path, long: bool
) -> None:
    with watched(first.parent) as disk:
        database = opened(first)
        wanted = dump(database)
        database.close()
    versions = set()
    for place in images(disk, first, tmp_path, long):
        if not place.with_name(f"{place.name}-wal").exists():  # else the version is in there
            with sqlite.looking(place) as connection:
                versions.add(connection.execute("PRAGMA user_version").fetchone()[0])
        again = opened(place)
        assert dump(again) == wanted
        assert faults(again) == []
        again.close()
    assert versions <= {1, schema.VERSION}


def test_a_backup_killed_at_any_write_is_not_there_or_whole(
    seeded: Database, tmp_path: Path, long: bool
) -> None:
    folder = tmp_path / "safe"
    folder.mkdir()
    old = backup(seeded, folder / "copy.db")
    with seeded.writing("Edit") as session:
        organisations.amend(session, 1, {"city": "Gongyi"})
    with watched(folder) as disk:
        new = backup(seeded, folder / "copy.db", overwrite=True)
    assert old.head != new.head and disk.events
    assert all(Path(event.path).name.startswith(".backup-") for event in disk.events), (
        "a backup is written under another name until it is whole"
    )
    assert verified(folder / "copy.db") == new


def test_a_restore_killed_at_any_write_leaves_what_was_or_the_backup(
    files: Files, tmp_path: Path, long: bool
) -> None:
    path = Path(files.new(tmp_path / "record", seed=True))
    database = opened(path)
    backup(database, tmp_path / "copy.db")
    with database.writing("Edit") as session:
        organisations.amend(session, 1, {"city": "Gongyi"})
    before = dump(database)
    database.close()
    with watched(path.parent) as disk:
        restore(str(path), tmp_path / "copy.db", "Tester")
    database = opened(path)
    after = dump(database)
    database.close()
    for place in images(disk, path, tmp_path, long):
        again = opened(place)
        assert dump(again) in (before, after)
        assert faults(again) == []
        again.close()


def flipped(path: Path, place: Path, luck: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
    place.write_bytes(data)
    place.chmod(0o600)


def said(place: Path) -> Any:
    """What a program could read of a record, or None where it is refused with a sentence."""
    try:
        database = opened(place)
    except Problem as refused:
        assert "\n" not in str(refused)
        return None
    try:
        if faults(database):
            return None
        with database.engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() != "ok":
                return None
        return state(database)
    except (Problem, sa.exc.DBAPIError, UnicodeDecodeError):
        return None
    finally:
        database.close()


def test_a_bit_that_flips_is_reported_or_changes_nothing_that_is_told(
    seeded: Database, tmp_path: Path, long: bool
) -> None:
    """SQLite looks at the shape of its pages; the words in them are held by the history."""
    backup(seeded, tmp_path / "copy.db")
    wanted, luck = state(seeded), random.Random(11)
    for number in range(1000 if long else 12):
        place = tmp_path / f"{number}.db"
        flipped(tmp_path / "copy.db", place, luck)
        assert said(place) in (None, wanted), number
        place.unlink()
