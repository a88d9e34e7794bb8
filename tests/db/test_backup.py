"""Backups: whole or not there, verified, and put back without losing what was there."""

import os
import shutil
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from db import backup as backups
from db import history, sqlite
from db.backup import backup, verified
from db.checking import check
from db.commands import organisations
from db.engine import Database, open_database
from db.errors import Damaged, Invalid, Problem, Refused
from db.keys import key_of
from db.models.history import Kind
from db.restoring import restore, would_lose
from tests.conftest import Files, Server

from .dump import dump


def edit(database: Database, city: str) -> None:
    with database.writing(f"To {city}") as session:
        organisations.amend(session, 1, {"city": city})


def opened(path: Path | str) -> Database:
    return open_database(str(path), who="Tester", seed=False)


def all_of(database: Database) -> Any:
    with database.reading() as session:
        entries = [e for e in history.entries(session) if e.kind is not Kind.restore]
        told = [(e.id, e.at, e.by, e.label, e.rows) for e in entries]
    return dump(database), told


def test_a_backup_holds_everything_and_can_be_opened(database: Database, tmp_path: Path) -> None:
    edit(database, "Luoyang")
    database.undo()
    path = tmp_path / "safe" / "copy.db"
    path.parent.mkdir()
    before = os.umask(0)
    made = backup(database, path)
    os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["copy.db"]
    assert made == verified(path) and made.bytes == path.stat().st_size and made.rows > 200
    with database.engine.connect() as connection:
        assert made.head == history.head(connection.exec_driver_sql)
    copy = opened(path)
    assert all_of(copy) == all_of(database)
    assert check(copy) == []
    copy.redo()  # the history works on
    edit(copy, "Baku")
    copy.close()


def test_a_number_that_was_taken_back_is_not_given_again(
    database: Database, tmp_path: Path
) -> None:
    with database.writing("Add") as session:
        gone = organisations.add(session, name="Gone")
    database.undo()
    backup(database, tmp_path / "copy.db")
    copy = opened(tmp_path / "copy.db")
    with copy.writing("Add") as session:
        assert organisations.add(session, name="New") > gone
    assert check(copy) == []
    copy.close()


def test_a_backup_is_made_while_others_write(seeded: Database, tmp_path: Path) -> None:
    other, stop = opened(str(seeded.path)), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            edit(other, f"City {(number := number + 1)}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            path = tmp_path / f"{number}.db"
            backup(seeded, path)
            copy = opened(path)
            assert check(copy) == []
            copy.close()
    finally:
        stop.set()
        writer.join(30)
    other.close()


def test_a_backup_never_covers_a_file_without_being_told(seeded: Database, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    path.write_text("precious")
    with pytest.raises(Invalid, match="is there already, so no backup was made"):
        backup(seeded, path)
    assert path.read_text() == "precious"
    backup(seeded, path, overwrite=True)
    assert verified(path).rows


def test_where_a_backup_cannot_be_is_said(seeded: Database, tmp_path: Path) -> None:
    for path, sentence in (
        (str(seeded.path), "is the record itself"),
        (str(tmp_path), "is a folder"),
        (str(tmp_path / "nowhere" / "copy.db"), "cannot write in"),
        (str(Path(str(seeded.path)) / "copy.db"), "cannot write in"),
    ):
        with pytest.raises(Problem, match=sentence):
            backup(seeded, path, overwrite=True)


@pytest.mark.parametrize("step", ["pour", "verified", "settle"])
def test_a_backup_that_is_broken_off_leaves_the_old_one(
    seeded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "copy.db"
    backup(seeded, path)
    before = path.read_bytes()
    edit(seeded, "Luoyang")

    def broken(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backups, step, broken)
    with pytest.raises(KeyboardInterrupt):
        backup(seeded, path, overwrite=True)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir() if "part" in entry.name] == []


def test_a_copy_that_is_damaged_does_not_become_a_backup(
    seeded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(database: Database, copy: Path) -> None:
        shutil.copyfile(str(database.path), copy)
        _flip(copy)

    monkeypatch.setattr(backups, "pour", spoilt)
    with pytest.raises(Refused, match="damaged"):
        backup(seeded, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(4096, len(data), 4096):  # each page but the first loses its kind
        data[page] ^= 0xFF
    path.write_bytes(data)


def test_restore_puts_the_backup_back_and_keeps_what_was_there(
    database: Database, target: str, tmp_path: Path
) -> None:
    path = tmp_path / "copy.db"
    made = backup(database, path)
    before = all_of(database)
    edit(database, "Luoyang")
    edit(database, "Baku")
    later = all_of(database)
    assert [entry.label for entry in would_lose(target, path, "Tester")] == [
        "To Baku",
        "To Luoyang",
    ]
    done = restore(target, path, "Tester")
    assert [entry.label for entry in done.lost] == ["To Baku", "To Luoyang"]
    assert (done.rows, done.head) == (made.rows, made.head)
    assert all_of(database) == before, "one that has it open sees the restored record"
    assert check(database) == []
    assert done.safety is not None and "before-restore" in done.safety.name
    assert stat.S_IMODE(done.safety.stat().st_mode) == 0o600
    safe = opened(done.safety)
    assert all_of(safe) == later
    safe.close()
    edit(database, "Ganja")  # and it can be worked with
    database.undo()
    assert restore(target, done.safety, "Tester").safety not in (None, done.safety)
    assert all_of(database) == later


def test_restore_makes_the_record_where_there_is_none(seeded: Database, tmp_path: Path) -> None:
    backup(seeded, tmp_path / "copy.db")
    place = tmp_path / "new" / "desk.db"
    assert would_lose(str(place.parent / "none.db"), tmp_path / "copy.db", "x") == ()
    done = restore(str(place), tmp_path / "copy.db", "Tester")
    assert done.safety is None and done.lost == ()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    again = opened(place)
    assert all_of(again) == all_of(seeded)
    again.close()


def test_restore_moves_a_damaged_record_aside(
    seeded: Database, files: Files, tmp_path: Path
) -> None:
    backup(seeded, tmp_path / "copy.db")
    broken = Path(files.new(tmp_path / "broken", seed=True))
    data = broken.read_bytes()[:16] + b"\xff" * 9000
    broken.write_bytes(data)
    done = restore(str(broken), tmp_path / "copy.db", "Tester")
    assert done.safety is not None and done.safety.read_bytes() == data
    again = opened(broken)
    assert check(again) == []
    again.close()


def _nothing(folder: Path, _: Path) -> Path:
    return folder / "missing.db"


def _empty(folder: Path, _: Path) -> Path:
    (folder / "empty.db").touch()
    return folder / "empty.db"


def _letter(folder: Path, _: Path) -> Path:
    (folder / "letter.txt").write_text("Dear Minister")
    return folder / "letter.txt"


def _broken(folder: Path, good: Path) -> Path:
    shutil.copyfile(good, folder / "broken.db")
    _flip(folder / "broken.db")
    return folder / "broken.db"


def _newer(folder: Path, good: Path) -> Path:
    shutil.copyfile(good, folder / "newer.db")
    connection = sqlite.connected(folder / "newer.db", key_of(good))
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    return folder / "newer.db"


@pytest.mark.parametrize("spoilt", [_nothing, _empty, _letter, _broken, _newer])
def test_what_is_no_whole_backup_is_not_put_back(
    database: Database, target: str, tmp_path: Path, spoilt: Any
) -> None:
    backup(database, tmp_path / "good.db")
    before = all_of(database)
    path = spoilt(tmp_path, tmp_path / "good.db")
    with pytest.raises(Problem):
        restore(target, path, "Tester")
    assert all_of(database) == before
    assert not list(tmp_path.rglob("*before-restore*"))


def test_nothing_is_put_over_a_file_that_is_no_record(seeded: Database, tmp_path: Path) -> None:
    backup(seeded, tmp_path / "copy.db")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Minister")
    with pytest.raises(Refused, match="is not a database, so nothing was put over it"):
        restore(str(letter), tmp_path / "copy.db", "Tester")
    assert letter.read_text() == "Dear Minister"
    with pytest.raises(Damaged):
        verified(letter)


def test_a_record_moves_from_a_file_to_a_server_and_back(
    seeded: Database, server: Server, tmp_path: Path
) -> None:
    edit(seeded, "Luoyang")
    seeded.undo()
    first = backup(seeded, tmp_path / "file.db")
    address = server.bare()
    done = restore(address, tmp_path / "file.db", "Tester")
    assert done.safety is None and done.head == first.head
    there = opened(address)
    assert all_of(there) == all_of(seeded) and check(there) == []
    there.redo()
    with there.writing("Add") as session:
        organisations.add(session, name="Acme", tags=["x"])
    there.undo()
    second = backup(there, tmp_path / "server.db")
    restore(str(seeded.path), tmp_path / "server.db", "Tester")
    assert all_of(seeded) == all_of(there) and check(seeded) == []
    assert verified(tmp_path / "server.db") == second
    there.close()
    server.drop(address)


def test_a_restore_is_told_in_the_history_and_says_how_to_go_back(
    database: Database, target: str, tmp_path: Path
) -> None:
    backup(database, tmp_path / "copy.db")
    edit(database, "Luoyang")
    done = restore(target, tmp_path / "copy.db", "Officer")
    with database.reading() as session:
        last = history.entries(session, limit=1)[0]
    assert (last.kind, last.label, last.by) == (Kind.restore, "Restore copy.db", "Officer")
    with pytest.raises(Problem, match=f"Go back .* with: crm restore {done.safety}"):
        database.undo()
    assert check(database) == []


def test_a_backup_whose_history_was_edited_is_not_put_back(
    seeded: Database, tmp_path: Path
) -> None:
    edit(seeded, "Luoyang")
    backup(seeded, tmp_path / "copy.db")
    connection = sqlite.connected(tmp_path / "copy.db", seeded.key)
    guard = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'crm_log_no_update'")
    (made,) = guard.fetchone()
    connection.execute("DROP TRIGGER crm_log_no_update")
    connection.execute("UPDATE change SET before = before || ' ' WHERE change_set_id = 2")
    connection.execute(made)
    connection.close()
    assert verified(tmp_path / "copy.db").altered == (2,)
    with pytest.raises(Damaged, match="edited at change 2"):
        restore(str(seeded.path), tmp_path / "copy.db", "Officer")
