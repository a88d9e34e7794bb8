"""The list every noun shares: sorted ids, and only the rows on the screen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from crm.verbs import Verb
from crm.widgets.columns import GAP, Column, Placed, place
from crm.widgets.drawing import DOTS, POINTER, TICK, Tones, aligned, ink, strip
from crm.widgets.drawing import row as row_of
from crm.widgets.kept import Cells
from crm.widgets.listing import Fetch, Listing
from crm.words import _, named

DRAWN = 512  # rows kept as they were drawn
GUTTER = 3  # cursor glyph, mark glyph, blank: the cursor shows without colour, too

MARK = Verb("list.mark", "space", "Mark", "Mark this line, or take its mark off.", False, "Marking")
MARK_ALL = Verb(
    "list.mark_all",
    "*",
    "Mark all",
    "Mark all lines shown, or take their marks off.",
    False,
    "Marking",
)


class LedgerTable(Listing):
    """Rows of records, fetched in blocks as they come into view.

    `fetch` is awaited with ids and gives the cells of those that exist, in the order of the columns.
    """

    VERBS: ClassVar[tuple[Verb, ...]] = (MARK, MARK_ALL)
    HEADING = 1

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--heading",
        "table--odd",
        "table--even",
        "table--cursor",
        "table--cursor-away",
        "table--mark",
        "table--waiting",
        "table--muted",
        "table--accent",
        "table--good",
        "table--warn",
        "table--bad",
    }

    DEFAULT_CSS = """
    LedgerTable {
        height: 1fr;
        & > .table--heading { color: $text-muted; text-style: underline; }
        & > .table--odd { background: $surface; }
        & > .table--cursor { background: $primary; color: $text; text-style: bold; }
        & > .table--cursor-away { background: $panel; }
        & > .table--mark { color: $accent; text-style: bold; }
        & > .table--waiting { color: $text-disabled; }
        & > .table--muted { color: $text-muted; }
        & > .table--accent { color: $text-accent; }
        & > .table--good { color: $text-success; }
        & > .table--warn { color: $text-warning; }
        & > .table--bad { color: $text-error; }
    }
    """

    @dataclass
    class Opened(Message):
        table: "LedgerTable"
        id: int

    @dataclass
    class Moved(Message):
        """The cursor stands on another record, or on none."""

        table: "LedgerTable"
        id: int | None

    @dataclass
    class Marked(Message):
        table: "LedgerTable"

    @dataclass
    class SortAsked(Message):
        """A heading was clicked."""

        table: "LedgerTable"
        key: str

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        empty: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(fetch, id=id)
        self.columns = tuple(columns)
        self.empty = empty
        self.marks: set[int] = set()
        self.sorted_by: tuple[str, bool] | None = None
        self._placed: list[Placed] = []
        self._drawn = GUTTER  # cells of a line that the columns take
        # By what a row looks like beside its cells; drawn again, a page costs as much as the rest of it.
        self._rows: dict[tuple[int, bool, int, bool, bool], tuple[Cells | None, Strip]] = {}

    def sort_shown(self, key: str, descending: bool) -> None:
        """Draw the arrow of the order that the ids come in."""
        self.sorted_by = (key, descending)
        self.refresh()

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the rows are asked for again, and the cursor stays."""
        self.columns = tuple(columns)
        self.start_anew()
        self.laid_out()
        self.refresh()

    def chosen(self) -> list[int]:
        """The marked records in the order shown (those out of sight last), else the one at the cursor."""
        if not self.marks:
            return [] if self.cursor_id is None else [self.cursor_id]
        shown = [id_ for id_ in self.ids or () if id_ in self.marks]
        return shown + sorted(self.marks.difference(shown))

    def unmark(self, ids: Collection[int] | None = None) -> None:
        """Take the marks off these records, or off all."""
        self.marks = set() if ids is None else self.marks.difference(ids)
        self.refresh()
        self.post_message(self.Marked(self))

    @property
    def room(self) -> int:
        """Cells that the columns share."""
        return self.scrollable_content_region.width - GUTTER

    def laid_out(self) -> None:
        self._placed = place(self.columns, self.room)
        self._rows.clear()
        self._drawn = GUTTER + sum(placed.width + GAP for placed in self._placed)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._rows.clear()

    def open_row(self, row: int) -> None:
        if self.ids:
            self.post_message(self.Opened(self, self.ids[row]))

    def moved(self) -> None:
        self.post_message(self.Moved(self, self.cursor_id))

    def action_list_mark(self) -> None:
        if self.cursor_id is not None:
            self.marks ^= {self.cursor_id}
            self._redraw_row(self.cursor_row)
            self.go(self.cursor_row + 1)
            self.post_message(self.Marked(self))

    def action_list_mark_all(self) -> None:
        shown = set(self.ids or ())
        self.marks = self.marks - shown if shown <= self.marks else self.marks | shown
        self.refresh()
        self.post_message(self.Marked(self))

    def available(self, verb: Verb) -> str | None:
        if verb in (MARK, MARK_ALL) and not self.ids:
            return _("There is nothing to mark in an empty list.")
        return super().available(verb)

    def heading_clicked(self, x: int) -> None:
        for placed in self._placed:
            if placed.start <= x - GUTTER < placed.start + placed.width:
                self.post_message(self.SortAsked(self, placed.column.key))

    # Drawing

    def render_line(self, y: int) -> Strip:
        row = self.top + y - self.HEADING
        if y < self.HEADING:
            return self._heading()
        if row < self.row_count():
            return self._row(row)
        return self._beneath(y - self.HEADING)

    def _heading(self) -> Strip:
        style = self._tone("heading")
        labels = [self._label(column) for column in self.columns]
        return self._line(row_of(self._placed, labels, style, lambda _: style), "   ", style)

    def _label(self, column: Column) -> str:
        key, descending = self.sorted_by or ("", False)
        label = named("column", column.label) if column.label else ""
        return f"{label} {'↓' if descending else '↑'}" if key == column.key else label

    def _row(self, row: int) -> Strip:
        """A row as it was drawn before, where nothing of it changed since."""
        id_ = (self.ids or ())[row]
        here, cells = row == self.cursor_row, self._kept.row(id_)
        look = (id_, id_ in self.marks, row % 2, here, here and self.has_focus)
        drawn = self._rows.get(look)
        if drawn is None or drawn[0] is not cells:
            if len(self._rows) > DRAWN:
                self._rows.clear()
            drawn = self._rows[look] = (cells, self._draw(row, id_, cells))
        return drawn[1]

    def _draw(self, row: int, id_: int, cells: Cells | None) -> Strip:
        here, marked = row == self.cursor_row, id_ in self.marks
        base = self._base(row)
        tones: Tones = (lambda _: base) if here and self.has_focus else self._tone
        if cells is None:
            cells = [(DOTS, "waiting")] * len(self.columns)
        glyphs = f"{POINTER if here else ' '}{TICK if marked else ' '} "
        return self._line(row_of(self._placed, cells, base, tones), glyphs, base, marked)

    def _line(
        self, cells: Iterable[Segment], glyphs: str, base: Style, marked: bool = False
    ) -> Strip:
        edge = Segment(glyphs, base + self._tone("mark") if marked else base)
        width, blank = self.size.width, self.size.width - self._drawn
        if blank < 0:
            return strip([edge, *cells], width, base)
        return Strip([edge, *cells, Segment(" " * blank, base)], width)

    def _beneath(self, line: int) -> Strip:
        """Below the last row: blank, or in an empty list what would teach the first key."""
        said = _(self.empty).splitlines() if self.ids is not None and not self.ids else []
        text = said[line - 1] if 1 <= line <= len(said) else ""
        width, style = self.size.width, self._tone("muted")
        return strip(
            [Segment(aligned("   " + text, width), self._tone("even") + style)], width, style
        )

    def _base(self, row: int) -> Style:
        if row == self.cursor_row:
            return self._tone("cursor" if self.has_focus else "cursor-away")
        return self._tone("odd" if row % 2 else "even")

    def _tone(self, tone: str) -> Style:
        whole = tone in ("heading", "odd", "even", "cursor", "cursor-away")
        style = self.get_component_rich_style(f"table--{tone}")
        return style if whole else ink(style)
