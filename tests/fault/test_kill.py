"""Three processes save until they are killed; four edit the same row: nothing told is lost."""

import contextlib
import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

from db.commands import organisations
from db.engine import Database, open_database
from db.errors import Refused, Stale
from db.models import Organisation
from tests.conftest import Files

from .sound import faults


def forked(act: Callable[[int], None]) -> tuple[int, int]:
    """Run in a process of its own: its number, and where it tells what it did."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        act(writing)
        status = 0
    finally:
        os._exit(status)


def told(reading: int) -> str:
    with os.fdopen(reading) as stream:
        return stream.read()


def line(reading: int) -> str:
    """The next line of a pipe and no more."""
    found = b""
    while not found.endswith(b"\n"):
        found += os.read(reading, 1) or b"nothing was told\n"
    return found.decode().strip()


def patiently(path: Path, officer: int) -> Database:
    """A record that others hold at this moment opens a little later."""
    while True:
        with contextlib.suppress(Refused):
            return open_database(str(path), who=f"Officer {officer}", seed=False)


def save_for_ever(path: Path, officer: int, turn: int) -> Callable[[int], None]:
    def act(tell: int) -> None:
        database, number = patiently(path, officer), 0
        while True:
            name, number = f"{turn}-{officer}-{number}", number + 1
            with contextlib.suppress(Refused):  # said to be busy for too long: not saved, go on
                with database.writing(f"Add {name}") as session:
                    organisations.add(session, name=name)
                os.write(tell, f"{name}\n".encode())

    return act


def test_what_was_told_saved_survives_the_kill(files: Files, tmp_path: Path, long: bool) -> None:
    path = Path(files.new(tmp_path / "record", seed=False))
    luck, saved = random.Random(9), set()
    for turn in range(700 if long else 12):
        children = [forked(save_for_ever(path, officer, turn)) for officer in range(3)]
        watched = luck.choice(children)[1]
        for _ in range(luck.randrange(1, 5)):  # then the others are anywhere in a save
            saved.add(line(watched))
        for child, _ in children:
            os.kill(child, signal.SIGKILL)
        for child, reading in children:
            os.waitpid(child, 0)
            saved |= set(told(reading).split())
    database = open_database(str(path), who="Tester", seed=False)
    with database.engine.connect() as connection:
        found = {row[0] for row in connection.exec_driver_sql("SELECT name FROM organisation")}
    assert len(saved) > 20
    assert saved - found == set()
    assert faults(database) == []
    database.close()


def count_up(path: Path, officer: int, times: int) -> Callable[[int], None]:
    def act(tell: int) -> None:
        database = open_database(str(path), who=f"Officer {officer}", seed=False)
        left = times
        while left:
            with database.reading() as session:
                one = session.get_one(Organisation, 1)
                was, notes = one.employees or 0, one.notes
            changes = {"employees": was + 1, "notes": f"{officer} {left}"}
            try:
                with database.writing("Count") as session:
                    organisations.amend(session, 1, changes, was={"employees": was, "notes": notes})
                left -= 1
                os.write(tell, b"saved\n")
            except Stale as conflict:
                assert conflict.theirs
                os.write(tell, b"shown\n")

    return act


def test_four_officers_who_edit_one_record_lose_no_update(
    files: Files, tmp_path: Path, long: bool
) -> None:
    path, times = Path(files.new(tmp_path / "record", seed=False)), 500 if long else 15
    database = open_database(str(path), who="Tester", seed=False)
    with database.writing("Add") as session:
        organisations.add(session, name="Acme", employees=0)
    database.close()
    children = [forked(count_up(path, officer, times)) for officer in range(4)]
    answers = "".join(told(reading) for _, reading in children).split()
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child, _ in children] == [0] * 4
    database = open_database(str(path), who="Tester", seed=False)
    with database.reading() as session:
        assert session.get_one(Organisation, 1).employees == answers.count("saved") == 4 * times
    assert answers.count("shown") > 0, "they never met, so nothing was shown"
    assert faults(database) == []
    database.close()
