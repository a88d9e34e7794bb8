"""Lists and forms as an officer meets them: add, narrow, mark, archive, leave, come back."""

from db.commands import organisations
from db.engine import open_database
from db.queries import lists
from tests.journeys.conftest import WIDE, Open


async def test_a_contact_is_added_and_the_cursor_stands_on_it(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("3", "n")
        await officer.sees("New contact")
        await officer.types("Aygün")
        await officer.press("tab", "tab")
        await officer.types("Əliyeva")
        await officer.fills("organisation", "sunst")
        await officer.sees("▸ Sunstone Development")
        await officer.press("enter", "ctrl+s")
        await officer.sees("Added Aygün Əliyeva · C12 · z to undo", "Contacts · 12")
        await officer.until(lambda: "Aygün Əliyeva" in officer.at_cursor, "the cursor")


async def test_narrowing_and_escape_give_back_the_list_and_the_record(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("2", "j", "slash")
        await officer.types("wanji")
        await officer.sees("1 of 21")
        await officer.press("escape")
        await officer.sees("Investors · 3 of 21")
        await officer.until(lambda: "Sunstone" in officer.at_cursor, "the cursor")
        await officer.press("slash")
        await officer.types("country:CN")
        await officer.press("enter")
        await officer.sees("Investors in China · 2 of 21")
        await officer.press("escape")
        await officer.sees("Investors · 3 of 21")


async def test_marked_records_are_archived_and_brought_back_together(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("2", "space", "space")
        await officer.sees("2 marked")
        await officer.press("d")
        await officer.sees("Archived 2 organisations · z to undo", "Investors · 1 of 19")
        await officer.press("v")
        await officer.sees("Show", "Archived")
        await officer.types("arch")
        await officer.press("enter")
        await officer.sees("Organisations, archived · 2 of 19")
        await officer.press("*", "d")
        await officer.sees("Brought back 2 organisations · z to undo")


async def test_sorting_keeps_the_cursor_on_its_record(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await officer.press("2", "G", "s")
        await officer.sees("Sort by")
        await officer.types("city")
        await officer.press("enter")
        await officer.sees("City ↑")
        await officer.until(lambda: "Wanji Aluminum" in officer.at_cursor, "the cursor")


async def test_a_form_with_typed_text_asks_before_it_is_left(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("2", "n")
        await officer.sees("New organisation")
        await officer.press("escape")
        await officer.sees_no("New organisation")  # nothing was typed, so nothing is asked
        await officer.press("n")
        await officer.sees("New organisation")
        await officer.types("Rusal")
        await officer.press("escape")
        await officer.sees("Leave without saving?", "▸ n  Go on")
        await officer.press("enter")
        await officer.sees("Rusal")
        await officer.press("escape", "y")
        await officer.sees("Investors · 3 of 21")
        await officer.press("n")
        await officer.sees("New organisation")
        assert "Rusal" not in officer.screen  # thrown away knowingly


async def test_anything_is_found_in_any_spelling(open_app: Open) -> None:
    async with open_app() as officer:
        for typed, found in (("besirli", "C1  Samed Bashirli"), ("万基", "O1  Wanji Aluminum")):
            await officer.press("f")
            await officer.sees("a name, a word, a number")
            await officer.types(typed)
            await officer.sees(found)
            await officer.press("escape")
            await officer.sees_no(found)


async def test_what_another_program_saved_shows_and_the_cursor_stays(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("2", "G")
        await officer.until(lambda: "Wanji Aluminum" in officer.at_cursor, "the cursor")
        other = open_database(str(officer.path), who="Somebody else")
        with other.writing("Add Rusal") as session:
            organisations.add(session, name="Rusal", kind="investor", side="guest")
        other.close()
        await officer.sees("Investors · 4 of 22", "Rusal")
        assert "Wanji Aluminum" in officer.at_cursor


async def test_the_history_takes_back_an_earlier_change(open_app: Open) -> None:
    async with open_app() as officer:
        with officer.record.writing("Rename HELL") as session:
            (one,) = lists.ids(session, lists.parse("organisations", "HELL kind:investor"))
            organisations.amend(session, one, {"city": "Budapest"})
        with officer.record.writing("Add Rusal") as session:
            organisations.add(session, name="Rusal")
        await officer.press("9")
        await officer.sees("Add Rusal", "Rename HELL")
        await officer.press("j", "u")
        await officer.sees(
            "Undo “Rename HELL”?", "1 row would change back", "city: Budapest → nothing"
        )
        await officer.press("y")
        await officer.sees("Undid: Rename HELL", "Undo: Rename HELL")
        with officer.record.reading() as session:
            (row,) = lists.rows(session, "organisations", [one])
        assert row.values["city"] is None


async def test_what_was_changed_since_is_named_before_an_undo_and_stays_unless_told(
    open_app: Open,
) -> None:
    async with open_app(WIDE) as officer:
        with officer.record.writing("Add Rusal") as session:
            one = organisations.add(session, name="Rusal")
        for city, label in (("Moscow", "Move first"), ("Sayanogorsk", "Move again")):
            with officer.record.writing(label) as session:
                organisations.amend(session, one, {"city": city})
        await officer.press("9")
        await officer.sees("Move again", "Move first")
        await officer.press("j", "u")
        await officer.sees("Undo “Move first”?", "Stays as it is now", "city:")
        await officer.press("y")
        await officer.sees("All of it was changed since. Press a to take that back too.")
        await officer.press("a")
        await officer.sees("Undid: Move first")
        with officer.record.reading() as session:
            (row,) = lists.rows(session, "organisations", [one])
        assert row.values["city"] is None


async def test_every_change_of_a_record_is_told_field_by_field(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        with officer.record.writing("Move it") as session:
            (one,) = lists.ids(session, lists.parse("organisations", "HELL kind:investor"))
            organisations.amend(session, one, {"city": "Budapest", "parent_id": 1})
        await officer.press("2")
        await officer.press("slash")
        await officer.types("hell")
        await officer.press("enter")
        await officer.until(lambda: "HELL" in officer.at_cursor, "the cursor")
        await officer.press("h")
        await officer.sees("every change, newest first", "Tester · Move it · No.")
        await officer.sees("nothing → Budapest", "nothing → O1")


async def test_marked_records_are_tagged_and_given_away_in_one_change(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await officer.press("2", "*", "t")
        await officer.sees("Tags and owner of 3 organisations")
        await officer.types("delegation")
        await officer.fills("owner", "bashirli")
        await officer.sees("▸ Samed Bashirli")
        await officer.press("enter", "ctrl+s")
        await officer.sees("Changed 3 organisations · z to undo")
        with officer.record.reading() as session:
            tagged = lists.ids(session, lists.parse("organisations", "tag:delegation"))
            owned = [row.values["owner"] for row in lists.rows(session, "organisations", tagged)]
        assert owned == ["Samed Bashirli"] * 3
        await officer.press("z")
        await officer.sees("Undid: Tag delegation")
