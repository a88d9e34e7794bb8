"""The papers of the record: each takes a session, asks what it needs, and gives a report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from crm.language import LANGUAGES, translator
from db.errors import NotFound, Problem
from db.queries import briefing as briefs
from db.queries import cards, lists
from db.queries import incentive_sheet as sheets
from db.queries import reports as kept
from db.queries import week as weeks
from db.queries.dossier import dossier
from db.queries.lists import resolve

from .briefing import briefing as one_page
from .card import card_report
from .incentive_sheet import sheet_report
from .listing import Columns, Listed
from .listing import listing as list_report
from .meeting import meeting_report
from .plain import plain, report_of
from .report import Report
from .stationery import PLAIN, Stationery
from .versions import differences, since
from .week import week_report

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.dossier import Dossier
    from db.view import View


@dataclass(frozen=True)
class Asked:
    """How a paper is wanted: its language, the day it speaks for, and the office's own paper."""

    today: date
    lang: str = "en"
    stationery: Stationery = PLAIN


def meeting(session: "Session", ref: str, asked: Asked, number: int | None = None) -> Report:
    """The report of a meeting: version `number` as it was signed; without one the last final one,
    and a draft of the next where the record has changed since. Raises NotFound."""
    one = _meeting(session, ref)
    final = [_read(version, asked.lang) for version in kept.versions(session, one)]
    if number is not None:
        if not 1 <= number <= len(final):
            raise NotFound(f"M{one} has no final report of version {number}; it has {len(final)}.")
        return final[number - 1]
    told = dossier(session, one)
    if not final:
        return _made(told, asked)
    changes = _changes(final, told, asked)
    return _next(_draft(told, asked, len(final) + 1), final, changes) if changes else final[-1]


def briefing(session: "Session", ref: str, asked: Asked) -> Report:
    """One page on a meeting or an organisation. Raises NotFound, Invalid."""
    told = briefs.brief(session, ref, asked.today)
    return one_page(told, asked.lang, today=asked.today, stationery=asked.stationery)


MOST = 10_000  # rows of a printed list; 5,000 were set in 4 s and 560 MB of memory (2 cores)


def listing(session: "Session", view: "View", asked: Asked, columns: Columns = ()) -> Report:
    """The rows of a view, the same that the screen lists. Raises Problem for more than MOST."""
    wanted = lists.ids(session, view)
    if len(wanted) > MOST:
        raise Problem(
            f"This list has {len(wanted):,} rows; up to {MOST:,} are printed. Narrow it, or save it "
            "with crm export."
        )
    rows = [row.values for row in lists.rows(session, view.noun, wanted)]
    listed = Listed(view, rows, lists.count(session, view)[1], columns)
    return asked.stationery.dressed(list_report(listed, asked.lang, today=asked.today))


def card(session: "Session", ref: str, asked: Asked) -> Report:
    """The card of a record with its timeline. Raises NotFound."""
    told = cards.card(session, ref)
    return asked.stationery.dressed(card_report(told, asked.lang, today=asked.today))


def week(session: "Session", who: str, asked: Asked) -> Report:
    """The follow-up sheet of an officer for the week of the day."""
    told = weeks.week(session, who, asked.today)
    return asked.stationery.dressed(week_report(told, asked.lang, today=asked.today))


def incentives(session: "Session", ref: str, asked: Asked) -> Report:
    """The incentive sheet of an organisation or a project as at the day. Raises NotFound, Invalid."""
    told = sheets.sheet(session, ref)
    return asked.stationery.dressed(sheet_report(told, asked.lang, today=asked.today))


def sign(session: "Session", ref: str, asked: Asked) -> Report:
    """Freeze the report as its next version, in every language; the report that was frozen.

    Raises Problem for a meeting that did not take place, and where nothing has changed since."""
    one = _meeting(session, ref)
    told = dossier(session, one)
    if told.status != "held":
        raise Problem(f"M{one} is {told.status}. Only a meeting that was held has a final report.")
    before = kept.versions(session, one)
    made = {lang: _signed(told, before, replace(asked, lang=lang)) for lang in LANGUAGES}
    _keep(session, one, len(before) + 1, asked.today, made)
    return made[asked.lang]


def _meeting(session: "Session", ref: str) -> int:
    return resolve(session, ref, noun="meetings")[1]


def _read(version: kept.Version, lang: str) -> Report:
    return report_of(version.content[translator(lang).lang])


def _made(told: "Dossier", asked: Asked) -> Report:
    return asked.stationery.dressed(meeting_report(told, asked.lang, today=asked.today))


def _changes(final: list[Report], told: "Dossier", asked: Asked) -> dict[str, list[str]]:
    """What the record says otherwise than the last version, both as at that version's day: that a
    day has passed is no change. The section on earlier changes is no part of the record."""
    same_day = replace(asked, today=final[-1].as_of)
    changes = differences(final[-1], _made(replace(told, version=len(final)), same_day))
    earlier = since(len(final) - 1, {}, final[-1]).heading
    return {heading: lines for heading, lines in changes.items() if heading != earlier}


def _draft(told: "Dossier", asked: Asked, number: int) -> Report:
    draft, say = _made(told, asked), translator(asked.lang)
    marks = (*draft.marks[:-1], say("Draft of version {number}", number=number))
    return replace(draft, marks=marks)


def _next(report: Report, final: list[Report], changes: dict[str, list[str]]) -> Report:
    return replace(report, sections=(since(len(final), changes, report), *report.sections))


def _signed(told: "Dossier", before: tuple[kept.Version, ...], asked: Asked) -> Report:
    report = _made(replace(told, version=len(before) + 1), asked)
    if not before:
        return report
    final = [_read(version, asked.lang) for version in before]
    changes = _changes(final, told, asked)
    if not changes:
        raise Problem(
            f"{told.ref} is final as version {len(final)}, and nothing has changed since."
        )
    return _next(report, final, changes)


def _keep(
    session: "Session", one: int, number: int, as_of: date, made: Mapping[str, Report]
) -> None:
    from db.commands.reports import keep

    keep(session, one, number, as_of, {lang: plain(report) for lang, report in made.items()})
