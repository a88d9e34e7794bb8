"""Today: meetings, what we owe, what they owe us, deadlines, and who has gone quiet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db import spoken
from db.models import (
    FollowUp,
    IncentiveCase,
    Meeting,
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
LINES = 40  # of a section: a day is read, not scrolled for ever; the list has the others
QUIET = spoken.QUIET  # days without a meeting after which an investor has gone quiet

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
    """Each section holds its first lines. `more` says how many are not listed, and `overdue` how many
    promises of either side are late, listed or not."""

    day: date
    meetings: tuple[Row, ...]
    owed_by_us: tuple[Row, ...]
    owed_to_us: tuple[Row, ...]
    deadlines: tuple[Deadline, ...]
    gone_quiet: tuple[Row, ...]
    more: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0


_NONE = sa.false()


@dataclass(frozen=True)
class _Part:
    """Of a section, the records that answer `where`, in an order that an index has."""

    table: sa.Table
    where: tuple[Any, ...]
    order: tuple[Any, ...]
    late: Any = _NONE  # which of them are

    def first(self, session: Session, most: int) -> list[int]:
        asking = (
            sa.select(self.table.c.id).where(*self.where).order_by(*self.order, self.table.c.id)
        )
        return list(session.execute(asking.limit(most)).scalars())

    def count(self, session: Session) -> tuple[int, int]:
        """How many they are, and how many of them are late."""
        both = sa.func.count(), sa.func.count(sa.case((self.late, 1)))
        found = session.execute(sa.select(*both).select_from(self.table).where(*self.where)).one()
        return int(found[0]), int(found[1])


def _counted(session: Session, parts: Sequence[_Part]) -> tuple[int, int]:
    counts = [part.count(session) for part in parts]
    return sum(whole for whole, _ in counts), sum(late for _, late in counts)


def today(session: Session, day: date) -> Today:
    """What the desk has before it on a day; each list soonest first."""
    asked = {
        "meetings": ("meetings", _meetings(day)),
        "owed_by_us": ("follow_ups", _promises(day, Side.ours)),
        "owed_to_us": ("follow_ups", _promises(day, Side.theirs)),
        "gone_quiet": ("organisations", _gone_quiet(day)),
    }
    listed = {name: _listed(session, noun, parts) for name, (noun, parts) in asked.items()}
    numbers = {name: _counted(session, parts) for name, (_, parts) in asked.items()}
    more = {name: number - LINES for name, (number, _) in numbers.items() if number > LINES}
    overdue = sum(late for _, late in numbers.values())
    deadlines, unlisted = _deadlines(session, day)
    more |= {"deadlines": unlisted} if unlisted else {}
    return Today(day, deadlines=deadlines, more=more, overdue=overdue, **listed)


def _listed(session: Session, noun: str, parts: Sequence[_Part]) -> tuple[Row, ...]:
    """The first of the parts; they are each in order, and so together."""
    found = rows(session, noun, [one for part in parts for one in part.first(session, LINES)])
    sort = _SORTED.get(noun)
    return tuple(sorted(found, key=sort) if sort else found)[:LINES]


def _soonest(row: Row) -> tuple[Any, ...]:
    return row.values["starts_on"], row.values["starts_at"] or "", row.id


_SORTED: Mapping[str, Callable[[Row], Any]] = {"meetings": _soonest}


def _meetings(day: date) -> tuple[_Part, ...]:
    """Those ahead, and those of the past that nobody wrote up."""
    ahead = day + timedelta(days=SOON)
    live = _M.c.archived_at.is_(None)
    order = (_M.c.starts_on, sa.nulls_first(_M.c.starts_at))
    return (
        _Part(_M, (live, _M.c.status == Held.planned, _M.c.starts_on <= ahead), order),
        _Part(_M, (live, _M.c.status == Held.held, _M.c.starts_on.between(day, ahead)), order),
    )


def _promises(day: date, side: Side) -> tuple[_Part, ...]:
    """Open and due within the horizon, then those without a day; a snoozed one comes back by itself."""
    awake = sa.or_(_F.c.snoozed_until.is_(None), _F.c.snoozed_until <= day)
    live = (_open(), _F.c.archived_at.is_(None), _F.c.side == side, awake)
    return (
        _Part(
            _F,
            (*live, _F.c.due_on <= day + timedelta(days=SOON)),
            (_F.c.due_on,),
            _F.c.due_on < day,
        ),
        _Part(_F, (*live, _F.c.due_on.is_(None)), ()),
    )


def _open() -> Any:
    """Said in the statement itself, as it is in the index of open promises."""
    word = sa.bindparam(None, Status.open, _F.c.status.type, literal_execute=True)
    return _F.c.status == word


def _gone_quiet(day: date) -> tuple[_Part, ...]:
    quiet = _O.c.last_spoken <= day - timedelta(days=QUIET)
    live = (_O.c.archived_at.is_(None), _O.c.kind == Kind.investor)
    return (_Part(_O, (*live, quiet), (_O.c.last_spoken,)),)


DUE = {"cases": "report on the incentive", "projects": "decision expected"}


def _deadlines(session: Session, day: date) -> tuple[tuple[Deadline, ...], int]:
    """The first of them, and how many more there are."""
    ahead = day + timedelta(days=SOON)
    going = _P.c.status.in_([Going.active, Going.delayed])
    found: list[Deadline] = []
    whole = 0
    for noun, due, *where in (
        ("cases", _K.c.next_report_on, _K.c.archived_at.is_(None)),
        ("projects", _P.c.expected_on, _P.c.archived_at.is_(None), going),
    ):
        part = _Part(due.table, (*where, due <= ahead), (due,))
        found += [
            Deadline(row.values[due.name], DUE[noun], row.ref, row.name)
            for row in rows(session, noun, part.first(session, LINES))
        ]
        whole += part.count(session)[0]
    found.sort(key=lambda deadline: (deadline.on, deadline.ref))
    return tuple(found[:LINES]), max(0, whole - LINES)


def whole(section: str, day: date) -> tuple[str, str] | None:
    """The noun and the line of the filter language whose list holds all of a section, in its order;
    none for deadlines, which are of two nouns."""
    quiet = (day - timedelta(days=QUIET)).isoformat()
    return {
        "meetings": ("meetings", "status:planned sort:starts_on"),
        "owed_by_us": ("follow_ups", "status:open side:ours"),
        "owed_to_us": ("follow_ups", "status:open side:theirs"),
        "gone_quiet": ("organisations", f"kind:investor last_spoken<={quiet} sort:last_spoken"),
    }.get(section)
