"""Changes to meetings: plan, write up with everything said and promised, hold, cancel."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from db.errors import Invalid
from db.models import (
    Attendance,
    Contact,
    Meeting,
    MeetingOrganisation,
    Organisation,
    Point,
    columns,
)
from db.models.meetings import Role, Side, Status

from . import follow_ups, records


@dataclass(frozen=True)
class Seat:
    """One person at the table."""

    contact_id: int
    side: Side = Side.guest
    role: Role = Role.member
    source: str | None = None


@dataclass(frozen=True)
class WriteUp:
    """All that a meeting form holds. What is None stays as it is; a list replaces what was there.

    `points` are values of Point without the meeting, with `id` where the point is there already;
    `promises` are values of new follow-ups without the meeting.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    organisations: Sequence[int] | None = None
    seats: Sequence[Seat] | None = None
    points: Sequence[Mapping[str, Any]] | None = None
    promises: Sequence[Mapping[str, Any]] = ()


def add(session: Session, **values: Any) -> int:
    """A new meeting; returns its id. Raises Invalid without a subject."""
    return write_up(session, None, WriteUp(values))


def amend(
    session: Session, one: int, changes: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> int:
    """Change fields of a meeting. Raises Invalid, Stale."""
    return write_up(session, one, WriteUp(changes), was)


def write_up(
    session: Session,
    one: int | None,
    written: WriteUp,
    was: Mapping[str, Any] | None = None,
) -> int:
    """Save a meeting whole: its fields, both sides, what was said and what was promised.

    Raises Invalid when it is held without a start, a place or a person on each side, and Stale.
    """
    values = dict(written.values)
    wanted = records.word(Status, values.pop("status"), "status") if "status" in values else None
    if one is None:
        if not str(values.get("subject") or "").strip():
            raise Invalid("A meeting needs a subject.", {"subject": "is needed"})
        meeting = records.add(session, Meeting, values)
    else:
        _never_back(records.find(session, Meeting, one), wanted)
        meeting = records.amend(session, Meeting, one, values, was)
    meeting_id = meeting.id or 0
    if written.organisations is not None:
        _seat_organisations(session, meeting_id, written.organisations)
    if written.seats is not None:
        _seat(session, meeting_id, written.seats)
    if written.points is not None:
        _say(session, meeting_id, written.points)
    for promise in written.promises:
        follow_ups.add(session, **{"source": meeting.ref, **promise, "meeting_id": meeting_id})
    if wanted is not None and wanted is not meeting.status:
        _settle(session, meeting, wanted)
    elif meeting.status is Status.held and _touched(written):
        _ready(session, meeting, "was held, so it needs")
    return meeting_id


def hold(session: Session, one: int) -> int:
    """The meeting took place. Raises Invalid naming what is missing."""
    meeting = records.find(session, Meeting, one)
    _settle(session, meeting, Status.held)
    return one


def cancel(session: Session, one: int) -> int:
    meeting = records.find(session, Meeting, one)
    _never_back(meeting, Status.cancelled)
    _settle(session, meeting, Status.cancelled)
    return one


def archive(session: Session, one: int) -> int:
    records.archive(session, Meeting, one)
    return one


def restore(session: Session, one: int) -> int:
    records.restore(session, Meeting, one)
    return one


def _never_back(meeting: Meeting, wanted: Status | None) -> None:
    if meeting.status is Status.held and wanted not in (None, Status.held):
        raise Invalid(f"{meeting.ref} was held; it cannot become {wanted} again.",
                      {"status": "It was held, and that stays."})  # fmt: skip


def _settle(session: Session, meeting: Meeting, wanted: Status) -> None:
    if wanted is Status.held:
        _ready(session, meeting, "cannot be held yet: it needs")
    records.amend(session, Meeting, meeting.id or 0, {"status": wanted})


def _touched(written: WriteUp) -> bool:
    """Whether something changed that a meeting needs to have been held."""
    return bool(written.values.keys() & {"starts_on", "place"}) or written.seats is not None


def _ready(session: Session, meeting: Meeting, because: str) -> None:
    missing = missing_to_hold(session, meeting)
    if missing:
        beside = {name: f"A meeting that was held needs {what}." for name, what in missing.items()}
        raise Invalid(f"{meeting.ref} {because} {', '.join(missing.values())}.", beside)


def missing_to_hold(session: Session, meeting: Meeting) -> dict[str, str]:
    """What a meeting needs before it was held: field -> words."""
    missing = {}
    if meeting.starts_on is None:
        missing["starts_on"] = "a day"
    if not meeting.place:
        missing["place"] = "a place or channel"
    seats = columns(Attendance)
    there = set(
        session.execute(
            sa.select(seats.c.side).where(
                seats.c.meeting_id == meeting.id, seats.c.role != Role.apologies
            )
        ).scalars()
    )
    if Side.host not in there:
        missing["hosts"] = "somebody on our side"
    if Side.guest not in there:
        missing["guests"] = "somebody on their side"
    return missing


def _seat_organisations(session: Session, meeting_id: int, wanted: Sequence[int]) -> None:
    query = select(MeetingOrganisation).where(
        columns(MeetingOrganisation).c.meeting_id == meeting_id
    )
    here = {link.organisation_id: link for link in session.exec(query)}
    for gone in here.keys() - set(wanted):
        records.remove(session, here[gone])
    for one in dict.fromkeys(wanted):
        if one not in here:
            values = {"meeting_id": meeting_id, "organisation_id": one}
            records.add(session, MeetingOrganisation, values)


def _seat(session: Session, meeting_id: int, seats: Iterable[Seat]) -> None:
    query = select(Attendance).where(columns(Attendance).c.meeting_id == meeting_id)
    here = {seat.contact_id: seat for seat in session.exec(query)}
    wanted = {seat.contact_id: seat for seat in seats}
    for gone in here.keys() - wanted.keys():
        records.remove(session, here[gone])
    for contact_id, seat in wanted.items():
        values: dict[str, Any] = {"side": seat.side, "role": seat.role}
        if contact_id in here:
            records.amend(session, Attendance, here[contact_id].id or 0, values)
        else:
            records.add(session, Attendance, {
                **values, **_as_they_are(session, contact_id),
                "meeting_id": meeting_id, "contact_id": contact_id, "source": seat.source,
            })  # fmt: skip


def _as_they_are(session: Session, contact_id: int) -> dict[str, Any]:
    """Body and title as of this day; what the contact becomes later does not touch them."""
    contact = records.find(session, Contact, contact_id)
    body = (
        records.find(session, Organisation, contact.organisation_id).name
        if contact.organisation_id
        else None
    )
    return {"organisation": body, "job_title": contact.job_title}


def _say(session: Session, meeting_id: int, points: Sequence[Mapping[str, Any]]) -> None:
    query = select(Point).where(columns(Point).c.meeting_id == meeting_id)
    here = {point.id: point for point in session.exec(query)}
    kept = {point["id"] for point in points if point.get("id")}
    for gone in here.keys() - kept:
        records.remove(session, here[gone])
    for position, point in enumerate(points):
        values = {**{k: v for k, v in point.items() if k != "id"}, "position": position}
        values["text"] = values.get("text") or ""
        if point.get("id") in here:
            records.amend(session, Point, point["id"], values)
        else:
            records.add(session, Point, {**values, "meeting_id": meeting_id})
