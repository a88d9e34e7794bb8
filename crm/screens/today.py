"""Place 1: what the desk has before it today; every line opens its record."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from crm.desk import late
from crm.last_seen import LastSeen
from crm.screens.acting import Acting
from crm.screens.beside import Beside
from crm.verbs import Verb
from crm.widgets.card import Card, CardView, plain
from crm.widgets.lines import Lines
from crm.widgets.places_bar import PlacesBar
from crm.widgets.verb_bar import VerbBar

if TYPE_CHECKING:
    from textual.worker import Worker

TODAY = late("db.queries.today", "today")


class TodayScreen(Acting, Beside, Screen[None]):
    """Meetings, owed by us, owed to us, deadlines, investors gone quiet."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("list.import", "i", "Import", "Bring a file of records in.", True, "This list"),
    )
    AUTO_FOCUS = "#day"

    def __init__(self, last: CardView | None = None) -> None:
        """`last` is what was shown last, if it is still true: shown until the record is open."""
        super().__init__()
        self._last = last
        self._stop_listening: Callable[[], None] = lambda: None

    @property
    def noun(self) -> str:
        return "follow_ups"

    def here(self) -> str | None:
        target = self.day.target if self.is_mounted else None
        return str(target) if target and not _is_list(str(target)) else None

    def compose(self) -> ComposeResult:
        yield PlacesBar("today")
        with Horizontal():
            yield Card(id="day")
            yield Card(classes="beside")
        yield VerbBar()

    @property
    def day(self) -> Card:
        return self.query_one("#day", Card)

    def on_mount(self) -> None:
        self._stop_listening = self.desk.listen(lambda tables: self._again())
        if self._last is None:
            self.show_today(keep=False)
        else:
            self.day.show_card(self._last)
            self._ask(True)

    def on_unmount(self) -> None:
        self._stop_listening()

    _stale = False
    view: CardView | None = None  # what the record says now

    def _again(self) -> None:
        """What changed while another place was shown is asked for when one comes back."""
        self._stale = self not in self.app.screen_stack
        if not self._stale:
            self.show_today(keep=True)

    def on_screen_resume(self) -> None:
        if self._stale:
            self._again()

    def show_today(self, *, keep: bool) -> "Worker[None]":
        asked = self._ask(keep)
        self.crm.hold_while(asked)
        return asked

    def as_seen(self) -> LastSeen | None:
        """What stands here, for the next start to show; the card beside comes by itself."""
        if self.view is None:
            return None
        console = self.app.console
        self.day.go(0)
        lines = tuple(strip.render(console) for strip in self._compositor.render_strips())
        return LastSeen(plain(self.view), *self.size, lines)

    @work(exclusive=True, group="today")
    async def _ask(self, keep: bool) -> None:
        found = await self.attempt(self.desk.read(TODAY, self.crm.today))
        if found:
            self.view = await asyncio.to_thread(_worded, found)
            self.day.show_card(self.view, keep=keep)
            self.follow(afresh=True)
            self.refresh_bindings()

    @on(Lines.Moved, "#day")
    def _moved(self) -> None:
        self.follow()
        self.refresh_bindings()

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        self.app.push_screen(_behind(str(event.target)))

    @on(PlacesBar.Asked)
    def _asked(self, event: PlacesBar.Asked) -> None:
        self.crm.go(event.mode)

    @work(exclusive=True, group="act")
    async def action_list_import(self) -> None:
        from crm.screens.importing import import_file

        await self.attempt(import_file(self.crm))


def _is_list(target: str) -> bool:
    """Whether a line leads to a list, said as `today_view` does; else to a record."""
    return " " in target


def _behind(target: str) -> "Screen[None]":
    from crm.screens.counted import counted
    from crm.screens.record import RecordScreen
    from crm.screens.shown import view_words
    from db.queries import lists

    if not _is_list(target):
        return RecordScreen(target)
    noun, line = target.split(" ", 1)
    view = lists.parse(noun, line)
    return counted(view, view_words(view))


def _worded(found: Any) -> CardView:
    """In a thread: what it takes to speak of days and places is imported there."""
    from crm.screens.today_view import today_view

    return today_view(found)
