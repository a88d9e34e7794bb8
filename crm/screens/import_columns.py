"""The first step of an import: how the file was read and what its columns fill; any of it can be changed."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.widget import Widget
from textual.widgets import Static

from crm.exchange import intake as taking
from crm.exchange.apply import Result
from crm.exchange.column import Column as FileColumn
from crm.exchange.dates import Order
from crm.exchange.fields import FIELDS, NOUNS
from crm.exchange.intake import Intake
from crm.exchange.mapping import CHOSEN
from crm.exchange.readings import readings
from crm.screens import import_words as say
from crm.screens.import_check import CheckScreen
from crm.screens.import_dialog import IMPORT, ImportDialog, Rows
from crm.screens.pick import Item, Pick
from crm.text import assemble, content, one_line
from crm.verbs import Verb
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from crm.widgets.table import LedgerTable

if TYPE_CHECKING:
    from textual.content import Content

COLUMNS = (
    Column("header", "Column in the file", 18, flex=2),
    Column("field", "Fills", 18, flex=2),
    Column("sure", "How sure", 10),
    Column("samples", "First values", 20, flex=5),
    Column("why", "Why", 26, flex=2, tone="muted", rank=1),
)
FIRST: dict[Order, str] = {"dmy": "the day first", "mdy": "the month first"}
MOST = 3  # warnings shown; the dry run tells them all, row by row
CHECK = Verb(
    "columns.check", "c,ctrl+s", "Check",
    "Try it out: what would become of every row. Nothing is written.", True, IMPORT,
)  # fmt: skip
NEXT = Verb("columns.next", "u", "Unsure", "Go to the next column to look at.", True, IMPORT)
NOUN = Verb("columns.noun", "l", "Lists", "Say what the rows of the file are.", True, IMPORT)
ENCODING = Verb("columns.encoding", "e", "Encoding", "Read its letters otherwise.", False, IMPORT)
DELIMITER = Verb("columns.delimiter", "d", "Delimiter", "Cut its lines otherwise.", False, IMPORT)
SHEET = Verb("columns.sheet", "t", "Sheet", "Read another sheet of the workbook.", False, IMPORT)
ORDER = Verb(
    "columns.order", "o", "Day or month", "Say what 03/04/2025 means in this column.", False, IMPORT
)
BACK = Verb("columns.back", "escape", "Back", "Choose another file.", True, IMPORT)


class ColumnsScreen(ImportDialog[Result | None]):
    """Dismissed with the result of the import, or None where another file is wanted."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        CHECK, NEXT, NOUN, ENCODING, DELIMITER, SHEET, ORDER, BACK,
    )  # fmt: skip

    def __init__(self, intake: Intake) -> None:
        super().__init__(f"Import {intake.path.name}")
        self.intake = intake

    def body(self) -> Sequence[Widget]:
        return [
            Static("", classes="about", markup=False),
            Static("", classes="summary", markup=False),
            Static("", classes="warnings", markup=False),
            Static("", classes="said", markup=False),
            Rows(COLUMNS, self._fetch, empty="This file has no columns."),
            Static("", classes="detail", markup=False),
        ]

    def on_mount(self) -> None:
        self.table.focus()
        self._show(self.intake)

    @property
    def table(self) -> Rows:
        return self.query_one(Rows)

    @property
    def column(self) -> FileColumn | None:
        at = self.table.cursor_id
        return None if at is None else self.intake.plan.columns[at]

    def _show(self, intake: Intake) -> None:
        self.intake = intake
        self.query_one(".about", Static).update(about(intake))
        self.query_one(".summary", Static).update(content(one_line(say.summary(intake))))
        self._warn(say.warnings(intake))
        self.table.reload()
        self.table.set_ids(range(len(intake.plan.columns)))
        self._detail()
        self.refresh_bindings()

    def _warn(self, told: Sequence[str]) -> None:
        shown = self.query_one(".warnings", Static)
        shown.update(content("\n".join(f"! {one_line(each)}" for each in told[:MOST])))
        shown.display = bool(told)

    async def _fetch(self, ids: list[int]) -> Mapping[int, Cells]:
        columns = self.intake.plan.columns
        return {at: cells(self.intake, columns[at]) for at in ids if at < len(columns)}

    @on(LedgerTable.Moved)
    def _detail(self) -> None:
        if self.column:
            self.query_one(".detail", Static).update(detail(self.intake, self.column))
        self.refresh_bindings()

    def available(self, verb: Verb) -> str | None:
        sheet = self.intake.sheet
        return {
            CHECK: None if self.intake.plan.noun else "Say first what the file lists: press l.",
            NEXT: None if self.intake.doubtful else "Every column is sure.",
            ENCODING: None if sheet.encoding else "A workbook knows its letters by itself.",
            DELIMITER: None if sheet.delimiter else "This kind of file has no delimiters.",
            SHEET: None if len(sheet.sheets) > 1 else "This file has no other sheet.",
            ORDER: self._why_no_order(),
        }.get(verb, super().available(verb))

    def _why_no_order(self) -> str | None:
        dated = self.column and self.column.kind in {"day", "moment"}
        return None if dated else "This column holds no days."

    # Changing

    async def _changed(self, change: Callable[..., Intake], *told: Any, **how: Any) -> None:
        """Every change reads or maps anew in a thread; what cannot be leaves all as it was."""
        act = asyncio.to_thread(change, self.intake, *told, **how)
        if again := await self.attempt(act):
            self._show(again)

    @on(LedgerTable.Opened)
    @work(exclusive=True, group="change")
    async def _field(self, event: LedgerTable.Opened) -> None:
        column = self.intake.plan.columns[event.id]
        if self.intake.plan.noun is None:
            self.complain("Say first what the file lists: press l.")
            return
        pick = Pick(f"What does “{one_line(column.header)}” fill?", fields(self.intake, column))
        if (told := await self.app.push_screen_wait(pick)) is not None:
            await self._changed(taking.mapped, column.header, told or None)

    @work(exclusive=True, group="change")
    async def action_columns_noun(self) -> None:
        items = [Item(noun, say.noun_words(noun)) for noun in NOUNS]
        if noun := await self.app.push_screen_wait(Pick("What does the file list?", items)):
            await self._changed(taking.listing, noun)

    @work(exclusive=True, group="change")
    async def action_columns_encoding(self) -> None:
        found = await asyncio.to_thread(readings, self.intake.path)
        none = "some letters of the file do not exist in it"
        items = [
            Item(each.encoding, each.encoding.upper(), f"{each.words:<20}  {each.sample}",
                 reason=none if each.sample is None else None)
            for each in found
        ]  # fmt: skip
        pick = Pick("In which encoding are the letters right?", items)
        if encoding := await self.app.push_screen_wait(pick):
            await self._changed(taking.read_as, encoding=encoding)

    @work(exclusive=True, group="change")
    async def action_columns_delimiter(self) -> None:
        items = [Item(mark, words) for mark, words in say.DELIMITERS.items()]
        if mark := await self.app.push_screen_wait(Pick("What stands between the cells?", items)):
            await self._changed(taking.read_as, delimiter=mark)

    @work(exclusive=True, group="change")
    async def action_columns_sheet(self) -> None:
        items = [Item(name, name) for name in self.intake.sheet.sheets]
        if name := await self.app.push_screen_wait(Pick("Which sheet?", items)):
            await self._changed(taking.read_as, sheet=name)

    @work(exclusive=True, group="change")
    async def action_columns_order(self) -> None:
        if column := self.column:
            sample, read = say.both_readings(column)
            items = [Item(order, found, FIRST[order]) for order, found in read.items()]
            what = f"What is {sample} in “{one_line(column.header)}”?"
            pick: Pick[Order] = Pick(what, items)
            if order := await self.app.push_screen_wait(pick):
                await self._changed(taking.dated, column.header, order)

    # Going on

    def action_columns_next(self) -> None:
        here = self.table.cursor_row
        doubtful = [column.at for column in self.intake.doubtful]
        self.table.go(next((at for at in doubtful if at > here), doubtful[0]))

    @work(exclusive=True, group="check")
    async def action_columns_check(self) -> None:

        self.complain("")
        screen = CheckScreen(self.intake)
        result = await self.app.push_screen_wait(screen)
        self.intake = screen.intake
        if result:
            self.dismiss(result)

    def action_columns_back(self) -> None:
        self.dismiss(None)


def about(intake: Intake) -> "Content":
    """What was found about the file, on one line with the keys that change it."""
    parts: list[str | tuple[str, str]] = []
    for key, words in say.detected(intake):
        parts += [" · "] if parts else []
        parts += [(f"{key} ", "bold $text-accent")] if key else []
        parts.append(words)
    if intake.recalled:
        parts.append((f" · columns as chosen for {intake.recalled}", "$text-accent"))
    return assemble(*parts)


def cells(intake: Intake, column: FileColumn) -> Cells:
    samples = " | ".join(map(one_line, column.samples))
    noun = intake.plan.noun
    return (column.header, say.fills(noun, column), say.sure_words(column), samples, column.why)


def detail(intake: Intake, column: FileColumn) -> "Content":
    """Why, and the first three values in full."""
    field, _ = say.fills(intake.plan.noun, column)
    head = f"{one_line(column.header)} → {field}"
    parts: list[str | tuple[str, str]] = [(head, "bold $foreground")]
    if column.undecided:
        sample, read = say.both_readings(column)
        parts.append((f" · is {sample} {' or '.join(read.values())}? Press o", "$text-warning"))
    elif column.why:
        parts.append(f" · {column.why}")
    parts += [f"\n{sample}" for sample in map(one_line, column.samples)]
    return assemble(*parts)


def fields(intake: Intake, column: FileColumn) -> list[Item[str]]:
    """What a column can fill; an empty word lets it be guessed again."""
    noun = str(intake.plan.noun)
    taken = {each.field: each.header for each in intake.plan.columns if each.field}
    items = [
        Item("extra", "Extra field", "kept with the record under its own name"),
        Item("-", "Leave out", "its values are not imported"),
    ]
    if column.why == CHOSEN:
        items.append(Item("", "Guess again", "forget what was chosen for it"))
    for field in FIELDS[noun]:
        by = taken.get(field)
        told = "" if by is None else "now" if by == column.header else f"now from “{one_line(by)}”"
        items.append(Item(field, say.field_words(noun, field), told))
    return items
