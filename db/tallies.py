"""How many promises fall due and how many meetings were held on each day, by what the figures tell them
apart by: kept, so that a figure is a sum over the days of its period and no count of all rows.

Each change set has the days that it touched counted anew. It is no part of the history: undo, merge and
import settle it as they go.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from .models import (
    Attendance,
    FollowUp,
    Meeting,
    MeetingOrganisation,
    Organisation,
    Tally,
    columns,
)
from .models.follow_ups import Side as Promised
from .models.follow_ups import Status as Kept
from .models.meetings import Role, Side, Status
from .models.organisations import Side as Whose

_T = columns(Tally)  # type: ignore[arg-type]
_F, _M, _A, _MO, _O = (
    columns(m) for m in (FollowUp, Meeting, Attendance, MeetingOrganisation, Organisation)
)
ON_TIME, LATE, OPEN = "on_time", "late", "open"
LEVELS, COUNTRIES = "levels", "countries"  # kinds of meetings; those of promises are their sides
# What of a row counts, by its table.
TABLES = {
    _F.name: frozenset({"side", "due_on", "done_on", "status", "archived_at"}),
    _M.name: frozenset({"status", "starts_on", "archived_at"}),
    _MO.name: frozenset(_MO.c.keys()),
    _A.name: frozenset(_A.c.keys()),
    _O.name: frozenset({"side", "country"}),
}
PART = 400  # ids or days of one statement


def fate() -> Any:
    """What became of a promise: kept on time, kept late, or still open."""
    in_time = (_F.c.done_on <= _F.c.due_on, ON_TIME)
    return sa.case((_F.c.done_on.is_(None), OPEN), in_time, else_=LATE)


def promised() -> list[Any]:
    """The conditions under which a promise counts."""
    return [_F.c.archived_at.is_(None), _F.c.status != Kept.dropped]


def held() -> list[Any]:
    """The conditions under which a meeting counts."""
    return [_M.c.status == Status.held, _M.c.archived_at.is_(None)]


def level() -> Any:
    """The title, that day, of the one who led our side: the chair, else whoever was noted first."""
    ours = (_A.c.meeting_id == _M.c.id, _A.c.side == Side.host, _A.c.archived_at.is_(None))
    first = sa.select(_A.c.job_title).where(*ours, _A.c.role != Role.apologies)
    first = first.order_by(sa.case((_A.c.role == Role.chair, 0), else_=1), _A.c.id).limit(1)
    return sa.func.coalesce(first.scalar_subquery(), "")


def guests() -> sa.FromClause:
    """Meetings with the organisations that are not of our side."""
    theirs = sa.and_(_O.c.id == _MO.c.organisation_id, _O.c.side != Whose.host)
    return _MO.join(_O, sa.and_(theirs, _MO.c.archived_at.is_(None)))


def country() -> Any:
    return sa.func.coalesce(_O.c.country, "")


def _of_promises(*more: Any) -> list[sa.Select[Any]]:
    side = sa.type_coerce(_F.c.side, sa.Text()).label("kind")
    word, many = fate().label("word"), sa.func.count().label("many")
    asking = sa.select(side, _F.c.due_on.label("day"), word, many).where(*promised(), *more)
    return [asking.where(_F.c.due_on.is_not(None)).group_by(side, _F.c.due_on, word)]


def _of_meetings(*more: Any) -> list[sa.Select[Any]]:
    day = _M.c.starts_on.label("day")
    led = sa.select(day, level().label("word")).where(*held(), *more).subquery()
    by_level = sa.select(sa.literal(LEVELS), led.c.day, led.c.word, sa.func.count())
    both = _M.join(guests(), _MO.c.meeting_id == _M.c.id)
    where, many = country().label("word"), sa.func.count(_M.c.id.distinct())
    by_country = sa.select(sa.literal(COUNTRIES), day, where, many).select_from(both)
    return [
        by_level.group_by(led.c.day, led.c.word),
        by_country.where(*held(), *more).group_by(day, where),
    ]


def fill(connection: sa.Connection) -> None:
    """Count all days anew."""
    connection.execute(sa.delete(_T))
    for asking in (*_of_promises(), *_of_meetings()):
        _put(connection, asking)


def _put(connection: sa.Connection, asking: sa.Select[Any]) -> None:
    connection.execute(sa.insert(_T).from_select(["kind", "day", "word", "many"], asking))


def astray(session: Session) -> list[tuple[str, date]]:
    """The kinds and days whose numbers are not those of the rows."""
    right = sa.union_all(*_of_promises(), *_of_meetings()).subquery()
    kept = sa.select(_T.c.kind, _T.c.day, _T.c.word, _T.c.many)
    found: set[tuple[str, date]] = set()
    for one, other in ((sa.select(right), kept), (kept, sa.select(right))):
        wrong = sa.except_(one, other).subquery()
        found.update((row[0], row[1]) for row in session.execute(sa.select(wrong)))
    return sorted(found)


Sums = dict[str, dict[str, int]]  # by kind and word


def sums(session: Session, start: date, end: date) -> Sums:
    """By kind and word, how many there are from a day to a day, both counted."""
    found: dict[str, dict[str, int]] = {}
    asking = sa.select(_T.c.kind, _T.c.word, sa.func.sum(_T.c.many)).group_by(_T.c.kind, _T.c.word)
    for kind, word, many in session.execute(asking.where(_T.c.day.between(start, end))):
        found.setdefault(kind, {})[word] = int(many)
    return found


@dataclass
class _Touched:
    """What an act changed: days of promises and of meetings, and the rows whose days are asked for."""

    due: set[date] = field(default_factory=set)
    met: set[date] = field(default_factory=set)
    rows: dict[str, set[int]] = field(default_factory=lambda: {name: set() for name in TABLES})


def settle(session: Session, changes: Iterable[Any]) -> None:
    """Count anew the days that changes (table, row, before, after) touched."""
    touched = _Touched()
    for table, row_id, before, after in changes:
        _note(touched, table, row_id, [json.loads(image) for image in (before, after) if image])
    for column, asking in _DAYS_OF.items():
        into = touched.due if column.table is _F else touched.met
        for part in _parts(touched.rows[column.table.name]):
            into.update(session.execute(asking.where(column.in_(part))).scalars())
    _count(session, touched.due - {None}, [*Promised], _F.c.due_on, _of_promises)
    _count(session, touched.met - {None}, [LEVELS, COUNTRIES], _M.c.starts_on, _of_meetings)


_LINKED = sa.select(_M.c.starts_on).distinct()
# What tells the days of the rows with these numbers.
_DAYS_OF: dict[Any, Any] = {
    _F.c.id: sa.select(_F.c.due_on).distinct(),
    _M.c.id: _LINKED,
    _MO.c.id: _LINKED.join(_MO, _MO.c.meeting_id == _M.c.id),
    _A.c.id: _LINKED.join(_A, _A.c.meeting_id == _M.c.id),
    _O.c.id: _LINKED.join(_MO, _MO.c.meeting_id == _M.c.id).join(
        _O, _O.c.id == _MO.c.organisation_id
    ),
}


def _note(touched: _Touched, table: str, row_id: int, images: list[dict[str, Any]]) -> None:
    if not any(TABLES[table] & image.keys() for image in images):
        return
    touched.rows[table].add(row_id)
    for image in images:
        if due := image.get("due_on"):
            touched.due.add(date.fromisoformat(due))
        if day := image.get("starts_on"):
            touched.met.add(date.fromisoformat(day))
        if meeting := image.get("meeting_id") if table != _F.name else None:
            touched.rows[_M.name].add(meeting)


def _parts(wanted: Iterable[Any]) -> Iterator[list[Any]]:
    known = sorted(wanted)
    yield from (known[start : start + PART] for start in range(0, len(known), PART))


def _count(session: Session, days: set[date], kinds: list[str], day: Any, asked: Any) -> None:
    for part in _parts(days):
        session.execute(sa.delete(_T).where(_T.c.kind.in_(kinds), _T.c.day.in_(part)))
        for asking in asked(day.in_(part)):
            _put(session.connection(), asking)
