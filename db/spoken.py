"""The day each organisation was last spoken to and each contact last met: kept in its row.

Asked of all meetings it takes seconds in a long record, so each change set brings up to date those whose
meetings it touched. It is no part of the history: undo, merge and import settle it as they go.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from .models import (
    Attendance,
    Contact,
    Meeting,
    MeetingOrganisation,
    Organisation,
    columns,
)
from .models.meetings import Role, Status

_M = columns(Meeting)
_OWNERS = (
    (columns(Organisation), columns(MeetingOrganisation), "organisation_id"),
    (columns(Contact), columns(Attendance), "contact_id"),
)
_LINKS = {link.name: key for _, link, key in _OWNERS}
TABLES = frozenset({_M.name, *_LINKS})
_TELLING = frozenset({"status", "starts_on", "archived_at"})  # what of a meeting counts
PART = 400  # ids of one statement
QUIET = 60  # days without a meeting after which somebody has gone quiet


@dataclass
class _Touched:
    """What an act changed of meetings: which ones, and who was or is linked to them."""

    meetings: set[int] = field(default_factory=set)
    owners: dict[str, set[int]] = field(default_factory=lambda: {name: set() for name in _LINKS})


def day_of(owner: sa.FromClause, link: sa.Table, key: str) -> Any:
    """The day of the last meeting held, as the meetings say; one put away or excused from is none."""
    return _last(link).where(link.c[key] == owner.c.id).scalar_subquery()


def _last(link: sa.Table) -> sa.Select[Any]:
    both = link.join(_M, _M.c.id == link.c.meeting_id)
    return sa.select(sa.func.max(_day(link))).select_from(both)


def _day(link: sa.Table) -> Any:
    """The day if it counts; no condition of the statement, lest it go through all meetings held."""
    return sa.case((sa.and_(*_counts(link)), _M.c.starts_on))


def _counts(link: sa.Table) -> list[Any]:
    told = [_M.c.status == Status.held, _M.c.archived_at.is_(None), link.c.archived_at.is_(None)]
    return told + ([link.c.role != Role.apologies] if "role" in link.columns else [])


def astray(owner: sa.Table, link: sa.Table, key: str) -> Any:
    """The condition that the day in a row is not the one that its meetings say."""
    return owner.c.last_spoken.is_distinct_from(day_of(owner, link, key))


def every() -> Iterable[tuple[sa.Table, sa.Table, str]]:
    """Each table with the day, its links to meetings, and their column that points to it."""
    return _OWNERS


def fill(connection: sa.Connection) -> None:
    """Ask for all days anew."""
    for owner, link, key in _OWNERS:
        right = sa.update(owner).values(last_spoken=day_of(owner, link, key))
        connection.execute(right.where(astray(owner, link, key)))


def settle(session: Session, changes: Iterable[Any]) -> None:
    """Bring the days up to date after changes (table, row, before, after)."""
    _settle(session, _touched(session, changes))


def _touched(session: Session, changes: Iterable[Any]) -> _Touched:
    found = _Touched()
    rows: dict[str, set[int]] = {name: set() for name in _LINKS}
    for table, row_id, before, after in changes:
        images = [json.loads(image) for image in (before, after) if image]
        if table in _LINKS:
            rows[table].add(row_id)
            found.owners[table].update(i[_LINKS[table]] for i in images if _LINKS[table] in i)
            found.meetings.update(image["meeting_id"] for image in images if "meeting_id" in image)
        elif any(_TELLING & image.keys() for image in images):
            found.meetings.add(row_id)
    for _, link, key in _OWNERS:
        owner, meeting = link.c[key], link.c.meeting_id
        for row in _in_parts(session, sa.select(owner, meeting), link.c.id, rows[link.name]):
            found.owners[link.name].add(row[0])
            found.meetings.add(row[1])
        linked = _in_parts(session, sa.select(owner), meeting, found.meetings)
        found.owners[link.name].update(row[0] for row in linked)
    return found


def _in_parts(
    session: Session, asking: sa.Select[Any], column: Any, wanted: Iterable[int]
) -> Iterable[Any]:
    known = sorted(wanted)
    for start in range(0, len(known), PART):
        yield from session.execute(asking.where(column.in_(known[start : start + PART])))


def _settle(session: Session, touched: _Touched) -> None:
    for owner, link, key in _OWNERS:
        found = touched.owners[link.name]
        if not found:
            continue
        newest: dict[int, Any] = {}
        asking = sa.select(link.c[key], _day(link)).join(_M, _M.c.id == link.c.meeting_id)
        for one, day in _in_parts(session, asking, link.c.meeting_id, touched.meetings):
            if day is not None:
                newest[one] = max(day, newest.get(one, day))
        days = sa.select(owner.c.id, owner.c.last_spoken)
        for one, known in list(_in_parts(session, days, owner.c.id, found)):
            day = _right(session, link, key, one, known, newest.get(one))
            if day != known:
                put = sa.update(owner).where(owner.c.id == one)
                session.execute(put.values(last_spoken=day))


def _right(session: Session, link: sa.Table, key: str, one: int, known: Any, newest: Any) -> Any:
    """The last day, with as few questions as will do: the ministry is at every meeting."""
    if newest is not None and (known is None or newest >= known):
        return newest
    if known is None or _met_on(session, link, key, one, known):
        return known
    return session.execute(_last(link).where(link.c[key] == one)).scalar()


def _met_on(session: Session, link: sa.Table, key: str, one: int, day: Any) -> bool:
    """Whether a meeting of that day still counts; it is found by its day, not among all of theirs."""
    both = _M.join(link, link.c.meeting_id == _M.c.id)
    asking = sa.select(_M.c.id).select_from(both).where(*_counts(link), _M.c.starts_on == day)
    return session.execute(asking.where(link.c[key] + 0 == one).limit(1)).first() is not None
