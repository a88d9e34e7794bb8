"""One row of a file: what would become of it, why, and every value it would change."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from crm.exchange.findings import WORDS, Findings
from crm.screens import import_words as say
from crm.screens.dialog import Dialog
from crm.screens.import_dialog import IMPORT
from crm.text import assemble, cell_width, one_line
from crm.verbs import Verb
from crm.widgets.drawing import aligned, wrapped
from crm.widgets.kept import Cells
from crm.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from textual.content import Content

    from db.fates import Told


class RowScreen(Dialog[None]):
    """All that the list has no room for."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("row.close", "escape,enter", "Close", "Back to the rows.", True, IMPORT),
    )

    DEFAULT_CSS = "RowScreen Lines { height: auto; max-height: 100%; }"

    def __init__(self, found: Findings, at: int, cells: Sequence[tuple[str, str]]) -> None:
        told = found.result.fates[at]
        fate = told.fate
        super().__init__(f"Row {fate.number:,}, {WORDS[fate.verdict]}: {one_line(told.name)}")
        self._told = list(row_lines(found, told))
        self._cells = cells

    def body(self) -> Sequence[Widget]:
        return [Lines()]

    def on_mount(self) -> None:
        lines = self.query_one(Lines)
        lines.show(self._lines)
        lines.focus()

    def _lines(self, width: int) -> list[Line]:
        told = [Line(((part, ""),)) for text in self._told for part in wrapped(text, width)]
        label = min(24, max((cell_width(header) for header, _ in self._cells), default=0))
        told += [Line()] if told else []
        told += [Line((("In the file", "heading"),))] if self._cells else []
        for header, cell in self._cells:
            first, *rest = wrapped(cell, width - label - 2)
            told.append(Line(((aligned(header, label + 2), "label"), (first, ""))))
            told += [Line(((" " * (label + 2) + part, ""),)) for part in rest]
        return told

    def action_row_close(self) -> None:
        self.dismiss(None)


def row_lines(found: Findings, told: "Told") -> Iterator[str]:
    """Why it is what it is, each change, and each remark."""
    fate, noun = told.fate, str(found.result.plan.noun)
    if fate.reason:
        yield say.by_key(fate.reason)
    for change in fate.changes.items():
        yield say.change_words(noun, *change)
    for remark in told.remarks:
        value = f" (“{remark.value}”)" if remark.value else ""
        yield say.remark_words(remark) + value


def row_in_full(found: Findings, at: int) -> list[tuple[str, str]]:
    """Each header with the cell as it stands in the file, where there is one."""
    number, sheet = found.result.fates[at].fate.number, found.result.sheet
    row = next((row for row in sheet.rows() if row.number == number), None)
    cells = zip(sheet.headers, row.cells, strict=False) if row else ()
    return [(header, cell) for header, cell in cells if cell.strip()]


def row_detail(found: Findings, at: int) -> "Content":
    """The row under the cursor in a few lines."""
    told = found.result.fates[at]
    fate, name, also = told.fate, one_line(told.name), one_line(told.also)
    where = f"Row {fate.number:,}, line {fate.line:,}" if fate.line else f"Row {fate.number:,}"
    head = f"{where} · {name}"
    rest = [one_line(line) for line in row_lines(found, told)] or [also]
    return assemble((head, "bold $foreground"), "\n", "\n".join(rest))


def row_cells(found: Findings, at: int) -> Cells:
    """Number, verdict, name, and why or what changes, for the list of rows."""
    told, noun = found.result.fates[at], str(found.result.plan.noun)
    fate = told.fate
    verdict = (WORDS[fate.verdict], say.TONES.get(fate.verdict, "muted"))
    what = say.what_happens(noun, fate, told.also, told.remarks)
    return (f"{fate.number:,}", verdict, told.name, what)
