"""A disk that fails or is full at the n-th write or sync: a sentence, and nothing that was told lost."""

import os
import re
import resource
from pathlib import Path

import pytest

from db.commands import organisations
from db.engine import Database, open_database
from db.errors import Refused
from tests.conftest import Files

from .disk import FULL, watched
from .sound import faults


def names(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        ask = "SELECT name FROM organisation ORDER BY id"
        return [row[0] for row in connection.exec_driver_sql(ask)]


def add(database: Database, name: str) -> None:
    with database.writing(f"Add {name}") as session:
        organisations.add(session, name=name, notes="x" * 20_000)


@pytest.mark.parametrize(("code", "sentence"), [
    (0, "The disk under .* failed, so nothing was saved"),
    (FULL, "The disk is full, so nothing was saved"),
], ids=["failing", "full"])  # fmt: skip
def test_a_save_that_the_disk_refuses_at_any_write_is_said_and_changes_nothing(
    files: Files, tmp_path: Path, code: int, sentence: str, long: bool
) -> None:
    path = Path(files.new(tmp_path / "record", seed=False))
    refused, at = 0, 0
    with watched(path.parent) as disk:
        database = open_database(str(path), who="Tester", seed=False)
        add(database, "Told")
        while True:
            at += 1 if long or at < 6 else 5
            disk.fail_at, disk.code = at, code
            try:
                add(database, "Hoped")
            except Refused as said:
                refused += 1
                assert re.search(sentence, str(said))
            if disk.fail_at:  # it was not reached: the save took fewer writes
                break
            disk.fail_at = 0
            assert names(database)[0] == "Told"
        disk.fail_at = 0
        told = names(database)
        add(database, "After")
        database.close()
    assert refused >= 4
    again = open_database(str(path), who="Tester", seed=False)
    assert names(again) == [*told, "After"] and faults(again) == []
    again.close()


def test_a_save_beyond_the_largest_file_is_refused_and_what_was_told_stays(
    files: Files, tmp_path: Path
) -> None:
    """The limit of a process (RLIMIT_FSIZE), as a quota would set it."""
    path = Path(files.new(tmp_path / "record", seed=False))
    child = os.fork()
    if not child:
        status = 1
        try:
            database = open_database(str(path), who="Tester", seed=False)
            add(database, "Told")
            size = path.stat().st_size + 300_000
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            try:
                with database.writing("Too much") as session:
                    for number in range(60):
                        organisations.add(session, name=f"Lost {number}", notes="x" * 20_000)
            except Refused as said:
                status = 0 if "nothing was saved" in str(said) else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    again = open_database(str(path), who="Tester", seed=False)
    assert names(again) == ["Told"] and faults(again) == []
    again.close()
