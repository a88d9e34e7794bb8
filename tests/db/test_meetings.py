"""Meetings: held needs both sides, and the table stays as it was that day."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.commands import contacts, meetings, organisations
from db.commands.meetings import Seat, WriteUp
from db.engine import Database
from db.errors import Invalid, NotFound, Stale
from db.models import Attendance, FollowUp, Meeting, columns
from db.models.meetings import Role, Side, Status
from db.queries import lists

DAY = date(2026, 2, 4)
GUEST, HOST = Seat(2, Side.guest), Seat(1, Side.host)  # of the seed


def table(session: Session, meeting: int) -> list[Any]:
    seats = columns(Attendance)
    return list(session.execute(sa.select(seats).where(seats.c.meeting_id == meeting)))


def ready(**changes: Any) -> WriteUp:
    values = {"subject": "Talks", "starts_on": DAY, "place": "Baku"} | changes
    return WriteUp({k: v for k, v in values.items() if v is not None}, seats=[HOST, GUEST])


@pytest.mark.parametrize(("written", "missing"), [
    (ready(starts_on=None), "starts_on"),
    (ready(place=None), "place"),
    (WriteUp(ready().values, seats=[GUEST]), "hosts"),
    (WriteUp(ready().values, seats=[HOST]), "guests"),
    (WriteUp(ready().values, seats=[HOST, Seat(2, Side.guest, Role.apologies)]), "guests"),
])  # fmt: skip
def test_held_needs_a_day_a_place_and_somebody_on_each_side(
    database: Database, written: WriteUp, missing: str
) -> None:
    with database.writing("Plan") as session:
        one = meetings.write_up(session, None, written)
    with (
        pytest.raises(Invalid, match=f"M{one} cannot be held yet") as refused,
        database.writing("Hold") as session,
    ):
        meetings.hold(session, one)
    assert list(refused.value.fields) == [missing]


def test_a_meeting_with_all_it_needs_is_held(database: Database) -> None:
    with database.writing("Hold") as session:
        one = meetings.write_up(session, None, ready(status="held"))
        assert session.get_one(Meeting, one).status is Status.held


@pytest.mark.parametrize("spoilt", [
    WriteUp({"place": None}), WriteUp({"starts_on": None}), WriteUp(seats=[GUEST]), WriteUp(seats=[]),
])  # fmt: skip
def test_a_held_meeting_keeps_what_held_needs(database: Database, spoilt: WriteUp) -> None:
    with (
        pytest.raises(Invalid, match=r"M1 was|was held needs"),
        database.writing("Spoil") as session,
    ):
        meetings.write_up(session, 1, spoilt)


@pytest.mark.parametrize("status", ["planned", "cancelled", "postponed"])
def test_held_never_goes_back(database: Database, status: str) -> None:
    with pytest.raises(Invalid, match="M1 was held"), database.writing("Back") as session:
        meetings.amend(session, 1, {"status": status})
    with pytest.raises(Invalid, match="M1 was held"), database.writing("Cancel") as session:
        meetings.cancel(session, 1)


def test_a_held_meeting_can_be_told_better(database: Database) -> None:
    with database.writing("Edit") as session:
        meetings.amend(session, 1, {"summary": "Anodes too", "status": "held"})


def test_an_attendance_keeps_title_and_body_of_that_day(database: Database) -> None:
    with database.writing("Meet") as session:
        one = meetings.write_up(session, None, ready(status="held"))
        before = table(session, one)
    with database.writing("Promote") as session:
        contacts.amend(session, 2, {"job_title": "President", "organisation_id": 3})
        organisations.amend(session, 1, {"name": "Another name"})
    with database.reading() as session:
        assert table(session, one) == before
        guest = next(seat for seat in before if seat.side is Side.guest)
    assert guest.organisation == "Wanji Aluminum Co., Ltd." and "Executive" in guest.job_title
    with database.writing("Write up again") as session:  # and writing up does not freeze it anew
        meetings.write_up(session, one, WriteUp(seats=[HOST, Seat(2, Side.guest, Role.chair)]))
        again = next(seat for seat in table(session, one) if seat.side is Side.guest)
    assert (again.organisation, again.job_title) == (guest.organisation, guest.job_title)


def test_points_keep_their_identity_and_take_their_order(database: Database) -> None:
    with database.writing("Plan") as session:
        one = meetings.write_up(session, None, WriteUp(
            {"subject": "Talks"}, points=[{"text": "First"}, {"text": "Second"}],
        ))  # fmt: skip
    with database.reading() as session:
        ids = [row[0] for row in _points(session, one)]
    with database.writing("Turn") as session:
        meetings.write_up(session, one, WriteUp(
            points=[{"id": ids[1], "text": "Second"}, {"text": "New"}],
        ))  # fmt: skip
        said = _points(session, one)
    assert [text for _, text in said] == ["Second", "New"]
    assert said[0][0] == ids[1]


def _points(session: Session, meeting: int) -> list[Any]:
    ask = sa.text("SELECT id, text FROM point WHERE meeting_id = :one ORDER BY position")
    return [tuple(row) for row in session.execute(ask, {"one": meeting})]


def test_a_promise_made_in_a_meeting_is_a_follow_up_of_it(database: Database) -> None:
    with database.writing("Write up") as session:
        one = meetings.write_up(session, None, WriteUp(
            {"subject": "Talks"}, promises=[{"text": "Send the profile", "side": "theirs"}],
        ))  # fmt: skip
        promise = session.exec(
            sa.select(FollowUp).where(columns(FollowUp).c.meeting_id == one)  # type: ignore[call-overload]
        ).scalar_one()
    assert (promise.text, promise.source) == ("Send the profile", f"M{one}")


@pytest.mark.parametrize("values", [
    {}, {"subject": " "}, {"subject": "x", "starts_on": "30 February"},
    {"subject": "x", "status": "finished"}, {"subject": "x", "kind": "party"},
    {"subject": "x", "note_taker_id": 999}, {"subject": "x", "room": "12"},
])  # fmt: skip
def test_what_is_no_meeting_is_refused_in_a_sentence(
    database: Database, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused, database.writing("Plan") as session:
        meetings.add(session, **values)
    assert "\n" not in str(refused.value) and str(refused.value).endswith(".")


def test_somebody_else_who_changed_the_same_field_is_not_overwritten(database: Database) -> None:
    with database.writing("Theirs") as session:
        meetings.amend(session, 1, {"summary": "Theirs", "assessment": "Good"})
    with pytest.raises(Stale) as stale, database.writing("Mine") as session:
        meetings.amend(session, 1, {"summary": "Mine"}, was={"summary": "Before"})
    assert stale.value.theirs == {"summary": "Theirs"}
    with database.writing("Mine") as session:  # another field than theirs: both stay
        meetings.amend(session, 1, {"purpose": "Mine"}, was={"purpose": _of(database, "purpose")})
    assert (_of(database, "summary"), _of(database, "purpose")) == ("Theirs", "Mine")


def _of(database: Database, name: str) -> Any:
    with database.reading() as session:
        return lists.rows(session, "meetings", [1])[0].values[name]


def test_a_meeting_that_is_not_there_is_said(database: Database) -> None:
    with pytest.raises(NotFound, match="no M99"), database.writing("Hold") as session:
        meetings.hold(session, 99)
