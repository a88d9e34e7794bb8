"""The card of any record: its row, what hangs on it, and everything that happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db import history
from db.models import (
    NOUNS,
    Attendance,
    Contact,
    FollowUp,
    IncentiveCase,
    Meeting,
    MeetingOrganisation,
    Organisation,
    Point,
    Project,
    ProjectParty,
    ProjectSite,
    columns,
)

from .rows import Known, Row, absent, chosen, read_ref, rows

LINES = 200  # of one related list; a card is read, not scrolled for ever


@dataclass(frozen=True)
class Related:
    """A list of records that hang on another."""

    title: str
    noun: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Said:
    """A point of a meeting: words, or only an incentive or a site that was presented."""

    id: int
    side: str
    topic: str | None
    text: str
    ref: str | None = None
    incentive: str | None = None
    site: str | None = None


@dataclass(frozen=True)
class Seated:
    """A person at a meeting, as they were that day."""

    ref: str
    name: str
    side: str
    role: str
    job_title: str | None
    organisation: str | None


@dataclass(frozen=True)
class Event:
    """Something that happened: a meeting, a promise, a change of the record."""

    when: date | datetime
    kind: str  # meeting, follow-up, change
    text: str
    ref: str | None = None
    by: str | None = None
    name: str = ""  # of a meeting or a promise, and how it stands: planned, due, done
    state: str = ""


@dataclass(frozen=True)
class Card:
    row: Row
    noun: str
    related: tuple[Related, ...]
    timeline: tuple[Event, ...]
    missing: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    seated: tuple[Seated, ...] = ()


def card(session: Session, ref: str) -> Card:
    """The card of a reference such as "O1". Raises NotFound."""
    noun, one = read_ref(ref)
    known: Known = {}  # names, each asked for once
    row = next(iter(rows(session, noun, [one], known)), None)
    if row is None:
        raise absent(noun, one)
    related = tuple(r for r in _related(session, noun, one, known) if r.rows)
    return Card(
        row,
        noun,
        related,
        _timeline(session, noun, one, related),
        tuple(row.values.get("missing", ())),
        _said(session, one) if noun == "meetings" else (),
        _seated(session, one, known) if noun == "meetings" else (),
    )


_O, _C, _M, _F, _P, _K = (
    columns(m) for m in (Organisation, Contact, Meeting, FollowUp, Project, IncentiveCase)
)
_MO, _A, _PT, _PP, _PS = (
    columns(m) for m in (MeetingOrganisation, Attendance, Point, ProjectParty, ProjectSite)
)


def _related(session: Session, noun: str, one: int, known: Known) -> list[Related]:
    return [
        Related(title, other, _few(session, other, query, known))
        for title, other, query in _QUESTIONS[noun](one)
    ]


def _few(session: Session, noun: str, query: Any, known: Known) -> tuple[Row, ...]:
    table = columns(NOUNS[noun])
    asking = sa.select(table).where(table.c.id.in_(query), table.c.archived_at.is_(None))
    newest = asking.order_by(table.c.id.desc()).limit(LINES)
    return tuple(chosen(session, noun, newest, known))


def _of_organisation(one: int) -> list[tuple[str, str, Any]]:
    met = sa.select(_MO.c.meeting_id).where(_MO.c.organisation_id == one)
    taking_part = sa.select(_PP.c.project_id).where(_PP.c.organisation_id == one)
    promised = sa.select(_F.c.id).where(_F.c.organisation_id == one)
    return [
        ("People", "contacts", sa.select(_C.c.id).where(_C.c.organisation_id == one)),
        ("Meetings", "meetings", met),
        ("Follow-ups", "follow_ups", promised),
        ("Projects", "projects", taking_part),
        ("Incentive cases", "cases", sa.select(_K.c.id).where(_K.c.organisation_id == one)),
        ("Daughters", "organisations", sa.select(_O.c.id).where(_O.c.parent_id == one)),
    ]


def _of_contact(one: int) -> list[tuple[str, str, Any]]:
    return [
        ("Meetings", "meetings", sa.select(_A.c.meeting_id).where(_A.c.contact_id == one)),
        ("Follow-ups", "follow_ups", sa.select(_F.c.id).where(_F.c.owner_id == one)),
        ("Looks after", "organisations", sa.select(_O.c.id).where(_O.c.owner_id == one)),
    ]


def _of_meeting(one: int) -> list[tuple[str, str, Any]]:
    def spoken_of(column: str) -> Any:
        return sa.select(_PT.c[column]).where(_PT.c.meeting_id == one, _PT.c[column].is_not(None))

    took_part = sa.select(_MO.c.organisation_id).where(_MO.c.meeting_id == one)
    return [
        ("Organisations", "organisations", took_part),
        ("Promised", "follow_ups", sa.select(_F.c.id).where(_F.c.meeting_id == one)),
        ("Projects", "projects", spoken_of("project_id")),
        ("Incentives presented", "incentives", spoken_of("incentive_id")),
        ("Sites presented", "sites", spoken_of("site_id")),
        ("Incentives offered", "cases", sa.select(_K.c.id).where(_K.c.offered_in_id == one)),
    ]


def _of_project(one: int) -> list[tuple[str, str, Any]]:
    met = sa.select(_PT.c.meeting_id).where(_PT.c.project_id == one)
    parties = sa.select(_PP.c.organisation_id).where(_PP.c.project_id == one)
    return [
        ("Parties", "organisations", parties),
        ("Sites", "sites", sa.select(_PS.c.site_id).where(_PS.c.project_id == one)),
        ("Meetings", "meetings", met),
        ("Follow-ups", "follow_ups", sa.select(_F.c.id).where(_F.c.project_id == one)),
        ("Incentive cases", "cases", sa.select(_K.c.id).where(_K.c.project_id == one)),
    ]


def _of_follow_up(one: int) -> list[tuple[str, str, Any]]:
    def its(column: str) -> Any:
        return sa.select(_F.c[column]).where(_F.c.id == one)

    return [
        ("Promised in", "meetings", its("meeting_id")),
        ("Organisation", "organisations", its("organisation_id")),
        ("Project", "projects", its("project_id")),
        ("Incentive case", "cases", its("case_id")),
    ]


def _of_incentive(one: int) -> list[tuple[str, str, Any]]:
    met = sa.select(_PT.c.meeting_id).where(_PT.c.incentive_id == one)
    return [
        ("Cases", "cases", sa.select(_K.c.id).where(_K.c.incentive_id == one)),
        ("Presented in", "meetings", met),
    ]


def _of_site(one: int) -> list[tuple[str, str, Any]]:
    looked = sa.select(_PS.c.project_id).where(_PS.c.site_id == one)
    met = sa.select(_PT.c.meeting_id).where(_PT.c.site_id == one)
    return [("Projects", "projects", looked), ("Presented in", "meetings", met)]


def _of_case(one: int) -> list[tuple[str, str, Any]]:
    def its(column: str) -> Any:
        return sa.select(_K.c[column]).where(_K.c.id == one)

    return [
        ("Organisation", "organisations", its("organisation_id")),
        ("Incentive", "incentives", its("incentive_id")),
        ("Project", "projects", its("project_id")),
        ("Offered in", "meetings", its("offered_in_id")),
        ("Follow-ups", "follow_ups", sa.select(_F.c.id).where(_F.c.case_id == one)),
    ]


_QUESTIONS = {
    "organisations": _of_organisation,
    "contacts": _of_contact,
    "meetings": _of_meeting,
    "projects": _of_project,
    "follow_ups": _of_follow_up,
    "incentives": _of_incentive,
    "sites": _of_site,
    "cases": _of_case,
}


def _said(session: Session, one: int) -> tuple[Said, ...]:
    query = sa.select(_PT).where(_PT.c.meeting_id == one).order_by(_PT.c.position, _PT.c.id)
    return tuple(
        Said(
            p.id, p.side.value, p.topic, p.text,
            _ref("P", p.project_id), _ref("I", p.incentive_id), _ref("S", p.site_id),
        )
        for p in session.execute(query)
    )  # fmt: skip


def _ref(letter: str, one: int | None) -> str | None:
    return f"{letter}{one}" if one else None


def _seated(session: Session, one: int, known: Known) -> tuple[Seated, ...]:
    query = sa.select(_A).where(_A.c.meeting_id == one).order_by(_A.c.side.desc(), _A.c.id)
    seats = list(session.execute(query))
    sat = rows(session, "contacts", [seat.contact_id for seat in seats], known)
    people = {row.id: row for row in sat}
    return tuple(_seat(seat, people[seat.contact_id].name) for seat in seats)


def _seat(seat: Any, name: str) -> Seated:
    ref, side, role = f"C{seat.contact_id}", seat.side.value, seat.role.value
    return Seated(ref, name, side, role, seat.job_title, seat.organisation)


def _timeline(
    session: Session, noun: str, one: int, related: tuple[Related, ...]
) -> tuple[Event, ...]:
    """Meetings, promises and changes of the record, newest first."""
    events = [event for each in related for row in each.rows for event in _happened(each, row)]
    changed = history.entries(session, ref=(columns(NOUNS[noun]).name, one), limit=LINES)
    events += [Event(e.at, "change", e.label, by=e.by) for e in changed]
    return tuple(sorted(events, key=lambda event: _day(event.when), reverse=True))


def _happened(related: Related, row: Row) -> list[Event]:
    if related.noun == "meetings" and row.values["starts_on"]:
        status = "" if row.values["status"] == "held" else f" ({row.values['status']})"
        told = row.values["starts_on"], "meeting", row.name + status, row.ref
        return [Event(*told, name=row.name, state=row.values["status"].value)]
    if related.noun == "follow_ups":
        day = row.values["done_on"] or row.values["due_on"]
        word = "done" if row.values["done_on"] else "due"
        told = day, "follow-up", f"{word}: {row.name}", row.ref
        return [Event(*told, name=row.name, state=word)] if day else []
    return []


def _day(when: date | datetime) -> tuple[date, float]:
    if isinstance(when, datetime):
        return when.date(), when.timestamp()
    return when, 0.0
