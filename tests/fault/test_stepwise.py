"""A process that is gone before any line of the code that copies or encrypts: old or new, never between."""

import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from db import backup as backups
from db import encrypting, keys, pages, recoding
from db.backup import backup, verified
from db.commands import organisations
from db.encrypting import recode
from db.engine import Database, open_database
from tests.conftest import Files
from tests.db.dump import dump

from .sound import faults

FEW = 8  # lines that are tried where not all are
GONE = 9  # the exit status of a child that was stopped


def opened(path: Path) -> Database:
    return open_database(str(path), who="Tester", seed=False)


def lines(act: Callable[[], None], *modules: Any, stop: int = 0) -> int:
    """Do it in a process of its own; how many lines of the modules it went through, or 0 if it was
    gone before the line `stop`."""
    files, told = {str(module.__file__) for module in modules}, os.pipe()
    child = os.fork()
    if child:
        os.close(told[1])
        with os.fdopen(told[0]) as stream:
            passed = stream.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status == (GONE if not passed else 0)
        return int(passed or 0)
    status, passed = 1, 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal passed
        if frame.f_code.co_filename not in files:
            return None
        passed += event == "line"
        if stop and passed == stop:
            os._exit(GONE)
        return trace

    try:
        sys.settrace(trace)
        act()
        sys.settrace(None)
        os.write(told[1], str(passed).encode())
        status = 0
    finally:
        os._exit(status)


def moments(all_of_them: int, long: bool) -> Iterator[int]:
    every = range(1, all_of_them + 1)
    yield from every if long else sorted(random.Random(4).sample(every, FEW))


def test_a_backup_that_is_killed_leaves_the_copy_before_or_the_new_one(
    files: Files, tmp_path: Path, long: bool
) -> None:
    path, copy = Path(files.new(tmp_path / "record", seed=True)), tmp_path / "copy.db"

    def again() -> None:
        backup(opened(path), copy, overwrite=True)

    database = opened(path)
    old = backup(database, copy)
    with database.writing("Edit") as session:
        organisations.amend(session, 1, {"city": "Gongyi"})
    new = backup(database, tmp_path / "new.db")
    database.close()
    before, heads = copy.read_bytes(), set()
    whole = lines(again, backups, pages)
    assert whole > 30 and verified(copy).head == new.head
    for stop in moments(whole, long):
        copy.write_bytes(before)
        assert lines(again, backups, pages, stop=stop) == 0
        heads.add(verified(copy).head)
        assert {p.name for p in tmp_path.iterdir() if not p.name.startswith(".backup-")} == {
            "record", "copy.db", "new.db"
        }  # fmt: skip
    assert heads <= {old.head, new.head} and old.head in heads


def test_a_record_whose_encryption_is_killed_is_plain_or_encrypted_and_whole(
    files: Files, tmp_path: Path, long: bool
) -> None:
    key = files.key
    path = Path(files.new(tmp_path / "record", seed=True))

    def encrypt() -> None:
        recode(str(path), key)

    database = opened(path)
    wanted = dump(database)
    database.close()
    plain, seen = path.read_bytes(), set()
    whole = lines(encrypt, encrypting, recoding, pages)
    for stop in (*moments(whole, long), whole):
        for left in path.parent.iterdir():
            left.unlink()
        path.write_bytes(plain)
        assert lines(encrypt, encrypting, recoding, pages, stop=stop) == 0
        keys.ring.add(key)
        database = opened(path)
        assert dump(database) == wanted and faults(database) == []
        seen.add(database.key is None)
        database.close()
    assert seen == {True, False}


def test_a_copy_written_over_the_old_one_is_caught(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The canary: without another name until it is whole, a kill leaves half a copy."""
    path, copy = Path(files.new(tmp_path / "record", seed=True)), tmp_path / "copy.db"
    database = opened(path)
    backup(database, copy)
    database.close()

    def careless() -> None:
        content = copy.read_bytes()
        copy.write_bytes(b"")
        copy.write_bytes(content)

    module = sys.modules[__name__]
    assert lines(careless, module, stop=3) == 0
    with pytest.raises(Exception, match="is empty"):
        verified(copy)
