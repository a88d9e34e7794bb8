"""Undo of what somebody changed since: whole or not at all, the newer value kept and named."""

from typing import Any

import pytest

from db import history
from db.commands import contacts, meetings, organisations, projects
from db.engine import Database
from db.errors import Problem
from db.models import Point

from .dump import dump


def met(database: Database) -> int:
    """A meeting written up in one act: a new guest, two seats, two points and a promise."""
    with database.writing("Write up") as session:
        people = [contacts.add(session, full_name=name) for name in ("Jane Roe", "Li Wei")]
        return meetings.write_up(session, None, meetings.WriteUp(
            {"subject": "Second meeting"},
            seats=[meetings.Seat(one) for one in people],
            points=[{"text": "Anodes"}, {"text": "Power"}],
            promises=[{"text": "Send the profile", "side": "theirs"}],
        ))  # fmt: skip


def _meeting(session: Any, one: int) -> None:
    meetings.amend(session, one, {"place": "Baku"})


def _part(session: Any, one: int) -> None:
    session.get(Point, 1).text = "New"


def _new_part(session: Any, one: int) -> None:
    jane = contacts.add(session, full_name="New guest")
    meetings.write_up(session, one, meetings.WriteUp(seats=[
        *(meetings.Seat(person) for person in (1, 2)), meetings.Seat(jane)]))  # fmt: skip


def _field_that_was_empty(session: Any, one: int) -> None:
    meetings.amend(session, one, {"purpose": "Supply"})


@pytest.mark.parametrize("since", [_meeting, _part, _new_part, _field_that_was_empty])
def test_a_creation_that_was_changed_since_stays_with_all_its_parts(
    empty_database: Database, since: Any
) -> None:
    one = met(empty_database)
    with empty_database.writing("Since") as session:
        since(session, one)
    before = dump(empty_database)
    with pytest.raises(Problem, match=f"cannot be undone: .*M{one}"):
        empty_database.undo(1)
    assert dump(empty_database) == before


def test_what_stands_apart_from_a_kept_creation_is_undone(empty_database: Database) -> None:
    with empty_database.writing("Two") as session:
        kept, gone = (projects.add(session, name=name) for name in ("Kept", "Gone"))
        partner = organisations.add(session, name="Partner")
        projects.join(session, kept, partner, share=2500)
    with empty_database.writing("Since") as session:
        projects.amend(session, kept, {"description": "More"})
    done = empty_database.undo(1)
    found = dump(empty_database)
    assert [row["id"] for row in found["project"]] == [kept] and gone != kept
    assert len(found["project_party"]) == len(found["organisation"]) == 1
    assert {(k.ref, k.why) for k in done.kept} == {
        (f"P{kept}", "changed since"), (f"O{partner}", "used by other records"),
    }  # fmt: skip


def test_what_was_changed_since_is_undone_too_if_told(empty_database: Database) -> None:
    start = dump(empty_database)
    one = met(empty_database)
    with empty_database.writing("Since") as session:
        _meeting(session, one)
        _part(session, one)
    later = dump(empty_database)
    assert empty_database.undo(1, also_newer=True).kept == ()
    assert dump(empty_database) == start
    empty_database.undo(3)
    assert dump(empty_database) == later, "nothing of the newer values is lost"


def test_newer_fields_are_set_back_if_told(empty_database: Database) -> None:
    with empty_database.writing("Add") as session:
        one = organisations.add(session, name="Acme", city="Luoyang")
    for city in ("Baku", "Ganja"):
        with empty_database.writing(city) as session:
            organisations.amend(session, one, {"city": city})
    assert empty_database.undo(2, also_newer=True).kept == ()
    assert dump(empty_database)["organisation"][0]["city"] == "Luoyang"


def test_a_link_that_the_undo_takes_away_keeps_nothing(empty_database: Database) -> None:
    with empty_database.writing("Person") as session:
        person = contacts.add(session, full_name="Jane Roe")
    before = dump(empty_database)
    with empty_database.writing("Employ") as session:
        body = organisations.add(session, name="Acme")
        contacts.amend(session, person, {"organisation_id": body})
    assert empty_database.undo().kept == ()
    assert dump(empty_database) == before


def test_a_value_changed_and_changed_back_is_no_change(empty_database: Database) -> None:
    one = met(empty_database)
    for place in ("Baku", None):
        with empty_database.writing("There and back") as session:
            meetings.amend(session, one, {"place": place})
    assert empty_database.undo(1).kept == ()
    assert not any(dump(empty_database).values())


def test_a_preview_says_what_the_undo_then_does(empty_database: Database) -> None:
    one = met(empty_database)
    with empty_database.writing("Edit") as session:
        meetings.amend(session, one, {"place": "Baku", "purpose": "Supply"})
    with empty_database.writing("Since") as session:
        meetings.amend(session, one, {"purpose": "Price"})
    before = dump(empty_database)
    with empty_database.reading() as session:
        told = history.preview(session, 2)
    assert dump(empty_database) == before
    assert (told.label, told.removed, told.put_back, told.set_back) == ("Edit", 0, 0, 1)
    assert [(s.field, s.before, s.after) for s in told.steps] == [("place", "Baku", None)]
    done = empty_database.undo(2)
    assert (done.kept, done.rows) == (told.kept, told.rows)
    assert [kept.fields for kept in done.kept] == [("purpose",)]


@pytest.mark.parametrize("also_newer", [False, True])
def test_a_preview_counts_rows_as_the_undo_does(empty_database: Database, also_newer: bool) -> None:
    with empty_database.writing("Many") as session:
        firms = [organisations.add(session, name=f"Firm {n}") for n in range(6)]
    with empty_database.writing("Since") as session:
        organisations.amend(session, firms[0], {"city": "Baku"})
        contacts.add(session, full_name="Jane Roe", organisation_id=firms[1])
    told = empty_database.undo_preview(1, also_newer=also_newer)
    done = empty_database.undo(1, also_newer=also_newer)
    assert told.rows == told.removed == done.rows == (5 if also_newer else 4)
    assert told.kept == done.kept


def test_a_preview_of_what_cannot_be_undone_says_so(empty_database: Database) -> None:
    one = met(empty_database)
    with empty_database.writing("Since") as session:
        _meeting(session, one)
    with pytest.raises(Problem, match="cannot be undone"):
        empty_database.undo_preview(1)
    empty_database.undo(1, also_newer=True)
    with pytest.raises(Problem, match="already undone"):
        empty_database.undo_preview(1)
