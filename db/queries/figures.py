"""The desk's figures over a period; every number comes with the view of the rows that make it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import (
    Attendance,
    Figure,
    FollowUp,
    Meeting,
    MeetingOrganisation,
    Organisation,
    Project,
    ProjectParty,
    columns,
)
from db.models.follow_ups import Side
from db.models.meetings import Status as Held
from db.models.projects import Basis, Measure, PartyRole
from db.models.projects import Status as Going
from db.tallies import COUNTRIES, LATE, LEVELS, ON_TIME, OPEN, Sums, sums
from db.view import Filter, View

from .behind import behind, silent, silent_then
from .lists import among, ids, rows, within
from .stages import ORDER, Paths, Step, arrivals, paths
from .today import QUIET

_A, _F, _FU, _M, _MO, _O, _P, _PP = (
    columns(m) for m in (Attendance, Figure, FollowUp, Meeting, MeetingOrganisation, Organisation,
                         Project, ProjectParty)
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """From a day to a day, both counted. `until` is where knowledge ends: the end, or today."""

    start: date
    end: date
    today: date

    @property
    def until(self) -> date:
        return min(self.end, self.today)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Number:
    """One number and the view that lists exactly the rows behind it.

    `label` is a word of ours ("word"), a country's code ("country") or what the record holds
    ("data"), as `said` tells. `unit`: nothing for a count, "days", "jobs", or an ISO 4217 code of
    money in minor units. With `whole` the value is a part of so many. No value: nothing to tell.
    """

    label: str
    value: float | None
    view: View
    unit: str = ""
    whole: int | None = None
    said: str = "word"


@dataclass(frozen=True)
class Kpi:
    id: str
    name: str
    definition: str
    numbers: tuple[Number, ...]


def figures(session: Session, period: Period) -> tuple[Kpi, ...]:
    """All figures of a period, in the order in which they are read."""
    told = paths(session)
    due = sums(session, period.start, period.until)
    held = due if period.until == period.end else sums(session, period.start, period.end)
    asked = (
        ("pipeline", _pipeline(told, period)),
        ("conversion", _conversion(told, period)),
        ("days", _days(told, period)),
        ("capital", _amounts(session, period, Measure.capex)),
        ("jobs", _amounts(session, period, Measure.jobs)),
        ("response", _response(session, told, period)),
        ("ours", _promises(due, period, Side.ours)),
        ("theirs", _promises(due, period, Side.theirs)),
        ("levels", _grouped(held, LEVELS, period, "data")),
        ("countries", _grouped(held, COUNTRIES, period, "country")),
        ("incentives", _incentives(session, period)),
        ("quiet", _quiet(session, period)),
    )
    return tuple(Kpi(name, *NAMED[name], tuple(numbers)) for name, numbers in asked)


NAMED = {
    "pipeline": ("Pipeline", "Projects first recorded at this stage, or beyond it, in the period."),
    "conversion": ("Conversion", "Of the projects that reached a stage in the period, those that "
                   "went on to the next one by its end."),
    "days": ("Days in a stage", "Median days from entering a stage to a move out of it in the "
             "period; where the day of entering is not recorded, a project is not counted."),
    "capital": ("Capital", "The newest capex figure of each project and basis dated in the period, "
                "without projects lost or abandoned; currencies stay apart."),
    "jobs": ("Jobs", "The newest figure for jobs of each project and basis dated in the period, "
             "without projects lost or abandoned."),
    "response": ("First response", "Median days from recording a project to the first meeting with "
                 "its investor, or the first promise of ours for it that we kept."),
    "ours": ("Our promises", "Follow-ups of ours that were due in the period, dropped ones left "
             "out."),
    "theirs": ("Their promises", "Follow-ups of theirs that were due in the period, dropped ones "
               "left out."),
    "levels": ("Meetings by level", "Meetings held in the period, by the title that the head of our "
               "side had that day."),
    "countries": ("Meetings by country", "Meetings held in the period, by the countries of the "
                  "guests; one with guests of two countries counts in both."),
    "incentives": ("Incentives", "Incentive cases offered in the period, and what has become of "
                   "them so far."),
    "quiet": ("Quiet investors", f"Investors whose last meeting was {QUIET} days or more before the "
              "end of the period."),
}  # fmt: skip


def listed(noun: str, found: Iterable[int]) -> View:
    """The view of exactly these records."""
    return View(noun, filters=(Filter("id", ":", tuple(sorted(set(found))) or (0,)),))


def _counted(label: str, noun: str, found: Iterable[int], **more: Any) -> Number:
    view = listed(noun, found)
    return Number(label, sum(1 for one in view.filters[0].values if one), view, **more)


# Projects on their way


def _pipeline(told: Paths, period: Period) -> list[Number]:
    days = {one: arrivals(path) for one, path in told.items()}
    return [
        _counted(
            stage, "projects", (n for n, d in days.items() if d.get(stage, date.max) in period)
        )
        for stage in ORDER
    ]


def _conversion(told: Paths, period: Period) -> list[Number]:
    days = {one: arrivals(path) for one, path in told.items()}
    numbers = []
    for stage, following in pairwise(ORDER):
        reached = [n for n, d in days.items() if d.get(stage, date.max) in period]
        went_on = (n for n in reached if days[n].get(following, date.max) <= period.end)
        if reached:
            numbers.append(_counted(stage, "projects", went_on, whole=len(reached)))
    return numbers


def _days(told: Paths, period: Period) -> list[Number]:
    stays: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one, path in told.items():
        for entered, left in pairwise(path):
            if entered.moved and left.on in period:
                stays[entered.stage].append((one, (left.on - entered.on).days))
    return [_median(stage, stays[stage]) for stage in ORDER if stays[stage]]


def _median(label: str, stays: list[tuple[int, int]]) -> Number:
    middle = median(days for _, days in stays) if stays else None
    return Number(label, middle, listed("projects", (one for one, _ in stays)), "days")


def _amounts(session: Session, period: Period, measure: Measure) -> list[Number]:
    """Sums by basis and currency of the newest figures; projects that came to nothing do not count."""
    found = sorted(session.execute(_figures(period, measure)), key=_dated)
    newest = {(row.project_id, row.basis): row for row in found}
    sums: dict[tuple[Basis, str], list[Any]] = defaultdict(list)
    for row in newest.values():
        sums[row.basis, row.currency or measure.value].append(row)
    order = sorted(sums, key=lambda key: (tuple(Basis).index(key[0]), key[1]))
    return [
        Number(basis, sum(row.amount for row in sums[basis, unit]),
               listed("projects", (row.project_id for row in sums[basis, unit])), unit)
        for basis, unit in order
    ]  # fmt: skip


def _dated(row: Any) -> tuple[date, int]:
    return row.as_of or row.created_at.astimezone().date(), row.id


def _figures(period: Period, measure: Measure) -> Any:
    recorded = sa.and_(_F.c.as_of.is_(None), within(_F.c.created_at, ">=", period.start),
                       within(_F.c.created_at, "<=", period.end))  # fmt: skip
    lost = sa.and_(_P.c.status.in_([Going.lost, Going.abandoned]), _P.c.loss_on <= period.end)
    return (
        sa.select(_F.c.id, _F.c.project_id, _F.c.basis, _F.c.amount, _F.c.currency, _F.c.as_of,
                  _F.c.created_at)
        .join(_P, _P.c.id == _F.c.project_id)
        .where(_F.c.measure == measure, _F.c.archived_at.is_(None), _P.c.archived_at.is_(None))
        .where(sa.or_(_F.c.as_of.between(period.start, period.end), recorded))
        .where(sa.not_(sa.func.coalesce(lost, sa.false())))
    )  # fmt: skip


# How fast, and how faithfully


def _response(session: Session, told: Paths, period: Period) -> list[Number]:
    born = {one: path[0].on for one, path in told.items() if path[0].on in period}
    answers = _first_answers(session, born, period)
    stays = [(one, (day - born[one]).days) for one, day in answers.items()]
    return [
        _median("Answered after", stays),
        _counted("Not answered yet", "projects", born.keys() - answers.keys()),
    ]


def _first_answers(session: Session, born: Mapping[int, date], period: Period) -> dict[int, date]:
    if not born:
        return {}
    investors = [PartyRole.lead_investor, PartyRole.co_investor]
    met = (
        sa.select(_PP.c.project_id, _M.c.starts_on)
        .join(_MO, _MO.c.organisation_id == _PP.c.organisation_id)
        .join(_M, _M.c.id == _MO.c.meeting_id)
        .where(*_held(period), _MO.c.archived_at.is_(None))
        .where(among(_PP.c.project_id, born), _PP.c.role.in_(investors))
    )
    kept = sa.select(_FU.c.project_id, _FU.c.done_on).where(
        among(_FU.c.project_id, born), _FU.c.side == Side.ours, _FU.c.archived_at.is_(None),
        _FU.c.done_on.between(period.start, period.end),
    )  # fmt: skip
    first: dict[int, date] = {}
    for one, day in (*session.execute(met), *session.execute(kept)):
        if day >= born[one]:
            first[one] = min(day, first.get(one, day))
    return first


_FATES = {ON_TIME: "Kept on time", LATE: "Kept late", OPEN: "Still open"}


def _promises(due: Sums, period: Period, side: Side) -> list[Number]:
    known = due.get(side, {})
    whole = sum(known.values())
    return [
        Number(label, known.get(word, 0),
               behind("follow_ups", side, period.start, period.until, word), whole=whole)
        for word, label in _FATES.items()
    ]  # fmt: skip


# Whom we met


def _held(period: Period) -> tuple[Any, ...]:
    return (_M.c.status == Held.held, _M.c.archived_at.is_(None),
            _M.c.starts_on.between(period.start, period.end))  # fmt: skip


def _grouped(held: Sums, kind: str, period: Period, said: str) -> list[Number]:
    """Meetings by a word of the record, the most frequent first; what has none comes last."""
    known = held.get(kind, {})
    return [
        Number(word or "Not recorded", known[word],
               behind("meetings", kind, period.start, period.end, word), said=said if word else "word")
        for word in sorted(known, key=lambda word: (not word, -known[word], word))
    ]  # fmt: skip


# What was offered, and who went quiet

_OUTCOMES = {
    "Granted": ("granted", "in_force", "expired", "revoked"),
    "Waiting": ("offered", "applied"),
    "Refused": ("refused",),
    "Withdrawn": ("withdrawn",),
}


def _incentives(session: Session, period: Period) -> list[Number]:
    offered = View("cases", filters=(
        Filter("offered_on", ">=", (period.start,)), Filter("offered_on", "<=", (period.end,)),
    ))  # fmt: skip
    whole = len(ids(session, offered))
    numbers = [Number("Offered", whole, offered)]
    for label, states in _OUTCOMES.items():
        view = View("cases", filters=(*offered.filters, Filter("state", ":", states)))
        numbers.append(Number(label, len(ids(session, view)), view, whole=whole))
    return numbers


def _quiet(session: Session, period: Period) -> list[Number]:
    """Those silent to this day are counted in an index; the others were silent only then."""
    told = (silent(period.until), silent_then(period.until))
    counts = (sa.select(sa.func.count()).select_from(_O).where(each) for each in told)
    many = sum(session.execute(each).scalar_one() for each in counts)
    return [Number("Gone quiet", many, behind("organisations", "quiet", period.until))]


def refs(session: Session, number: Number) -> list[str]:
    """The references of the rows behind a number, in the order of their list."""
    noun = number.view.noun
    return [row.ref for row in rows(session, noun, list(ids(session, number.view)))]


__all__ = ["Kpi", "Number", "Period", "Step", "figures", "refs"]
