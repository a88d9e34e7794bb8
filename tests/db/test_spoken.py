"""The day one was last spoken to and the tallies of days follow the record, whatever act changed it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db import settling, spoken, tallies
from db.checking import check
from db.commands import contacts, follow_ups, meetings, merging, organisations
from db.commands.meetings import Seat, WriteUp
from db.engine import Database
from db.erasing import erase
from db.models import Contact, Meeting, Organisation, columns
from db.models.meetings import Role, Side

DAY = date(2026, 1, 19)
LATER = DAY + timedelta(days=30)
GUEST, HOST = 2, 1  # a contact of each side in the seed


def astray(database: Database) -> list[str]:
    """Whose day is not what the meetings say, and which days' numbers are not those of the rows."""
    with database.reading() as session:
        days = [
            f"{owner.name} {one}"
            for owner, link, key in spoken.every()
            for one in session.execute(
                sa.select(owner.c.id).where(spoken.astray(owner, link, key))
            ).scalars()
        ]
        return days + [f"{kind} {day}" for kind, day in tallies.astray(session)]


def last(database: Database, model: Any, one: int) -> date | None:
    with database.reading() as session:
        table = columns(model)
        return session.execute(sa.select(table.c.last_spoken).where(table.c.id == one)).scalar()


def held(session: Session, day: date, role: Role = Role.member) -> int:
    """A meeting of a new investor and a new person with one of ours."""
    body = organisations.add(session, name=f"Zinc of {day}", kind="investor", side="guest")
    person = contacts.add(session, full_name=f"Lin {day}", organisation_id=body)
    ours = contacts.add(session, full_name=f"Ali {day}", organisation_id=1)
    one = meetings.add(session, subject="Zinc", starts_on=day, place="Baku")
    seats = [Seat(person, Side.guest, role), Seat(ours, Side.host)]
    seats += [Seat(GUEST, Side.guest)]
    meetings.write_up(session, one, WriteUp(organisations=[body, 1], seats=seats))
    return meetings.hold(session, one)


def promised(session: Session, day: date) -> int:
    return follow_ups.add(session, text="Send the map", due_on=day)


ACTS: dict[str, Callable[[Session, int], object]] = {
    "reworded": lambda s, one: meetings.amend(s, one, {"subject": "Zinc again"}),
    "archived": meetings.archive,
    "moved ahead": lambda s, one: meetings.amend(s, one, {"starts_on": LATER + timedelta(days=3)}),
    "moved back": lambda s, one: meetings.amend(s, one, {"starts_on": DAY - timedelta(days=9)}),
    "emptied": lambda s, one: meetings.write_up(
        s, one, WriteUp(organisations=[1], seats=[Seat(1, Side.host), Seat(GUEST, Side.guest)])
    ),
    "promised": lambda s, one: promised(s, LATER),
    "kept": lambda s, one: follow_ups.complete(s, promised(s, DAY), LATER),
    "put off": lambda s, one: follow_ups.amend(s, promised(s, DAY), {"due_on": LATER}),
    "dropped": lambda s, one: follow_ups.drop(s, promised(s, DAY)),
    "moved abroad": lambda s, one: organisations.amend(s, 3, {"country": "DE"}),
    "taken over": lambda s, one: organisations.amend(s, 3, {"side": "host"}),
    "led by another": lambda s, one: meetings.write_up(
        s, one, WriteUp(seats=[Seat(1, Side.host, Role.chair), Seat(GUEST, Side.guest)])
    ),
    "merged": lambda s, one: merging.merge(s, Organisation, 1, 3),
}


def test_the_seed_is_settled(untouched: Database) -> None:
    assert last(untouched, Organisation, 1) == DAY
    assert astray(untouched) == []


@pytest.mark.parametrize("bulk", [settling.BULK, 1])
@pytest.mark.parametrize("act", ACTS)
def test_days_follow_an_act_its_undo_and_its_redo(
    database: Database, act: str, bulk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "BULK", bulk)
    with database.writing("Hold") as session:
        one = held(session, LATER)
    assert last(database, Organisation, 1) == last(database, Contact, GUEST) == LATER
    with database.writing(act) as session:
        ACTS[act](session, one)
    assert astray(database) == []
    for back in (database.undo, database.redo, database.undo, database.undo):
        back()
        assert astray(database) == []
    assert last(database, Organisation, 1) == DAY


def test_one_who_sent_apologies_was_not_met(database: Database) -> None:
    with database.writing("Hold") as session:
        held(session, LATER, Role.apologies)
    with database.reading() as session:
        table = columns(Contact)
        asking = sa.select(table.c.last_spoken).where(table.c.full_name == f"Lin {LATER}")
        assert session.execute(asking).scalar_one() is None


def test_the_day_is_no_part_of_the_history_and_no_edit(database: Database) -> None:
    table = columns(Organisation)
    asking = sa.select(table.c.version).where(table.c.id == 1)
    with database.reading() as session:
        before = session.execute(asking).scalar_one()
    with database.writing("Hold") as session:
        held(session, LATER)
    with database.reading() as session:
        assert session.execute(asking).scalar_one() == before


def test_a_day_that_nothing_settled_is_found(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken, "settle", lambda *_: None)
    with database.writing("Hold") as session:
        held(session, LATER + timedelta(days=1))
    assert "organisation 1" in astray(database)
    assert any("last day" in fault.sentence for fault in check(database))


def test_a_number_that_nothing_settled_is_found(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "settle", lambda *_: None)
    with database.writing("Promise") as session:
        promised(session, LATER)
    assert astray(database) == [f"ours {LATER}"]
    assert any("another number" in fault.sentence for fault in check(database))


def test_numbers_are_right_after_a_person_was_erased(database: Database) -> None:
    with database.writing("Hold") as session:
        held(session, LATER)
        chair = contacts.add(session, full_name="Aydin Sharifov", job_title="Chief of gardens")
    with database.writing("Led") as session:
        there = sa.select(sa.func.max(columns(Meeting).c.id))
        one = session.execute(there).scalar_one()
        seats = [Seat(chair, Side.host, Role.chair), Seat(GUEST, Side.guest)]
        meetings.write_up(session, one, WriteUp(seats=seats))
    erase(database, chair)
    assert astray(database) == []
