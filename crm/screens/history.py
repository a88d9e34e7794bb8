"""Place 9: who changed what and when; any of it can be taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from crm.screens.at_desk import AtDesk
from crm.screens.beside import Pane
from crm.screens.shown import day, field_word, words
from crm.screens.undoing import Undoing
from crm.verbs import Verb, Verbal
from crm.widgets.card import Card, CardView, Entry, Section
from crm.widgets.columns import Column
from crm.widgets.filter_bar import FilterBar
from crm.widgets.kept import Cells
from crm.widgets.lines import Lines
from crm.widgets.places_bar import PlacesBar
from crm.widgets.table import LedgerTable
from crm.widgets.verb_bar import VerbBar
from crm.words import _
from db import history
from db.errors import Problem
from db.history import Entry as ChangeSet
from db.history import Step
from db.models import MODELS
from db.models.history import Op
from db.queries.history import tells

HISTORY = "History"
COLUMNS = (
    Column("at", "When", 17),
    Column("label", "What", 30, flex=5),
    Column("by", "Who", 12, flex=1, rank=1),
    Column("rows", "Rows", 6, align="right", rank=2),
    Column("kind", "Kind", 7, rank=3),
    Column("undone", "", 7, rank=4),
    Column("id", "No.", 5, align="right", rank=5),
)
MOST = 600  # lines of one change set beside the list; an import has thousands


class History(Verbal, Pane, Screen[None]):
    """Every change set, newest first, with what it changed beside it."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb(
            "history.undo",
            "u",
            "Undo this",
            "Take back the change under the cursor; first it says what that changes.",
            True,
            HISTORY,
        ),
    )
    AUTO_FOCUS = "LedgerTable"

    def __init__(self) -> None:
        super().__init__()
        self._stop_listening: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        yield PlacesBar("history")
        yield FilterBar()
        with Horizontal():
            yield LedgerTable(COLUMNS, self._fetch, empty="Nothing was changed yet.")
            yield Card(classes="beside")
        yield VerbBar()

    def on_mount(self) -> None:
        self._stop_listening = self.desk.listen(lambda tables: self._again())
        self.show()

    def on_unmount(self) -> None:
        self._stop_listening()

    @property
    def table(self) -> LedgerTable:
        return self.query_one(LedgerTable)

    _stale = False

    def _again(self) -> None:
        """What changed while another place was shown is asked for when one comes back."""
        self._stale = self not in self.app.screen_stack
        if not self._stale:
            self.show()

    def on_screen_resume(self) -> None:
        if self._stale:
            self._again()

    def show(self) -> None:
        self.crm.hold_while(self._ask())

    @work(exclusive=True, group="ids")
    async def _ask(self) -> None:
        found = await self.attempt(self.desk.read(history.numbers))
        if found is not None:
            self.table.reload()
            self.table.set_ids(found)
            self.query_one(FilterBar).say(_("Changes"), len(found), len(found))
            self._beside()

    async def _fetch(self, ids: list[int]) -> Mapping[int, Cells]:
        found = await self.attempt(self.desk.read(history.entries_by_id, ids))
        return {entry.id: _cells(entry) for entry in found or ()}

    @on(LedgerTable.Moved)
    def _moved(self) -> None:
        self.set_timer(0.08, self._beside)
        self.refresh_bindings()

    @work(exclusive=True, group="card")
    async def _beside(self) -> None:
        number = self.table.cursor_id
        if number is None or not self.beside.display:
            return
        told = await self.attempt(self.desk.read(_told, number))
        if told and self.table.cursor_id == number:
            self.beside.show_card(told)

    @on(LedgerTable.Opened)
    @work(exclusive=True, group="open")
    async def _opened(self, event: LedgerTable.Opened) -> None:
        told = await self.attempt(self.desk.read(_told, event.id))
        if told:
            self.app.push_screen(ChangeScreen(told))

    @on(Lines.Opened)
    def _opened_beside(self, event: Lines.Opened) -> None:
        from crm.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(str(event.target)))

    @on(PlacesBar.Asked)
    def _asked(self, event: PlacesBar.Asked) -> None:
        self.crm.go(event.mode)

    @work(exclusive=True, group="write")
    async def action_history_undo(self) -> None:
        number = self.table.cursor_id
        if number is None:
            return
        shown = await self.attempt(self._previews(number))
        newer = await self.app.push_screen_wait(Undoing(*shown)) if shown else None
        if newer is None:
            return
        done = await self.attempt(self.desk.undo(number, also_newer=newer))
        if done:
            kept = (
                f" · {_('kept {refs}, changed since', refs=', '.join(k.ref for k in done.kept[:3]))}"
                if done.kept
                else ""
            )
            self.say(f"{_('Undid: {what}', what=done.label)}{kept} · {_('Z to bring it back')}")

    async def _previews(self, number: int) -> tuple[history.Preview, history.Preview | None]:
        """What would be undone, and what if the newer were taken back too, where there is some."""
        try:
            plain = await self.desk.read(history.preview, number)
        except Problem:
            whole = await self.desk.read(partial(history.preview, also_newer=True), number)
            return replace(whole, removed=0, put_back=0, set_back=0, steps=()), whole
        if not plain.kept:
            return plain, None
        return plain, await self.desk.read(partial(history.preview, also_newer=True), number)


class ChangeScreen(Verbal, AtDesk, Screen[None]):
    """What one change set changed, on a screen of its own."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("change.back", "escape", "Back", "Back to the history.", True, HISTORY),
    )
    AUTO_FOCUS = "Card"

    def __init__(self, view: CardView) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        yield PlacesBar("history")
        yield Card()
        yield VerbBar()

    def on_mount(self) -> None:
        self.query_one(Card).show_card(self._view)

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        from crm.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(str(event.target)))

    def action_change_back(self) -> None:
        self.dismiss()


def _cells(entry: ChangeSet) -> Cells:
    return (
        _when(entry.at),
        entry.label,
        entry.by,
        f"{entry.rows:,}",
        words(entry.kind),
        (_("undone"), "muted") if entry.undone else "",
        (str(entry.id), "muted"),
    )


def _when(at: datetime) -> str:
    local = at.astimezone()
    return f"{day(local.date())} {local:%H:%M}"


def _told(session: Any, number: int) -> CardView:
    entry = history.entry(session, number)
    steps = list(filter(tells, history.steps_of(session, number, MOST)))
    about = [f"{_('No.')} {entry.id}", _when(entry.at), entry.by]
    if entry.undone:
        about.append(_("undone"))
    rows = tuple(_step(history.worded(step)) for step in steps)
    if entry.rows > len({(s.table, s.row_id) for s in steps}):
        rows = (*rows, Entry("", _("and more, {n} rows in all", n=f"{entry.rows:,}"), "muted"))
    return CardView(entry.label, " · ".join(about), (Section(_("What changed"), rows),))


def _step(step: Step) -> Entry:
    model = MODELS[step.table]
    ref = f"{model.letter}{step.row_id}" if model.letter else None
    lead = ref or _(step.table.replace("_", " "))
    name = field_word(model.noun, step.field)
    before, after = words(step.before), words(step.after)
    text = {"insert": f"{name}: {after}", "delete": f"{name}: {before} → {_('gone')}"}.get(
        step.op.value, f"{name}: {before or _('nothing')} → {after or _('nothing')}"
    )
    return Entry(lead, text, target=ref)


def record_view(name: str, noun: str, steps: Sequence[Step]) -> CardView:
    """The life of one record, newest first: what, from, to, who, when, and as part of which act."""
    sections = []
    for number, same in groupby(steps, key=lambda step: step.set_id):
        moved = list(same)
        first = moved[0]
        title = f"{_when(first.at)} · {first.by} · {first.label} · {_('No.')} {number}"
        sections.append(Section(title, tuple(_move(noun, history.worded(s)) for s in moved)))
    return CardView(name, _("every change, newest first"), tuple(sections))


def _move(noun: str, step: Step) -> Entry:
    before, after = words(step.before) or _("nothing"), words(step.after) or _("nothing")
    text = after if step.op is Op.insert else f"{before} → {after}"
    return Entry(field_word(MODELS[step.table].noun or noun, step.field), text)
