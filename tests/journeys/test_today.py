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
        await officer.goes_to("open the list", "down")
        await officer.press("enter")
        await officer.sees("Open follow-ups", "Send thank-you letters")
        await officer.press("escape")
        await officer.sees("Today, Wed 21 Jan 2026")


async def test_the_record_under_the_cursor_stands_beside_where_there_is_room(
    open_app: Open,
) -> None:
    async with open_app(WIDE) as officer:
        await officer.sees("M2 · video · planned")
        await officer.press("j")
        await officer.sees("F1 · open", "Owner's role")
        await officer.press("j", "c")
        await officer.sees("Done:")
        await officer.press("tab", "enter")
        await officer.sees("esc Back")


async def test_a_list_in_which_nothing_matches_says_how_to_see_all_of_it(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("2", "slash", *"zzzq", "enter")
        await officer.sees("Nothing here matches.", "Press esc to see all of this list.")
        await officer.press("escape", "K")
        await officer.sees("No incentive was offered to anybody yet.")
