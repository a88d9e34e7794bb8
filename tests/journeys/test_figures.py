"""Place 8 by keyboard: the figures, their meaning, the rows behind a number, another period."""

from tests.journeys.conftest import Officer, Open


async def at_figures(officer: Officer) -> None:
    await officer.press("8")
    await officer.sees("Figures, 22 Jan 2025 – 21 Jan 2026", "Deputy Minister")


async def test_a_number_opens_exactly_its_rows_and_escape_leads_back(open_app: Open) -> None:
    async with open_app((100, 60)) as officer:
        await at_figures(officer)
        await officer.goes_to("China")
        await officer.sees("by the countries of the guests")
        await officer.press("enter")
        await officer.sees("Meetings by country: China", "· 1 of 3")
        await officer.press("v")
        await officer.sees("Press esc to go back")
        await officer.press("slash", *"xylophone", "enter")
        await officer.sees("Nothing here matches.")
        await officer.press("escape")
        await officer.sees("Figures, 22 Jan 2025")
        assert "China" in officer.at_cursor


async def test_the_period_is_changed_by_a_key_and_an_empty_one_says_so(open_app: Open) -> None:
    async with open_app() as officer:
        await at_figures(officer)
        await officer.press("left")
        await officer.sees("Figures, 22 Jan 2024 – 21 Jan 2025")
        await officer.press("v")
        await officer.sees("Figures of which period?", "1 Jan 2026 – 31 Mar 2026")
        await officer.press(*"this quarter", "enter")
        await officer.sees("Figures, 1 Jan 2026 – 31 Mar 2026")
        for _ in range(16):
            await officer.press("left")
        await officer.sees("Figures, 1 Jan 2022 – 31 Mar 2022", "Nothing was recorded")


async def test_the_figures_are_printed_as_the_paper_will_be(open_app: Open) -> None:
    async with open_app((100, 60)) as officer:
        await at_figures(officer)
        await officer.press("p")
        await officer.sees("Figures of the desk", "Our promises")


async def test_what_is_saved_meanwhile_is_counted(open_app: Open) -> None:
    async with open_app((100, 60)) as officer:
        await at_figures(officer)
        before = officer.line("Still open")
        await officer.press("5", "c")
        await officer.sees("Done: ")
        await officer.press("8")
        await officer.until(lambda: officer.line("Still open") != before, "another number")
