"""Two records made one by keyboard: marked and merged, or found as a pair and worked through."""

from db.commands import organisations
from db.models import Organisation
from tests.journeys.conftest import Officer, Open


def added(officer: Officer) -> None:
    with officer.record.writing("Made up") as session:
        organisations.add(session, name="Zircon Works", country="DE", city="Köln [Rhein]")
        organisations.add(session, name="Zircon Works GmbH", country="DE", city="Bonn", phone="1")


async def test_two_marked_records_become_one_and_two_again(open_app: Open) -> None:
    async with open_app() as officer:
        added(officer)
        await officer.press("2", "slash")
        await officer.types("zircon")
        await officer.press("enter")
        await officer.sees("2 of 23")
        await officer.press("*", "M")
        await officer.sees("Are O22 and O23 one?", "● Köln [Rhein]", "○ Bonn")
        await officer.press("x")
        await officer.sees("Stays   O23 Zircon Works GmbH")
        await officer.press("x", "down", "down", "down", "down", "enter")
        await officer.sees("● Bonn", "○ Köln [Rhein]")
        await officer.press("m")
        await officer.sees("O23 is now part of O22, with every link · z to undo")
        with officer.record.reading() as session:
            stays = session.get(Organisation, 22)
            assert stays and (stays.name, stays.city, stays.phone) == ("Zircon Works", "Bonn", "1")
        await officer.press("z")
        await officer.sees("2 of 23")


async def test_pairs_that_may_be_one_are_worked_through(open_app: Open) -> None:
    async with open_app() as officer:
        added(officer)
        await officer.press("2", "D")
        await officer.sees("These may be one", "O22 Zircon Works = O23 Zircon Works GmbH")
        await officer.press("enter")
        await officer.sees("Are O22 and O23 one?")
        await officer.press("ctrl+s")
        await officer.sees("No two records here look like one.")
