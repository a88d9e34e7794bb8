"""Which incentives fit: from the project by one key, as at any day, back with escape."""

from tests.journeys.conftest import Open


async def test_a_project_is_screened_as_at_a_day(open_app: Open) -> None:
    async with open_app((110, 50)) as officer:
        await officer.press("6")
        await officer.sees("Joint aluminium")
        await officer.press("slash", *"joint", "enter")
        await officer.sees("matching “joint”")
        await officer.press("w")
        await officer.sees("Incentives for Joint aluminium", "as at 21 Jan 2026", "cannot be told")
        await officer.press("v", *"2026-02-06", "enter")
        await officer.sees("as at 6 Feb 2026", "it is open until Sun 31 Dec 2028",
                           "? capex is not recorded (at least 5,000,000 AZN)")  # fmt: skip
        await officer.press("escape")
        await officer.sees("matching “joint”")
        await officer.press("2", "w")
        await officer.sees("Incentives are tried on a project")
