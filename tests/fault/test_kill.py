"""Three processes save until they are killed; four edit the same row: nothing told is lost."""

import contextlib
import os
import random
import select
import signal
from collections.abc import Callable, Iterator
from itertools import count, takewhile
from pathlib import Path

from db.commands import organisations
from db.engine import Database, open_database
from db.errors import Busy, Refused, Stale
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


def patiently(path: Path | str, officer: int) -> Database:
    """A record that others hold at this moment opens a little later."""
    while True:
        with contextlib.suppress(Refused):
            return open_database(str(path), who=f"Officer {officer}", seed=False)


def while_watched() -> Iterator[int]:
    """Numbers for as long as the test runs: nobody saves on for ever behind one that was stopped."""
    parent = os.getppid()
    return takewhile(lambda _: os.getppid() == parent, count())


def save_for_ever(path: Path, officer: int) -> Callable[[int], None]:
    """Save one after another, and tell each that was said to be saved."""

    def act(tell: int) -> None:
        database = patiently(path, officer)
        for number in while_watched():
            name = f"{officer}-{number}"
            with contextlib.suppress(Refused):  # said to be busy for too long: not saved, go on
                with database.writing(f"Add {name}") as session:
                    organisations.add(session, name=name)
                os.write(tell, f"{name}\n".encode())

    return act


def told_too_early(path: Path, officer: int) -> Callable[[int], None]:
    """The same, but it says so before it is."""

    def act(tell: int) -> None:
        database = patiently(path, officer)
        for number in while_watched():
            with contextlib.suppress(Refused), database.writing("Add") as session:
                organisations.add(session, name=f"{officer}-{number}")
                os.write(tell, f"{officer}-{number}\n".encode())

    return act


def killed_while_saving(
    path: Path, kills: int, act: Callable[[Path, int], Callable[[int], None]]
) -> set[str]:
    """Three processes save; whenever one told that it did, any of them is killed, wherever it is,
    and followed by a new one. The answer is all that was told saved."""
    luck, saved, officers = random.Random(9), set(), count()
    working = [forked(act(path, next(officers))) for _ in range(3)]
    for _ in range(kills):
        ready, _, _ = select.select([reading for _, reading in working], [], [])
        saved.add(line(ready[0]))
        saved |= killed(*working.pop(luck.randrange(3)))
        working.append(forked(act(path, next(officers))))
    for child, reading in working:
        saved |= killed(child, reading)
    return saved


def killed(child: int, reading: int) -> set[str]:
    """Gone at once; what it had told before."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return set(told(reading).split())


def found_in(path: Path) -> set[str]:
    """The names in the record, in which history and search agree with it."""
    database = open_database(str(path), who="Tester", seed=False)
    with database.engine.connect() as connection:
        found = {row[0] for row in connection.exec_driver_sql("SELECT name FROM organisation")}
    assert faults(database) == []
    database.close()
    return found


def test_what_was_told_saved_survives_the_kill(files: Files, tmp_path: Path, long: bool) -> None:
    path = Path(files.new(tmp_path / "record", seed=False))
    saved = killed_while_saving(path, 2000 if long else 200, save_for_ever)
    assert len(saved) >= 200 and saved - found_in(path) == set()


def test_what_is_told_before_it_is_saved_is_caught(files: Files, tmp_path: Path) -> None:
    path = Path(files.new(tmp_path / "record", seed=False))
    assert killed_while_saving(path, 20, told_too_early) - found_in(path)


def count_up(target: str, officer: int, times: int, careful: bool) -> Callable[[int], None]:
    """Count one up, again and again; `careful` says what was read, so that it is not overwritten."""

    def act(tell: int) -> None:
        database = patiently(target, officer)
        left = times
        while left:
            with database.reading() as session:
                one = session.get_one(Organisation, 1)
                was = {"employees": one.employees or 0, "notes": one.notes}
            changes = {"employees": (one.employees or 0) + 1, "notes": f"{officer} {left}"}
            try:
                with database.writing("Count") as session:
                    organisations.amend(session, 1, changes, was=was if careful else None)
                left -= 1
                os.write(tell, b"saved\n")
            except Stale as conflict:
                assert conflict.theirs
                os.write(tell, b"shown\n")
            except Busy:  # for too long on a loaded machine: not saved, again
                continue

    return act


def counted(target: str, times: int, *, careful: bool = True) -> tuple[int, list[str]]:
    """Four officers count in one record: how far it came, and what each was told."""
    database = open_database(target, who="Tester", seed=False)
    with database.writing("Add") as session:
        organisations.add(session, name="Acme", employees=0)
    database.engine.dispose()
    children = [forked(count_up(target, officer, times, careful)) for officer in range(4)]
    answers = "".join(told(reading) for _, reading in children).split()
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child, _ in children] == [0] * 4
    with database.reading() as session:
        reached = session.get_one(Organisation, 1).employees or 0
    assert faults(database) == []
    database.close()
    return reached, answers


def test_four_officers_who_edit_one_record_lose_no_update(empty_target: str, long: bool) -> None:
    times = 500 if long else 15
    reached, answers = counted(empty_target, times)
    assert reached == answers.count("saved") == 4 * times
    assert answers.count("shown") > 0, "they never met, so nothing was shown"


def test_officers_who_do_not_say_what_they_read_are_caught(files: Files, tmp_path: Path) -> None:
    reached, answers = counted(files.new(tmp_path / "record", seed=False), 15, careful=False)
    assert reached < answers.count("saved")
