"""Choose the columns of a list with C; they stay so, also on paper and after a restart."""

from pathlib import Path

from crm.app import CrmApp
from tests.conftest import WHO
from tests.journeys.conftest import WIDE, Officer, Open


async def test_columns_are_chosen_ordered_and_widened_and_stay_so(open_app: Open) -> None:
    path = await _arranged(open_app)
    again = CrmApp(str(path), WHO)
    async with again.run_test(size=(80, 24)) as pilot:
        officer = Officer(again, pilot, path)
        await officer.sees("Today, Wed 21 Jan 2026", "? Help")
        await officer.press("3")
        await officer.sees(
            "Department          Name ↑                Organisation", "Ministry of Eco"
        )
        await officer.press("C", "r", "enter")
        await officer.sees("Name ↑")
        await officer.sees_no("Department")
    again.desk.close()


async def _arranged(open_app: Open) -> Path:
    async with open_app() as officer:
        await officer.press("3", "G", "C")
        await officer.sees("Columns of this list", "no room at this width")
        await officer.until(lambda: officer.app.focused is not None, "the columns")
        lines = officer.app.focused
        await officer.goes_to("Department")
        await officer.press("space")
        assert "✓ Department" in officer.at_cursor
        await officer.press(*"K" * 8, ">", ">")
        assert lines is officer.app.focused
        assert "18 (+4)" in officer.at_cursor
        await officer.press("enter")
        await officer.sees("Department  ")
        assert "Working-level" in officer.at_cursor  # the cursor stays on its record
        return officer.path


async def test_a_list_on_paper_has_the_columns_of_the_screen(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await officer.press("2", "C")
        await officer.sees("Columns of this list")
        await officer.goes_to("Side")
        await officer.press("space", "enter", "P")
        await officer.sees("Page 1", "Side", "guest")
