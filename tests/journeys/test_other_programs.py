"""The desk as a process beside another one: what that saves is seen, what it holds is waited for; a
disk that takes nothing more takes nothing from the screen."""

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm import app, astray
from crm import desk as desks
from db import kept
from db.backup import backup
from db.commands import contacts
from db.engine import open_database
from db.restoring import restore
from db.sqlite import driver
from tests.conftest import Files
from tests.journeys.conftest import WIDE, Open
from tests.pty import Terminal, plain

DEADLINE = 60.0  # seconds; on an idle machine each wait takes one


@pytest.fixture
def record(files: Files, tmp_path: Path) -> Path:
    return Path(files.new(tmp_path / "record", seed=True))


@contextlib.contextmanager
def desk(record: Path) -> Iterator[Terminal]:
    env = {"CRM_DB": str(record)}
    with Terminal([sys.executable, "-m", "crm"], columns=130, rows=40, env=env) as terminal:
        terminal.wait("Today, Wed", DEADLINE)
        terminal.wait("Help", DEADLINE)
        yield terminal


def since(terminal: Terminal, words: str) -> Callable[[Terminal], bool]:
    """Whether the words were painted after this moment."""
    start = len(terminal.output)
    return lambda t: words in plain(t.output[start:])


def test_what_another_program_saves_is_seen_in_lists_and_cards(record: Path) -> None:
    assert app.LOOK < 2, "seconds after which the commit of another one is seen at the latest"
    with desk(record) as terminal:
        terminal.send("3")
        terminal.wait("Contacts · 11", DEADLINE)
        database = open_database(str(record), who="Other")
        with database.writing("Add") as session:
            one = contacts.add(session, full_name="Aaltje Zonderland", job_title="Envoy")
        terminal.wait("Aaltje Zonderland", DEADLINE)
        terminal.send("/aaltje\r\r")
        terminal.wait("Envoy", DEADLINE)
        with database.writing("Edit") as session:
            contacts.amend(session, one, {"job_title": "Ambassador"})
        terminal.wait("Ambassador", DEADLINE)
        database.close()


def test_while_another_program_holds_the_record_the_desk_counts_and_can_be_stopped(
    record: Path,
) -> None:
    with desk(record) as terminal:
        terminal.send("3n")
        terminal.wait("New contact", DEADLINE)
        terminal.send("Aygün")
        terminal.wait("Aygün", DEADLINE)
        other = driver().connect(record, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        terminal.send("\x13")
        terminal.wait("Another program is writing to the record", DEADLINE)
        stopped = since(terminal, "moment.")
        terminal.send("\x1b")
        terminal.wait(stopped, DEADLINE)
        other.execute("ROLLBACK")
        other.close()
        terminal.send("\x13")
        terminal.wait("Added Aygün", DEADLINE)


def test_what_is_on_the_screen_outlives_a_full_disk(record: Path) -> None:
    """The disk is full for this process: no file of it grows any more (RLIMIT_FSIZE)."""
    with desk(record) as terminal:
        terminal.send("3n")
        terminal.wait("New contact", DEADLINE)
        number, (_, most) = terminal.process.pid, resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.prlimit(number, resource.RLIMIT_FSIZE, (0, most))
        terminal.send("Aygün\x13")
        terminal.wait("so nothing was saved", DEADLINE)
        resource.prlimit(number, resource.RLIMIT_FSIZE, (most, most))
        terminal.send("\x13")
        terminal.wait("Added Aygün", DEADLINE)
    database = open_database(str(record), who="Tester")
    with database.engine.connect() as connection:
        ask = "SELECT count(*) FROM contact WHERE given_name = 'Aygün'"
        assert connection.exec_driver_sql(ask).scalar_one() == 1
    database.close()


def test_what_was_typed_while_the_record_was_away_is_offered_when_it_is_back(record: Path) -> None:
    with desk(record) as terminal:
        terminal.send("3n")
        terminal.wait("New contact", DEADLINE)
        record.rename(away := record.with_name("away.db"))
        terminal.send("Aygün")
        terminal.wait(lambda _: bool(list(astray.folder().glob("*.json"))), DEADLINE)
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_end(DEADLINE)
    away.rename(record)
    with desk(record) as terminal:
        terminal.wait("New contact “Aygün”", DEADLINE)
        terminal.send("U\r")
        terminal.wait("did not save is back", DEADLINE)
    assert list(astray.folder().iterdir()) == []


async def test_it_is_the_look_that_brings_what_others_saved(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The canary: a desk that never looks goes on showing what was."""
    monkeypatch.setattr(app, "LOOK", 3600.0)
    async with open_app(WIDE) as officer:
        await officer.press("3")
        await officer.sees("Contacts · 11")
        other = open_database(str(officer.path), who="Other")
        with other.writing("Add") as session:
            contacts.add(session, full_name="Aaltje Zonderland")
        other.close()
        await officer.press("down", "up")
        assert "Aaltje Zonderland" not in officer.screen
        await officer.app.desk.look()
        await officer.sees("Aaltje Zonderland")


async def test_an_open_desk_shows_a_backup_that_was_put_back(
    open_app: Open, tmp_path: Path
) -> None:
    async with open_app(WIDE) as officer:
        backup(officer.record, tmp_path / "copy.db")
        with officer.record.writing("Edit") as session:
            contacts.amend(session, 1, {"department": "Cabinet"})
        await officer.press("3", "slash")
        await officer.types("bashirli\n")
        await officer.sees("Cabinet")
        restore(str(officer.path), tmp_path / "copy.db", "Other")
        await officer.sees_no("Cabinet")


async def test_a_desk_that_stays_open_makes_the_copy_of_every_day(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "QUIET", 0.01)
    monkeypatch.setattr(desks, "HOURLY", 0.01)
    async with open_app() as officer:
        for day in ("2026-01-21", "2026-01-22"):
            monkeypatch.setenv("CRM_TODAY", day)
            await officer.until(
                lambda day=day: [c.name[:10] for c in kept.daily(officer.path)][-1:] == [day],  # type: ignore[misc]
                f"the copy of {day}",
            )
