"""Today: meetings, what we owe, what they owe us, deadlines, and who has gone quiet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import (
    FollowUp,
    IncentiveCase,
    Meeting,
    MeetingOrganisation,
    Organisation,
    Project,
    columns,
)
from db.models.follow_ups import Side, Status
from db.models.meetings import Status as Held
from db.models.organisations import Kind
from db.models.projects import Status as Going

from .lists import Row, rows

SOON = 14  # days ahead that "today" looks
LINES = 200  # of a section; a day is read, not scrolled for ever
QUIET = 60  # days without a meeting after which an investor has gone quiet

_F, _M, _K, _P, _O = (columns(m) for m in (FollowUp, Meeting, IncentiveCase, Project, Organisation))
_MO = columns(MeetingOrganisation)


@dataclass(frozen=True)
class Deadline:
    """A day that something is due by law or by promise, other than a follow-up."""

    on: date
    what: str
    ref: str
    name: str


@dataclass(frozen=True)
class Today:
    day: date
    meetings: tuple[Row, ...]
    owed_by_us: tuple[Row, ...]
    owed_to_us: tuple[Row, ...]
    deadlines: tuple[Deadline, ...]
    gone_quiet: tuple[Row, ...]
    more: Mapping[str, int] = field(default_factory=dict)  # of a section: how many are not listed


def today(session: Session, day: date) -> Today:
    """What the desk has before it on a day; each list soonest first."""
    asked = {
        "meetings": ("meetings", _meetings(day)),
        "owed_by_us": ("follow_ups", _promises(day, Side.ours)),
        "owed_to_us": ("follow_ups", _promises(day, Side.theirs)),
        "gone_quiet": ("organisations", _gone_quiet(day)),
    }
    ids = {name: list(session.execute(query).scalars()) for name, (_, query) in asked.items()}
    listed = {
        name: tuple(rows(session, noun, ids[name][:LINES])) for name, (noun, _) in asked.items()
    }
    more = {name: len(ids[name]) - LINES for name in asked if len(ids[name]) > LINES}
    return Today(day, deadlines=_deadlines(session, day), more=more, **listed)


def _listed(session: Session, noun: str, query: Any) -> tuple[Row, ...]:
    return tuple(rows(session, noun, list(session.execute(query).scalars())))


def _meetings(day: date) -> Any:
    near = _M.c.starts_on.between(day, day + timedelta(days=SOON))
    late = sa.and_(_M.c.starts_on < day, _M.c.status == Held.planned)
    return (
        sa.select(_M.c.id)
        .where(_M.c.archived_at.is_(None), _M.c.status.in_([Held.planned, Held.held]))
        .where(sa.or_(near, late))
        .order_by(_M.c.starts_on, _M.c.starts_at, _M.c.id)
    )


def _promises(day: date, side: Side) -> Any:
    """Open and due within the horizon, or without a day; a snoozed one comes back by itself."""
    return (
        sa.select(_F.c.id)
        .where(_F.c.archived_at.is_(None), _F.c.status == Status.open, _F.c.side == side)
        .where(sa.or_(_F.c.snoozed_until.is_(None), _F.c.snoozed_until <= day))
        .where(sa.or_(_F.c.due_on.is_(None), _F.c.due_on <= day + timedelta(days=SOON)))
        .order_by(sa.nulls_last(_F.c.due_on), _F.c.id)
    )


def _deadlines(session: Session, day: date) -> tuple[Deadline, ...]:
    ahead = day + timedelta(days=SOON)
    cases = sa.select(_K.c.id).where(_K.c.archived_at.is_(None), _K.c.next_report_on <= ahead)
    going = _P.c.status.in_([Going.active, Going.delayed])
    projects = sa.select(_P.c.id).where(
        _P.c.archived_at.is_(None), going, _P.c.expected_on <= ahead
    )
    found = [
        Deadline(row.values["next_report_on"], "report on the incentive", row.ref, row.name)
        for row in _listed(session, "cases", cases)
    ] + [
        Deadline(row.values["expected_on"], "decision expected", row.ref, row.name)
        for row in _listed(session, "projects", projects)
    ]
    return tuple(sorted(found, key=lambda deadline: (deadline.on, deadline.ref)))


def _gone_quiet(day: date) -> Any:
    """Asked of all meetings at once: the last one of each body, then of each investor."""
    last = sa.func.max(_M.c.starts_on)
    spoken = (
        sa.select(_MO.c.organisation_id, last.label("day"))
        .join(_M, _M.c.id == _MO.c.meeting_id)
        .where(_M.c.status == Held.held)
        .group_by(_MO.c.organisation_id)
        .having(last <= day - timedelta(days=QUIET))
        .subquery()
    )
    return (
        sa.select(_O.c.id)
        .join(spoken, spoken.c.organisation_id == _O.c.id)
        .where(_O.c.archived_at.is_(None), _O.c.kind == Kind.investor)
        .order_by(spoken.c.day, _O.c.id)
    )
