"""Place 1: what the desk has before it today; every line opens its record."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen

from crm.dates import spoken
from crm.screens.acting import Acting
from crm.screens.shown import ago, day, due
from crm.verbs import Verb
from crm.widgets.card import Card, CardView, Entry, Note, Section
from crm.widgets.lines import Lines
from crm.widgets.places_bar import PlacesBar
from crm.widgets.verb_bar import VerbBar
from db.queries.lists import Row
from db.queries.today import QUIET, Today, today


class TodayScreen(Acting, Screen[None]):
    """Meetings, owed by us, owed to us, deadlines, investors gone quiet."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("list.import", "i", "Import", "Bring a file of records in.", True, "This list"),
    )
    AUTO_FOCUS = "Card"

    def __init__(self) -> None:
        super().__init__()
        self._stop_listening: Callable[[], None] = lambda: None

    @property
    def noun(self) -> str:
        return "follow_ups"

    def here(self) -> str | None:
        target = self.query_one(Card).target if self.is_mounted else None
        return str(target) if target else None

    def compose(self) -> ComposeResult:
        yield PlacesBar("today")
        yield Card()
        yield VerbBar()

    def on_mount(self) -> None:
        self._stop_listening = self.desk.listen(lambda tables: self._again())
        self.show_today(keep=False)

    def on_unmount(self) -> None:
        self._stop_listening()

    _stale = False

    def _again(self) -> None:
        """What changed while another place was shown is asked for when one comes back."""
        self._stale = self not in self.app.screen_stack
        if not self._stale:
            self.show_today(keep=True)

    def on_screen_resume(self) -> None:
        if self._stale:
            self._again()

    def show_today(self, *, keep: bool) -> None:
        self.crm.hold_while(self._ask(keep))

    @work(exclusive=True, group="today")
    async def _ask(self, keep: bool) -> None:
        found = await self.attempt(self.desk.read(today, self.crm.today))
        if found:
            self.query_one(Card).show_card(today_view(found), keep=keep)
            self.refresh_bindings()

    @on(Lines.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        from crm.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(str(event.target)))

    @on(PlacesBar.Asked)
    def _asked(self, event: PlacesBar.Asked) -> None:
        self.crm.go(event.mode)

    @work(exclusive=True, group="act")
    async def action_list_import(self) -> None:
        from crm.screens.importing import import_file

        await self.attempt(import_file(self.crm))


def today_view(found: Today) -> CardView:
    """The day as a card: each section soonest first, none of them left out."""
    sections = (
        _section("Meetings", [_meeting(row, found.day) for row in found.meetings],
                 "No meeting in the next two weeks. Press 4, then n, to plan one."),
        _section("We owe", [_promise(row, found.day) for row in found.owed_by_us],
                 "We owe nobody anything in the next two weeks."),
        _section("They owe us", [_promise(row, found.day) for row in found.owed_to_us],
                 "Nobody owes us anything in the next two weeks."),
        _section("Deadlines",
                 [Entry(day(d.on), f"{d.name} · {d.what}", "bad" if d.on < found.day else "", d.ref)
                  for d in found.deadlines],
                 "No deadline in the next two weeks."),
        _section("Gone quiet", [_quiet(row, found.day) for row in found.gone_quiet],
                 f"No investor has been quiet for {QUIET} days."),
    )  # fmt: skip
    return CardView(f"Today, {spoken(found.day)}", _summary(found), sections)


def _summary(found: Today) -> str:
    late = [row for row in (*found.owed_by_us, *found.owed_to_us) if _late(row, found.day)]
    meetings = len(found.meetings)
    told = [
        f"{meetings} meeting{'s' if meetings != 1 else ''}", f"{len(found.owed_by_us)} owed by us",
        f"{len(found.owed_to_us)} owed to us",
    ]  # fmt: skip
    if late:
        told.append(f"{len(late)} overdue")
    return " · ".join(told)


def _late(row: Row, now: date) -> bool:
    return row.values["due_on"] is not None and row.values["due_on"] < now


def _section(title: str, rows: list[Any], nothing: str) -> Section:
    head = f"{title} ({len(rows)})" if rows else title
    return Section(head, tuple(rows) or (Note(nothing, "muted"),))


def _meeting(row: Row, now: date) -> Entry:
    values = row.values
    with_whom = ", ".join(values["organisations"])
    text = f"{row.name} · {with_whom}" if with_whom else row.name
    late = values["status"] == "planned" and values["starts_on"] < now
    when = " ".join(part for part in (day(values["starts_on"]), values["starts_at"]) if part)
    said = f"{text} · was it held?" if late else text
    return Entry(when, said, "warn" if late else "", row.ref)


def _promise(row: Row, now: date) -> Entry:
    values = row.values
    when, tone = due(values["due_on"], now)
    about = values["organisation"] or values["project"] or ""
    owner = values["owner"] or values["owner_role"] or ""
    more = " · ".join(part for part in (about, owner) if part)
    return Entry(when, f"{row.name}{' · ' + more if more else ''}", tone, row.ref)


def _quiet(row: Row, now: date) -> Entry:
    return Entry(day(row.values["last_spoken"]), f"{row.name} · {ago(row.values['last_spoken'], now)}",
                 "", row.ref)  # fmt: skip
