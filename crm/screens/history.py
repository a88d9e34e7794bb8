"""Place 9: who changed what and when; any of it can be taken back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from crm.screens.at_desk import AtDesk
from crm.screens.shown import day, field_word, words
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
from db.history import Entry as ChangeSet
from db.history import Step
from db.models import MODELS

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
INNER = frozenset({"id", "uid", "created_at", "created_by"})
NOTHING: tuple[object, ...] = (None, "", [], {}, False)
MOST = 600  # lines of one change set beside the list; an import has thousands


class History(Verbal, AtDesk, Screen[None]):
    """Every change set, newest first, with what it changed beside it."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb(
            "history.undo",
            "u",
            "Undo this",
            "Take back the change under the cursor.",
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
        if number is None:
            return
        told = await self.attempt(self.desk.read(_told, number))
        if told and self.table.cursor_id == number:
            self.query_one(Card).show_card(told)

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
        done = await self.attempt(self.desk.undo(number)) if number else None
        if done:
            kept = (
                f" · {_('kept {refs}, changed since', refs=', '.join(k.ref for k in done.kept[:3]))}"
                if done.kept
                else ""
            )
            self.say(f"{_('Undid: {what}', what=done.label)}{kept} · {_('Z to bring it back')}")


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
    steps = [s for s in history.steps_of(session, number, MOST) if s.field not in INNER]
    steps = [s for s in steps if s.before not in NOTHING or s.after not in NOTHING]
    about = [f"{_('No.')} {entry.id}", _when(entry.at), entry.by]
    if entry.undone:
        about.append(_("undone"))
    rows = tuple(_step(step) for step in steps)
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
