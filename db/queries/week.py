"""The week of an officer: what they owe by its end, and the meetings in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import FollowUp, Meeting, columns
from db.models.follow_ups import Side, Status
from db.models.meetings import Status as Held
from db.names import fold

from .lists import Row, rows

_F, _M = columns(FollowUp), columns(Meeting)


@dataclass(frozen=True)
class Week:
    """Monday to Sunday. `whose` is empty where nothing is recorded under the officer's name: the
    promises are then those of the whole desk."""

    start: date
    end: date
    whose: str
    overdue: tuple[Row, ...]
    due: tuple[Row, ...]
    undated: tuple[Row, ...]
    meetings: tuple[Row, ...]


def week(session: Session, who: str, day: date) -> Week:
    """What our side owes until Sunday, soonest first."""
    start = day - timedelta(days=day.weekday())
    end = start + timedelta(days=6)
    owed = _owed(session, end)
    own = [row for row in owed if _is_of(row, who)]
    kept = own or owed

    def those(wanted: Callable[[date | None], bool]) -> tuple[Row, ...]:
        return tuple(row for row in kept if wanted(row.values["due_on"]))

    return Week(
        start,
        end,
        who if own else "",
        those(lambda due: due is not None and due < day),
        those(lambda due: due is not None and due >= day),
        those(lambda due: due is None),
        _meetings(session, start, end),
    )


def _is_of(row: Row, who: str) -> bool:
    owner = row.values["owner"] or row.values["owner_role"] or ""
    return bool(owner) and fold(str(owner)) == fold(who)


def _owed(session: Session, end: date) -> list[Row]:
    query = (
        sa.select(_F.c.id)
        .where(_F.c.archived_at.is_(None), _F.c.status == Status.open, _F.c.side == Side.ours)
        .where(sa.or_(_F.c.due_on.is_(None), _F.c.due_on <= end))
        .order_by(sa.nulls_last(_F.c.due_on), _F.c.id)
    )
    return _listed(session, "follow_ups", query)


def _meetings(session: Session, start: date, end: date) -> tuple[Row, ...]:
    query = (
        sa.select(_M.c.id)
        .where(_M.c.archived_at.is_(None), _M.c.starts_on.between(start, end))
        .where(_M.c.status.in_([Held.planned, Held.held]))
        .order_by(_M.c.starts_on, _M.c.starts_at, _M.c.id)
    )
    return tuple(_listed(session, "meetings", query))


def _listed(session: Session, noun: str, query: Any) -> list[Row]:
    return rows(session, noun, list(session.execute(query).scalars()))
