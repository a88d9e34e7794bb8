"""The day in words: what stands on place 1."""

from datetime import date
from typing import Any

from crm.dates import near, spoken
from crm.screens.shown import ago, day, urgency
from crm.widgets.card import CardView, Entry, Note, Section
from crm.words import _, many
from db.queries.rows import Row
from db.queries.today import QUIET, Today, whole


def today_view(found: Today) -> CardView:
    """The day as a card: each section soonest first; a line opens the list of those that do not fit."""
    sections = (
        _section(found, "meetings", "Meetings", [_meeting(row, found.day) for row in found.meetings],
                 "No meeting in the next two weeks. Press 4, then n, to plan one."),
        _section(found, "owed_by_us", "We owe", [_promise(row, found.day) for row in found.owed_by_us],
                 "We owe nobody anything in the next two weeks."),
        _section(found, "owed_to_us", "They owe us",
                 [_promise(row, found.day) for row in found.owed_to_us],
                 "Nobody owes us anything in the next two weeks."),
        _section(found, "deadlines", "Deadlines",
                 [_dated(d.on, found.day, d.name, d.ref, _(d.what)) for d in found.deadlines],
                 "No deadline in the next two weeks."),
        _section(found, "gone_quiet", "Gone quiet", [_quiet(row, found.day) for row in found.gone_quiet],
                 _("No investor has been quiet for {days} days.", days=QUIET)),
    )  # fmt: skip
    return CardView(f"{_('Today')}, {spoken(found.day)}", _summary(found), sections, even=True)


def _summary(found: Today) -> str:
    ours, theirs = _number(found, "owed_by_us"), _number(found, "owed_to_us")
    told = [
        many(_number(found, "meetings"), "{n} meeting", "{n} meetings"),
        _("{n} owed by us", n=ours), _("{n} owed to us", n=theirs),
    ]  # fmt: skip
    if found.overdue:
        told.append(_("{n} overdue", n=found.overdue))
    return " · ".join(told)


def _number(found: Today, section: str) -> int:
    """All of a section, also those that are not listed."""
    return len(getattr(found, section)) + found.more.get(section, 0)


def _section(found: Today, name: str, title: str, rows: list[Any], nothing: str) -> Section:
    more = found.more.get(name, 0)
    head = f"{_(title)} ({len(rows) + more:,})" if rows else _(title)
    rest = (_rest(more, whole(name, found.day)),) if more else ()
    return Section(head, (*rows, *rest) or (Note(_(nothing), "muted"),))


def _rest(more: int, listed: tuple[str, str] | None) -> Entry | Note:
    """How many do not fit. It leads to their list: a noun, a blank, a line of the filter language."""
    told = _("and {n} more", n=f"{more:,}")
    if listed is None:
        return Note(told, "muted")
    return Entry("", f"{told}: {_('open the list')}", "accent", " ".join(listed))


def _meeting(row: Row, now: date) -> Entry:
    values = row.values
    late = values["status"] == "planned" and values["starts_on"] < now
    when = " ".join(part for part in (near(values["starts_on"], now), values["starts_at"]) if part)
    more = _joined(", ".join(values["organisations"]), _("was it held?") if late else "")
    return Entry(when, row.name, "", row.ref, more, "warn" if late else "label")


def _promise(row: Row, now: date) -> Entry:
    values = row.values
    about = values["organisation"] or values["project"] or ""
    more = _joined(about, values["owner"] or values["owner_role"] or "")
    return _dated(values["due_on"], now, row.name, row.ref, more)


def _dated(on: date | None, now: date, text: str, ref: str, more: str) -> Entry:
    """A line that is urgent by its day; a day that is past has a mark beside its colour."""
    if on is None:
        return Entry(_("no day"), text, "", ref, more)
    lead = f"{near(on, now)} !" if on < now else near(on, now)
    return Entry(lead, text, "", ref, more, urgency(on, now) or "label")


def _quiet(row: Row, now: date) -> Entry:
    last = row.values["last_spoken"]
    return Entry(day(last), row.name, "", row.ref, ago(last, now))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
