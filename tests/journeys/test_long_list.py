"""A list that takes long to be known whole: its first rows are there at once, then its exact count."""

import threading
from typing import Any

import pytest

from crm.widgets.table import LedgerTable
from db.queries import lists
from tests.journeys.conftest import WIDE, Officer, Open


def table(officer: Officer) -> LedgerTable:
    return officer.app.screen.query_one(LedgerTable)


async def test_rows_come_before_the_count(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    known, whole = threading.Event(), lists.listed

    def slowly(*asked: Any) -> Any:
        known.wait(60)
        return whole(*asked)

    monkeypatch.setattr(lists, "FIRST", 3)
    monkeypatch.setattr(lists, "listed", slowly)
    async with open_app(WIDE) as officer:
        try:
            await officer.press("3")
            await officer.sees("Contacts · …", "Aluminium portfolio")
            assert len(table(officer).ids or ()) == 3
        finally:
            known.set()
        await officer.sees("Contacts · 11")


async def test_the_cursor_goes_back_to_its_record_when_all_are_known(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, whole = threading.Event(), lists.listed
    known.set()

    def slowly(*asked: Any) -> Any:
        known.wait(60)
        return whole(*asked)

    monkeypatch.setattr(lists, "FIRST", 3)
    monkeypatch.setattr(lists, "listed", slowly)
    async with open_app(WIDE) as officer:
        await officer.press("3")
        await officer.sees("Contacts · 11")
        here = table(officer).cursor_id
        known.clear()
        try:
            await officer.press("s")
            await officer.sees("Sort by")
            await officer.types("name")
            await officer.press("enter")
            await officer.sees("Contacts · …")
            assert table(officer).cursor_id != here
        finally:
            known.set()
        await officer.sees("Contacts · 11")
        await officer.until(lambda: table(officer).cursor_id == here, "the cursor")
