"""A list with a cursor that draws only the lines on the screen; tables and cards are such lists."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Literal

from textual import events
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from crm.verbs import Verb, Verbal
from crm.widgets.bar import Bar
from crm.widgets.drawing import filtered
from crm.words import _

MOVING = "Moving"

DOWN = Verb("list.down", "j,down", "Down", "Go one line down.", False, MOVING)
UP = Verb("list.up", "k,up", "Up", "Go one line up.", False, MOVING)
PAGE_DOWN = Verb("list.page_down", "pagedown", "Page down", "Go one page down.", False, MOVING)
PAGE_UP = Verb("list.page_up", "pageup", "Page up", "Go one page up.", False, MOVING)
HALF_DOWN = Verb("list.half_down", "ctrl+d", "Half a page down", "Go on half.", False, MOVING)
HALF_UP = Verb("list.half_up", "ctrl+u", "Half a page up", "Go back half.", False, MOVING)
FIRST = Verb("list.first", "g,home", "First line", "Go to the first line.", False, MOVING)
LAST = Verb("list.last", "G,end", "Last line", "Go to the last line.", False, MOVING)
OPEN = Verb("list.open", "enter", "Open", "Open the record on this line.", True, MOVING)


class CursorList(Verbal, ScrollView, can_focus=True):
    """Lines under a fixed heading; the cursor stops on the lines where `stops` says so."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        DOWN,
        UP,
        PAGE_DOWN,
        PAGE_UP,
        HALF_DOWN,
        HALF_UP,
        FIRST,
        LAST,
        OPEN,
    )

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    CursorList {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    """

    HEADING: ClassVar[int] = 0  # lines at the top that do not scroll

    virtual_size = Reactive(Size(0, 0))  # Textual would lay out the whole screen for a longer list

    def watch_virtual_size(self, size: Size) -> None:
        if self.styles.auto_dimensions:
            self.refresh(layout=True)
        elif self.is_attached:
            self._scroll_update(size)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.cursor_row = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual does where there is no border, no padding and no link, in half of its time."""
        if any(self.styles.gutter):
            return super().render_lines(crop)
        lines = filtered(self, [self.render_line(y) for y in crop.line_range])
        whole = crop.column_span == (0, self.size.width)
        return lines if whole else [line.crop(*crop.column_span) for line in lines]

    @abstractmethod
    def row_count(self) -> int:
        """How many lines there are."""

    def stops(self, row: int) -> bool:
        """Whether the cursor may stand on this line."""
        return True

    def head(self, row: int) -> int:
        """The line on which the record that is shown here begins."""
        return row

    @abstractmethod
    def open_row(self, row: int) -> None:
        """Say that the record on this line was asked for."""

    def moved(self) -> None:
        """The cursor stands on another line."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = Bar(name="vertical")
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    @property
    def page(self) -> int:
        return max(1, self.scrollable_content_region.height - self.HEADING)

    @property
    def top(self) -> int:
        return self.scroll_offset.y

    def fit(self) -> None:
        """Tell the scrollbar how long the list is."""
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, self.row_count() + self.HEADING)

    def go(self, row: int) -> None:
        """Put the cursor on this line, or the nearest one it may stand on, and show it."""
        before, self.cursor_row = self.cursor_row, self._nearest(row, row - self.cursor_row)
        self.show_row(self.cursor_row)
        if before != self.cursor_row:
            self._redraw_row(before)
            self._redraw_row(self.cursor_row)
            self.moved()

    def show_row(self, row: int) -> None:
        if row < self.top:
            self.scroll_to(y=row, animate=False)
        elif row >= self.top + self.page:
            self.scroll_to(y=row - self.page + 1, animate=False)

    def _out_of_sight(self, row: int) -> int:
        """-1 above what is shown, 1 below it, 0 in sight."""
        return -1 if row < self.top else int(row >= self.top + self.page)

    def _nearest(self, row: int, direction: int) -> int:
        last = self.row_count() - 1
        row = min(max(row, 0), max(last, 0))
        onwards = range(row, last + 1) if direction >= 0 else range(row, -1, -1)
        back = range(row, -1, -1) if direction >= 0 else range(row, last + 1)
        for candidates in (onwards, back):
            for candidate in candidates:
                if self.stops(candidate):
                    return candidate
        return row

    def _redraw_row(self, row: int) -> None:
        y = row - self.top + self.HEADING
        self.refresh(Region(0, y, self.size.width, 1))

    def _step(self, by: int) -> None:
        """Move the cursor if nothing unread is skipped, else scroll: what lies before is read first."""
        away = self.stops(self.cursor_row) and self._out_of_sight(self.cursor_row) == _sign(by)
        goal = None if away else self._stop_within(by)
        if goal is None:
            self.scroll_to(y=self.top + by, animate=False)
        else:
            self.go(goal)

    def _stop_within(self, by: int) -> int | None:
        """The line to stand on after moving by so many lines; none beyond what then is in sight."""
        way, last = _sign(by), self.row_count() - 1
        above, below = self.top - 1, self.top + self.page
        if last < 0:
            return None
        start = max(self.cursor_row, above) if by > 0 else min(self.cursor_row, below)
        end = min(below - 1 + by, last) if by > 0 else max(above + 1 + by, 0)
        goal = min(max(start + by, 0), last)
        rows: Sequence[int] = [*range(goal, end + way, way), *range(goal, start, -way)]
        return next(filter(self.stops, rows), None)

    def action_list_down(self) -> None:
        self._step(1)

    def action_list_up(self) -> None:
        self._step(-1)

    def action_list_page_down(self) -> None:
        self._step(self.page)

    def action_list_page_up(self) -> None:
        self._step(-self.page)

    def action_list_half_down(self) -> None:
        self._step(max(1, self.page // 2))

    def action_list_half_up(self) -> None:
        self._step(-max(1, self.page // 2))

    def action_list_first(self) -> None:
        self.go(0)
        self.scroll_to(y=0, animate=False)

    def action_list_last(self) -> None:
        self.go(self.row_count() - 1)
        self.scroll_end(animate=False, immediate=True)

    def action_list_open(self) -> None:
        """Never a line that is not seen: that one is shown first."""
        if self._out_of_sight(self.cursor_row):
            self.show_row(self.cursor_row)
        else:
            self.open_row(self.cursor_row)

    def available(self, verb: Verb) -> str | None:
        here = self.row_count() and self.stops(self.cursor_row)
        if verb == OPEN and not here:
            return _("There is nothing to open here.")
        return super().available(verb)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def heading_clicked(self, x: int) -> None:
        """The heading was clicked, `x` cells from the left."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        row = event.y - self.HEADING + self.top
        if event.y < self.HEADING:
            self.heading_clicked(event.x)
        elif row < self.row_count() and self.stops(head := self.head(row)):
            self._clicked(head, event)

    def _clicked(self, row: int, event: events.Click) -> None:
        self.go(row)
        if event.chain == 2:
            self.open_row(row)


def _sign(by: int) -> Literal[-1, 1]:
    return 1 if by > 0 else -1
