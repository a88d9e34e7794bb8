"""Two officers at one record: what goes together does, the rest is asked, no typed word is lost."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from typing import Any

import pytest

from crm.app import CrmApp
from crm.screens import notes
from crm.screens.clashes import Clashes
from db.commands import contacts, drafts, meetings, organisations
from db.commands.meetings import WriteUp
from db.engine import Database, open_database
from db.queries import cards
from tests.conftest import WHO
from tests.journeys.conftest import WIDE, Officer, Open


@pytest.fixture
def rauf(target: str) -> Iterator[Database]:
    """Another officer at the same record, on each database."""
    opened = open_database(target, who="Rauf", seed=False)
    yield opened
    opened.close()


@asynccontextmanager
async def at(target: str, size: tuple[int, int] = WIDE) -> AsyncIterator[Officer]:
    app = CrmApp(target, WHO)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            officer = Officer(app, pilot, None)  # type: ignore[arg-type]
            await officer.sees("Today, Wed 21 Jan 2026", "? Help")
            yield officer
    finally:
        app.desk.close()


def values(database: Database, ref: str) -> Mapping[str, Any]:
    with database.reading() as session:
        return cards.card(session, ref).row.values


def amend_contact(database: Database, **changes: Any) -> None:
    with database.writing("Edit") as session:
        contacts.amend(session, 1, changes)


async def open_contact(officer: Officer) -> None:
    await officer.press("3")
    await officer.sees("Contacts ·")
    await officer.press("slash")
    await officer.types("bashirli")
    await officer.press("enter")
    await officer.until(lambda: "Bashirli" in officer.at_cursor, "the cursor")
    await officer.press("e")
    await officer.sees("Contact C1")


async def test_changes_of_different_fields_are_both_saved_and_the_toast_says_so(
    target: str, rauf: Database
) -> None:
    async with at(target) as officer:
        await open_contact(officer)
        await officer.fills("department", "Cabinet")
        amend_contact(rauf, city="Ganja")
        await officer.press("ctrl+s")
        await officer.sees("with what Rauf changed (City) · z to undo")
    assert values(rauf, "C1")["department"] == "Cabinet"
    assert values(rauf, "C1")["city"] == "Ganja"


async def test_the_same_field_is_shown_in_three_columns_and_chosen_by_key(
    target: str, rauf: Database
) -> None:
    async with at(target) as officer:
        await open_contact(officer)
        await officer.fills("department", "Mine")
        await officer.fills("city", "Shusha")
        amend_contact(rauf, department="Theirs", city="Ganja")
        await officer.press("ctrl+s")
        await officer.sees("Rauf changed 2 of the same fields while you typed")
        await officer.sees("✓ Mine", "Theirs", "nothing")
        await officer.press("t")
        await officer.sees("✓ Theirs")
        await officer.press("ctrl+s")
        await officer.sees("Saved Samed Bashirli")
    assert values(rauf, "C1")["department"] == "Theirs"
    assert values(rauf, "C1")["city"] == "Shusha"


async def test_going_back_from_the_columns_loses_nothing_and_asks_again(
    target: str, rauf: Database
) -> None:
    async with at(target) as officer:
        await open_contact(officer)
        await officer.fills("department", "Mine")
        amend_contact(rauf, department="Theirs")
        await officer.press("ctrl+s")
        await officer.until(lambda: isinstance(officer.app.screen, Clashes), "the columns")
        await officer.press("escape")
        await officer.sees("Nothing is saved yet", "Mine")
        assert values(rauf, "C1")["department"] == "Theirs"
        await officer.press("ctrl+s")
        await officer.until(lambda: isinstance(officer.app.screen, Clashes), "the columns again")
        await officer.press("ctrl+s")
        await officer.sees("Saved Samed Bashirli")
    assert values(rauf, "C1")["department"] == "Mine"


async def test_a_meeting_written_up_by_two_holds_the_points_of_both(
    target: str, rauf: Database
) -> None:
    async with at(target) as officer:
        await officer.press("4")
        await officer.sees("Meetings · 3")
        await officer.press("G", "e")
        await officer.sees("Meeting M1")
        await officer.fills("guest_points", "Power: they asked for 50 MW\n")
        with rauf.reading() as session:
            said = cards.card(session, "M1").said
        mine = [{"id": each.id, "topic": each.topic, "text": each.text, "side": each.side}
                for each in said if each.text]  # fmt: skip
        with rauf.writing("Write up") as session:
            point = {"topic": "Land", "text": "they need 30 ha", "side": "guest"}
            meetings.write_up(session, 1, WriteUp(points=[*mine, point]))
        await officer.press("ctrl+s")
        await officer.sees("with what Rauf changed (They said")
    with rauf.reading() as session:
        now = {each.text for each in cards.card(session, "M1").said}
    assert now >= {"they asked for 50 MW", "they need 30 ha"} | {p["text"] for p in mine}


async def test_an_open_form_says_who_changed_its_record_and_keeps_what_was_typed(
    open_app: Open,
) -> None:
    async with open_app(WIDE) as officer:
        await officer.press("2", "e")
        await officer.sees("Organisation O")
        await officer.types("X")
        one = officer.app.screen._held.card.row.id  # type: ignore[attr-defined]
        other = open_database(str(officer.path), who="Rauf")
        with other.writing("Edit") as session:
            organisations.amend(session, one, {"city": "Elsewhere"})
        other.close()
        await officer.app.desk.look()
        await officer.sees("Rauf changed this meanwhile. ctrl+s puts both together.")
        await officer.press("ctrl+s")
        await officer.sees("with what Rauf changed (City)")


async def test_a_draft_of_an_older_state_is_not_written_over_what_came_since(
    open_app: Open,
) -> None:
    async with open_app(WIDE) as officer:
        with officer.record.keeping() as session:
            texts = {"typed": {"department": "Mine"}, "before": {"department": ""}}
            drafts.keep(session, WHO, "contacts", "C1", texts)
        amend_contact(officer.record, department="Theirs")
        await open_contact(officer)
        await officer.sees("did not save is back", "Mine")
        await officer.press("ctrl+s")
        await officer.until(lambda: isinstance(officer.app.screen, Clashes), "the columns")
        await officer.press("ctrl+s")
        await officer.sees("Saved Samed Bashirli")
        assert values(officer.record, "C1")["department"] == "Mine"


async def test_notes_written_in_an_editor_are_kept_where_somebody_else_wrote_too(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(WIDE) as officer:

        def edited(before: str) -> str:
            amend_contact(officer.record, notes="Theirs")
            return "Mine"

        monkeypatch.setattr(notes, "edited", edited)
        monkeypatch.setattr(officer.app, "suspend", nullcontext)
        await officer.press("3", "slash")
        await officer.types("bashirli")
        await officer.press("enter")
        await officer.until(lambda: "Bashirli" in officer.at_cursor, "the cursor")
        await officer.press("E")
        await officer.sees("press e to see it.")
        await officer.until(lambda: not officer.app.unwritten, "the draft")
        await officer.press("e")
        await officer.sees("Contact C1", "Mine")
        await officer.press("ctrl+s")
        await officer.until(lambda: isinstance(officer.app.screen, Clashes), "the columns")
        await officer.sees("✓ Mine", "Theirs")
