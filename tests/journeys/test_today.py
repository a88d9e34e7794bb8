"""Today on the screen, when a day has more than a person can read."""

import pytest

from db.queries import today
from tests.journeys.conftest import WIDE, Open


async def test_what_does_not_fit_is_counted_and_its_list_is_one_key_away(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "LINES", 2)
    async with open_app(WIDE) as officer:
        await officer.sees("and 10 more: open the list")
        while "open the list" not in officer.at_cursor:
            await officer.press("down")
        await officer.press("enter")
        await officer.sees("Open follow-ups", "Send thank-you letters")
        await officer.press("escape")
        await officer.sees("Today, Wed 21 Jan 2026")
