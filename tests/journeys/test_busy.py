"""Another program holds the record: the desk waits with a countdown, can be told to stop, reads on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crm import desk
from crm.screens.busy import Busy
from db.sqlite import driver
from tests.journeys.conftest import WIDE, Officer, Open


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody else in the middle of a write."""
    other = driver().connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def typed(officer: Officer) -> None:
    await officer.press("3", "n")
    await officer.sees("New contact")
    await officer.types("Aygün")


async def test_a_save_waits_until_the_record_is_free_and_then_is_done(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await typed(officer)
        with held(officer.path):
            await officer.press("ctrl+s")
            await officer.sees("Another program is writing to the record", "more seconds")
        await officer.sees("Added Aygün")
        assert not isinstance(officer.app.screen, Busy)


async def test_waiting_can_be_stopped_and_what_was_typed_stays(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await typed(officer)
        with held(officer.path):
            await officer.press("ctrl+s")
            await officer.until(lambda: isinstance(officer.app.screen, Busy), "the countdown")
            await officer.press("escape")
            await officer.sees("Another program is writing to", "Aygün")
            await officer.until(lambda: not isinstance(officer.app.screen, Busy), "the form")
        await officer.press("ctrl+s")
        await officer.sees("Added Aygün")


async def test_waiting_ends_by_itself(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE", 0.5)
    async with open_app(WIDE) as officer:
        await typed(officer)
        with held(officer.path):
            await officer.press("ctrl+s")
            await officer.sees("Another program is writing to", "Aygün")


async def test_lists_are_read_while_the_record_is_held(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        with held(officer.path):
            await officer.press("2")
            await officer.sees("Investors · 3 of 21")
            await officer.press("enter")
            await officer.sees("What happened")
