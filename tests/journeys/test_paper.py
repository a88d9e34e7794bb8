"""Paper by keyboard: the briefing, a list, a final report, and a printer that is not there."""

from pathlib import Path

import pytest

from tests.journeys.conftest import WIDE, Officer, Open


async def at_the_meeting(officer: Officer) -> None:
    await officer.press("4", "G")
    await officer.until(lambda: "19 Jan 2026" in officer.at_cursor, "the meeting of 19 January")


async def test_one_key_briefs_on_an_investor(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await officer.press("2", "G")
        await officer.until(lambda: "Wanji" in officer.at_cursor, "Wanji")
        await officer.press("b")
        await officer.sees("Briefing as at 21 January 2026", "Who they are")


async def test_a_list_goes_on_paper_as_it_is_narrowed(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await officer.press("2", "slash", *"sunstone", "enter", "P")
        await officer.sees("matching “sunstone”", "1 of 21")
        assert "HELL" not in officer.screen


async def test_the_same_paper_in_another_language(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await officer.press("2", "p")
        await officer.sees("What goes on paper?", "Incentive sheet")
        await officer.press("enter")
        await officer.sees("Organisations", "Kind: investor")
        await officer.press("l")
        await officer.sees("The paper in")
        await officer.press("down", "enter")
        await officer.sees("Təşkilatlar")


async def test_a_report_is_made_final_and_undone(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await at_the_meeting(officer)
        await officer.press("p")
        await officer.sees("Draft")
        await officer.press("F", "y")
        await officer.sees("Final, version 1")
        await officer.press("escape")
        await officer.sees("Meetings · 3")
        await officer.press("z")
        await officer.sees("Final report of M1")
        await officer.press("p")
        await officer.sees("Draft")


async def test_without_a_printer_the_pages_are_saved_and_it_is_said_where(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    async with open_app(WIDE) as officer:
        await at_the_meeting(officer)
        await officer.press("p")
        await officer.sees("Draft")
        await officer.press("p")
        await officer.sees("no print queue")
        await officer.until(lambda: bool(list(tmp_path.glob("M1-*.pdf"))), "the saved pages")
