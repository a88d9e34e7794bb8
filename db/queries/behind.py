"""The rows behind a number that is kept as a sum: `figure:ours,2026-01-01,2026-03-31,late` lists them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from db import spoken, tallies
from db.errors import Invalid
from db.models import FollowUp, Meeting, MeetingOrganisation, Organisation, columns
from db.models.organisations import Kind
from db.view import Filter, View

from .fields import FIGURE

_FU, _M, _MO, _O = (columns(m) for m in (FollowUp, Meeting, MeetingOrganisation, Organisation))


def promises(side: str, start: date, end: date, word: str) -> Any:
    due = _FU.c.due_on.between(start, end)
    return sa.and_(_FU.c.side == side, due, *tallies.promised(), tallies.fate() == word)


def levels(start: date, end: date, word: str = "") -> Any:
    return sa.and_(*tallies.held(), _M.c.starts_on.between(start, end), tallies.level() == word)


def countries(start: date, end: date, word: str = "") -> Any:
    met = sa.select(_MO.c.id).select_from(tallies.guests()).where(_MO.c.meeting_id == _M.c.id)
    there = met.where(tallies.country() == word).exists()
    return sa.and_(*tallies.held(), _M.c.starts_on.between(start, end), there)


def quiet(until: date) -> Any:
    return sa.or_(silent(until), silent_then(until))


def silent(until: date) -> Any:
    """Investors with whom nobody has spoken since long before that day."""
    long_ago = _O.c.last_spoken <= until - timedelta(days=spoken.QUIET)
    return sa.and_(_O.c.kind == Kind.investor, _O.c.archived_at.is_(None), long_ago)


def silent_then(until: date) -> Any:
    """Investors who were silent then, and with whom somebody has spoken since."""
    long_ago = until - timedelta(days=spoken.QUIET)
    lately = sa.select(_MO.c.organisation_id).where(_M.c.starts_on > long_ago)
    lately = lately.join(_M, _M.c.id == _MO.c.meeting_id).where(*_talked, _M.c.starts_on <= until)
    # The day is compared as it is looked at, lest all meetings before it are gone through.
    before = sa.case((_M.c.starts_on <= long_ago, 1)) == 1
    ever = sa.select(_MO.c.id).join(_M, _M.c.id == _MO.c.meeting_id).where(*_talked, before)
    since = (_O.c.kind == Kind.investor, _O.c.archived_at.is_(None), _O.c.last_spoken > until)
    mine = _MO.c.organisation_id == _O.c.id
    return sa.and_(*since, _O.c.id.not_in(lately), ever.where(mine).exists())


_talked = (*tallies.held(), _MO.c.archived_at.is_(None))


_COUNTED: dict[tuple[str, str], Any] = {
    ("follow_ups", "ours"): lambda *told: promises("ours", *told),
    ("follow_ups", "theirs"): lambda *told: promises("theirs", *told),
    ("meetings", tallies.LEVELS): levels,
    ("meetings", tallies.COUNTRIES): countries,
    ("organisations", "quiet"): quiet,
}


def behind(noun: str, name: str, *about: Any) -> View:
    """The view of the rows that a number counts: days, then the word that it is the number of."""
    told = tuple(str(part) for part in about if part != "")
    return View(noun, filters=(Filter(FIGURE, ":", (name, *told)),))


def counted(noun: str, values: Sequence[str]) -> Any:
    """The condition that a row is behind a number. Raises Invalid where there is no such number."""
    name, *about = values
    try:
        days = [date.fromisoformat(told) for told in about[:2]]
        return _COUNTED[noun, name](*days, *about[2:])
    except (KeyError, TypeError, ValueError) as error:
        told = "“{text}” is no number of the figures. Copy it from: crm figures --json"
        raise Invalid(told, text=",".join(values)) from error
