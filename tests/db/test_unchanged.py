from collections.abc import Callable

import pytest
from sqlmodel import Session

from db.commands import contacts, meetings, records
from db.commands.meetings import Seat, WriteUp
from db.commands.unchanged import unchanged
from db.engine import Database, open_database
from db.errors import NotFound, Stale
from db.queries.seen import opened, seen

ACTS: dict[str, Callable[[Session], object]] = {
    "a field": lambda s: meetings.amend(s, 1, {"place": "Baku, room 4"}),
    "a point": lambda s: meetings.write_up(s, 1, WriteUp(points=[{"text": "Only this"}])),
    "the seats": lambda s: meetings.write_up(
        s, 1, WriteUp(seats=[Seat(1, meetings.Side.host), Seat(3)])
    ),
    "the organisations": lambda s: meetings.write_up(s, 1, WriteUp(organisations=[1])),
    "put away": lambda s: meetings.archive(s, 1),
}


def nothing(session: Session) -> None:
    """A command that a record must be unchanged for."""


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_whatever_changed_of_a_meeting_since_it_was_seen_stops_the_save(
    database: Database, act: Callable[[Session], object]
) -> None:
    with database.reading() as session:
        before, _ = opened(session, "M1")
    with database.writing("Act") as session:
        act(session)
    with pytest.raises(Stale, match="Tester changed M1"), database.writing("Save") as session:
        unchanged(session, "meetings", 1, before.mark, nothing)
    with database.reading() as session:
        now = seen(session, "meetings", 1)
    with database.writing("Save") as session:
        unchanged(session, "meetings", 1, now.mark, nothing)


def test_an_undo_counts_as_a_change(database: Database) -> None:
    with database.writing("Write up") as session:
        meetings.write_up(session, 1, WriteUp(points=[{"text": "Only this"}]))
    with database.reading() as session:
        before = seen(session, "meetings", 1)
    database.undo()
    with database.reading() as session:
        assert seen(session, "meetings", 1).mark != before.mark


def test_who_changed_it_is_named(database: Database, target: str) -> None:
    other = open_database(target, who="Rauf")
    with database.reading() as session:
        before, card = opened(session, "C1")
    with other.writing("Edit") as session:
        contacts.amend(session, 1, {"city": "Ganja"})
    other.close()
    with pytest.raises(Stale, match="Rauf changed C1"), database.writing("Save") as session:
        unchanged(session, card.noun, 1, before.mark, contacts.amend, 1, {"city": "Baku"})


def test_a_record_that_is_gone_cannot_be_saved(database: Database) -> None:
    with database.writing("Add") as session:
        one = contacts.add(session, family_name="Li")
    with database.reading() as session:
        before = seen(session, "contacts", one)
    database.undo()
    with pytest.raises(NotFound), database.writing("Save") as session:
        unchanged(session, "contacts", one, before.mark, records.find, contacts.Contact, one)
