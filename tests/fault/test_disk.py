"""A disk that fails or is full at the n-th write or sync: a sentence, and nothing that was told lost."""

import contextlib
import os
import re
import resource
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db import sqlite
from db.commands import organisations
from db.engine import Database, open_database
from db.errors import Refused
from tests.conftest import Files
from tests.db.dump import dump

from .disk import FULL, Disk, watched
from .sound import faults
from .test_whole import ACTS, promote, state


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


def failing(disk: Disk, act: Callable[[], object], holds: Callable[[], None], long: bool) -> int:
    """Do it with a disk that fails at its first write or sync, at the second, and so on until it is
    done; how often it was refused, after which the record `holds`."""
    refused, at = 0, 0
    while True:
        at = at + 1 if long or at < 3 else at * 2
        disk.fail_at, disk.code = at, 0
        with contextlib.suppress(Refused):
            act()
            if disk.fail_at:  # it was not reached
                disk.fail_at = 0
                return refused
        refused, disk.fail_at = refused + 1, 0
        holds()


@pytest.mark.parametrize("act", ACTS[:-1], ids=lambda act: act.__name__)
def test_an_act_that_the_disk_refuses_at_any_write_changes_nothing(
    files: Files, tmp_path: Path, act: Callable[[Database], None], long: bool
) -> None:
    path = Path(files.new(tmp_path / "record", seed=True))
    with watched(path.parent) as disk:
        database = open_database(str(path), who="Tester", seed=False)
        add(database, "Told")
        before = state(database)

        def holds() -> None:
            assert state(database) == before

        refused = failing(disk, lambda: act(database), holds, long)
        database.close()
    again = open_database(str(path), who="Tester", seed=False)
    assert refused >= 2 and state(again) != before and faults(again) == []
    again.close()


def test_without_a_journal_what_was_refused_is_found_half_done(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The canary: nothing takes back the pages that were written before the disk refused one."""
    settle = sqlite._settle

    def careless(made: sa.Engine, connection: Any) -> None:
        settle(made, connection)
        connection.execute("PRAGMA journal_mode = OFF")

    monkeypatch.setattr(sqlite, "_settle", careless)
    with pytest.raises((AssertionError, sa.exc.DBAPIError, Refused)):
        test_an_act_that_the_disk_refuses_at_any_write_changes_nothing(
            files, tmp_path, promote, False
        )


def test_a_migration_that_the_disk_refuses_is_tried_again_and_loses_nothing(
    first: Path, tmp_path: Path, long: bool
) -> None:
    shutil.copytree(first.parent, tmp_path / "whole")
    whole = open_database(str(tmp_path / "whole" / first.name), who="Tester", seed=False)
    wanted = dump(whole)
    whole.close()

    def migrate() -> None:
        open_database(str(first), who="Tester", seed=False).close()

    with watched(first.parent) as disk:
        assert failing(disk, migrate, lambda: None, long) >= 4
    database = open_database(str(first), who="Tester", seed=False)
    assert dump(database) == wanted and faults(database) == []
    database.close()


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
