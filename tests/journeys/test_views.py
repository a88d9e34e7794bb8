"""Keep what a list shows under a name with V, and come back to it with v and its key."""

from tests.journeys.conftest import Open


async def test_a_view_is_kept_and_chosen_by_its_key(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("2", "slash")
        await officer.types("country:CN")
        await officer.press("enter", "V")
        await officer.sees("Keep this view")
        await officer.types("Smelters")
        await officer.sees("Keep as “Smelters”")
        await officer.press("enter")
        await officer.sees("Kept “Smelters”: v, then 1 · z to undo")
        await officer.press("escape")
        await officer.sees("Investors · 3 of 21")
        await officer.press("v")
        await officer.sees("Smelters", "kind:investor country:CN")
        await officer.types("smelt")
        await officer.press("enter")
        await officer.sees("Investors in China · 2 of 21")


async def test_the_whole_list_is_no_view_to_keep(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("3", "V")
        await officer.sees("This is the whole list; narrow it with / first")


async def test_the_bar_completes_fields_and_values_and_says_what_is_meant(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("2", "slash")
        await officer.types("cou")
        await officer.sees("country:  country")
        await officer.press("tab")
        await officer.types("chi")
        await officer.press("tab")
        await officer.sees("/country:CN", "Investors in China · 2 of 21")
        await officer.types("tag:alu")
        await officer.press("tab")
        await officer.sees("country:CN tag:aluminium")
        await officer.types("contry:x")
        await officer.press("enter")
        await officer.sees("no field “contry”. Did you mean country?", "tag:aluminium contry:x")
        await officer.press("escape")
        await officer.sees("Investors · 3 of 21")


async def test_owner_and_organisation_are_completed_by_name(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("3", "slash")
        await officer.types("organisation:sunst")
        await officer.press("tab", "enter")
        await officer.sees("Contacts, organisation Sunstone Development Co., Ltd. · ")
