"""The screen every list of a noun shares: narrow, sort, mark, open; a card beside it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from crm.dates import parse_day
from crm.screens.acting import Acting
from crm.screens.beside import Beside
from crm.screens.columns import arranged, cells, kept
from crm.screens.completing import Completing
from crm.screens.early import early
from crm.screens.ordering import Ordered
from crm.screens.shown import view_words
from crm.screens.views import Views
from crm.screens.whole_list import WholeList
from crm.verbs import Verb
from crm.widgets.card import Card
from crm.widgets.columns import Column
from crm.widgets.filter_bar import FilterBar
from crm.widgets.kept import Cells
from crm.widgets.lines import Lines
from crm.widgets.places_bar import PlacesBar
from crm.widgets.table import LedgerTable
from crm.widgets.verb_bar import VerbBar
from crm.words import _
from db.errors import Invalid
from db.models import NOUNS, columns
from db.queries import lists
from db.view import Reading, View

LIST = "This list"
DUPLICATES = Verb(
    "list.duplicates", "D", "Duplicates", "Work through records that may be one.", False, LIST
)


@dataclass(frozen=True)
class Place:
    """A noun's list: its columns and cells, its ready views, and what an empty one teaches."""

    noun: str
    columns: tuple[Column, ...]
    cells: Callable[[lists.Row, date], Cells]
    views: tuple[tuple[str, str], ...]  # name, line of the filter language
    empty: str
    touched_by: frozenset[str] = frozenset()  # other tables whose changes show here


class Ledger(Views, Ordered, WholeList, Acting, Beside, Screen[None]):
    """A place of the desk."""

    PLACE: ClassVar[Place]
    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("list.narrow", "slash", "Narrow", "Narrow this list as you type.", True, LIST),
        Verb(
            "list.sort", "s", "Sort", "Sort by another column; again to turn it round.", True, LIST
        ),
        Verb("list.columns", "C", "Columns", "Choose, order and widen the columns.", False, LIST),
        Verb("list.whole", "escape", "Show all", "Take the narrowing off.", False, LIST),
        Verb("list.import", "i", "Import", "Bring a file of records in.", True, LIST),
        Verb("list.print", "P", "Print list", "This list on paper, as it is shown.", False, LIST),
        Verb("list.export", "x", "Export", "Save this list as a file.", False, LIST),
        DUPLICATES,
    )
    AUTO_FOCUS = "LedgerTable"

    def __init__(self) -> None:
        super().__init__()
        self._base = 0
        self.view = self._based(0)
        self._stale = True

    def _based(self, index: int) -> View:
        return self.meant(self.PLACE.views[index][1])

    def meant(self, line: str) -> View:
        return lists.parse(self.noun, line, self._reading())

    def _reading(self) -> Reading:
        from crm import countries

        me = self.app.desk.who if self.is_attached else ""  # type: ignore[attr-defined]
        return Reading(lambda words: parse_day(words, self.today), me, countries.code)

    @property
    def noun(self) -> str:
        return self.PLACE.noun

    @property
    def letter(self) -> str:
        return NOUNS[self.noun].letter

    def compose(self) -> ComposeResult:
        yield PlacesBar(self.noun)
        first = [column.key for column in self.PLACE.columns]
        yield FilterBar(Completing(self.crm, self.noun, first).offers)
        self._columns = arranged(self.PLACE, kept(self.desk.who, self.noun))
        with Horizontal():
            yield LedgerTable(self._columns, self._fetch, empty=self.PLACE.empty)
            yield Card(classes="beside")
        yield VerbBar()

    @property
    def table(self) -> LedgerTable:
        return self.query_one(LedgerTable)

    @property
    def bar(self) -> FilterBar:
        return self.query_one(FilterBar)

    # Showing

    def on_mount(self) -> None:
        mine = {columns(NOUNS[self.noun]).name, *self.PLACE.touched_by}

        def changed(tables: frozenset[str]) -> None:
            if tables & mine:
                self._stale = True
                self._refresh_if_seen()

        self._stop_listening = self.desk.listen(changed)

    def on_unmount(self) -> None:
        self._stop_listening()

    def on_screen_resume(self) -> None:
        self._refresh_if_seen()

    def _refresh_if_seen(self) -> None:
        if self._stale and self.app.screen_stack and self in self.app.screen_stack:
            self._stale = False
            self.table.reload()
            self.show(keep=True)
            self.follow(afresh=True)

    def show(self, *, keep: bool = True) -> None:
        """Show the view; keys typed meanwhile wait, for they mean the record that is under the cursor
        then."""
        self.crm.hold_while(self._ask(keep))

    @work(exclusive=True, group="ids")
    async def _ask(self, keep: bool) -> None:
        """Ask for the ids of the view and how many there are; the cursor stays on its record."""
        asked = asyncio.ensure_future(self.attempt(self.desk.read(lists.listed, self.view)))
        try:
            here = await self._show_first(asked)
            answer = await asked
        finally:
            asked.cancel()
        if answer:
            ids, shown, whole = answer
            self.table.empty = self._nothing()
            self.table.set_ids(ids, keep=keep)
            if here is not None:
                self.table.point(here)
            self._go_to_wanted()
            self._told = (shown, whole)
            self._of = self.view
            self._say_view()

    async def _show_first(self, asked: "asyncio.Future[Any]") -> int | None:
        """The first rows of a long list before all of it is known; where the cursor stood, if it is
        to go back there."""
        here = self.table.cursor_id
        if self.view == self._of or self.table.cursor_row >= lists.FIRST:
            return None
        found = await early(asked, lambda: self.desk.read(lists.first, self.view))
        if not found:
            return None
        self.table.set_ids(found)
        self._told = (None, 0)
        self._say_view()
        return here if here != self.table.cursor_id else None

    def _nothing(self) -> str:
        """What stands in an empty list: how to begin it, or how to see all of it again."""
        narrowed = self.view.filters != self._based(self._base).filters or self.view.archived
        if narrowed or self.view.search:
            return _("Nothing here matches.\n\nPress esc to see all of this list.")
        return self.PLACE.empty

    _of: View | None = None  # what the table shows all of
    _told: tuple[int | None, int] = (0, 0)  # how many of how many; None: still being counted
    _wrong = ""  # what is wrong with the line that is being typed

    def _view_words(self) -> str:
        return view_words(self.view)

    def _say_view(self) -> None:
        if self._wrong:  # the list is what it was before that was typed
            self.bar.doubt(self._wrong)
        else:
            self.bar.say(self._view_words(), *self._told, len(self.table.marks))
        sort = self.view.sort or lists.listing(self.noun).sort
        self.table.sort_shown(sort.removeprefix("-"), sort.startswith("-"))

    async def _fetch(self, ids: list[int]) -> Mapping[int, Cells]:
        found = await self.attempt(self.desk.read(lists.rows, self.noun, ids))
        columns = self._columns
        return {row.id: cells(self.PLACE, columns, row, self.today) for row in found or ()}

    @on(LedgerTable.Moved)
    def _moved(self) -> None:
        self.follow()
        self.refresh_bindings()

    @on(LedgerTable.Marked)
    def _marked(self) -> None:
        self._say_view()

    # What is chosen

    def here(self) -> str | None:
        one = self.table.cursor_id if self.is_mounted else None
        return None if one is None else f"{self.letter}{one}"

    def chosen(self) -> list[str]:
        return [f"{self.letter}{one}" for one in self.table.chosen()]

    def done_with(self, refs: list[str]) -> None:
        self.table.unmark()

    def point(self, one: int) -> None:
        self._wanted = one
        self._go_to_wanted()

    _wanted: int | None = None  # the record that the cursor goes to as soon as it is listed
    _before_narrowing: int | None = None

    def _go_to_wanted(self) -> None:
        wanted = self._wanted  # the desk may be closing, and the table be gone
        if wanted is not None and any(table.point(wanted) for table in self.query(LedgerTable)):
            self._wanted = None

    @on(LedgerTable.Opened)
    def _opened(self, event: LedgerTable.Opened) -> None:
        self.open(f"{self.letter}{event.id}")

    @on(Lines.Opened)
    def _opened_beside(self, event: Lines.Opened) -> None:
        self.open(str(event.target))

    def open(self, ref: str) -> None:
        from crm.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(ref))

    @on(PlacesBar.Asked)
    def _asked(self, event: PlacesBar.Asked) -> None:
        self.crm.go(event.mode)

    # Narrowing

    def action_list_narrow(self) -> None:
        self._before_narrowing = self.table.cursor_id
        self.bar.narrow()

    @on(FilterBar.Narrowed)
    def _narrowed(self, event: FilterBar.Narrowed) -> None:
        self._narrow(event.text, loudly=False)

    @on(FilterBar.Kept)
    def _kept(self, event: FilterBar.Kept) -> None:
        self._narrow(event.text, loudly=True)
        self.crm.answered()

    @on(FilterBar.Restored)
    def _restored(self, event: FilterBar.Restored) -> None:
        self._wanted = self._before_narrowing
        self._narrow(event.text, loudly=False)
        self.show()
        self.crm.answered()

    def _narrow(self, text: str, *, loudly: bool) -> None:
        """What is typed is a line of the filter language; half a filter leaves the list as it is."""
        try:
            typed = self.meant(text)
        except Invalid as wrong:
            self._wrong = str(wrong)
            self.bar.doubt(self._wrong)
            if loudly:
                self.bar.narrow_on()
            return
        self._wrong = ""
        base = self._based(self._base)
        named = {each.field for each in typed.filters}
        kept = tuple(each for each in base.filters if each.field not in named)
        sort = typed.sort or self.view.sort
        self.view = replace(typed, filters=(*kept, *typed.filters), sort=sort)
        if loudly:
            self.show()
        else:
            self._ask(True)  # the next letter need not wait for the answer to this one

    def action_list_whole(self) -> None:
        self.bar.clear()
        self._wrong = ""
        self.view = replace(self._based(self._base), sort=self.view.sort)
        self.table.unmark()
        self.show()

    @on(LedgerTable.SortAsked)
    def _sort_asked(self, event: LedgerTable.SortAsked) -> None:
        self.sort_by(event.key)

    def available(self, verb: Verb) -> str | None:
        if verb == DUPLICATES and self.noun not in ("organisations", "contacts"):
            return "Only organisations and contacts are looked through for duplicates."
        return super().available(verb)

    def listed(self) -> View:
        return self.view
