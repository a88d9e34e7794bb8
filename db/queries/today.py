"""Today: meetings, what we owe, what they owe us, deadlines, and who has gone quiet."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import FollowUp, IncentiveCase, Meeting, Organisation, Project, columns
from db.models.follow_ups import Side, Status
from db.models.meetings import Status as Held
from db.models.organisations import Kind
from db.models.projects import Status as Going

from .lists import Row, rows
from .organisations import last_spoken

SOON = 14  # days ahead that "today" looks
QUIET = 60  # days without a meeting after which an investor has gone quiet

_F, _M, _K, _P, _O = (columns(m) for m in (FollowUp, Meeting, IncentiveCase, Project, Organisation))


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


def today(session: Session, day: date) -> Today:
    """What the desk has before it on a day; each list soonest first."""
    return Today(
        day,
        _meetings(session, day),
        _promises(session, day, Side.ours),
        _promises(session, day, Side.theirs),
        _deadlines(session, day),
        _gone_quiet(session, day),
    )


def _listed(session: Session, noun: str, query: Any) -> tuple[Row, ...]:
    return tuple(rows(session, noun, list(session.execute(query).scalars())))


def _meetings(session: Session, day: date) -> tuple[Row, ...]:
    near = _M.c.starts_on.between(day, day + timedelta(days=SOON))
    late = sa.and_(_M.c.starts_on < day, _M.c.status == Held.planned)
    query = (
        sa.select(_M.c.id)
        .where(_M.c.archived_at.is_(None), _M.c.status.in_([Held.planned, Held.held]))
        .where(sa.or_(near, late))
        .order_by(_M.c.starts_on, _M.c.starts_at, _M.c.id)
    )
    return _listed(session, "meetings", query)


def _promises(session: Session, day: date, side: Side) -> tuple[Row, ...]:
    """Open and due within the horizon, or without a day; a snoozed one comes back by itself."""
    query = (
        sa.select(_F.c.id)
        .where(_F.c.archived_at.is_(None), _F.c.status == Status.open, _F.c.side == side)
        .where(sa.or_(_F.c.snoozed_until.is_(None), _F.c.snoozed_until <= day))
        .where(sa.or_(_F.c.due_on.is_(None), _F.c.due_on <= day + timedelta(days=SOON)))
        .order_by(sa.nulls_last(_F.c.due_on), _F.c.id)
    )
    return _listed(session, "follow_ups", query)


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


def _gone_quiet(session: Session, day: date) -> tuple[Row, ...]:
    spoken = last_spoken(_O.c.id)
    query = (
        sa.select(_O.c.id)
        .where(_O.c.archived_at.is_(None), _O.c.kind == Kind.investor)
        .where(spoken <= day - timedelta(days=QUIET))
        .order_by(spoken, _O.c.id)
    )
    return _listed(session, "organisations", query)
