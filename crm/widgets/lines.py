"""Prepared lines of toned text; the cursor stops on those that lead somewhere."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from crm.text import one_line
from crm.widgets.cursor import OPEN, CursorList
from crm.widgets.drawing import POINTER, ink, strip

EDGE = 2  # the cursor's glyph and a blank
AIR = 1  # between the text and the scrollbar

Part = tuple[str, str]  # text and tone


@dataclass(frozen=True)
class Line:
    """One line of the screen; `target` is what opening it gives back. A line that goes `on` from the
    one above is lit and opened with it."""

    parts: tuple[Part, ...] = ()
    target: Hashable = None
    on: bool = False


Build = Callable[[int], Sequence[Line]]  # from the width there is


class Lines(CursorList):
    """Shows lines, scrolls them, and says which was opened."""

    TONES: ClassVar[tuple[str, ...]] = (
        "title",
        "heading",
        "label",
        "muted",
        "accent",
        "good",
        "warn",
        "bad",
        "disabled",
    )

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",
        "lines--cursor-away",
        *(f"lines--{tone}" for tone in TONES),
    }

    DEFAULT_CSS = """
    Lines {
        & > .lines--cursor { background: $primary; color: $text; text-style: bold; }
        & > .lines--cursor-away { background: $panel; }
        & > .lines--title { text-style: bold; }
        & > .lines--heading { color: $text-accent; text-style: bold; }
        & > .lines--label { color: $text-muted; }
        & > .lines--muted { color: $text-muted; }
        & > .lines--accent { color: $text-accent; }
        & > .lines--good { color: $text-success; }
        & > .lines--warn { color: $text-warning; }
        & > .lines--bad { color: $text-error; }
        & > .lines--disabled { color: $text-disabled; }
    }
    """

    @dataclass
    class Opened(Message):
        lines: "Lines"
        target: Hashable

    @dataclass
    class Moved(Message):
        lines: "Lines"
        target: Hashable

        @property
        def control(self) -> "Lines":
            return self.lines

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._build: Build = lambda width: ()
        self._lines: Sequence[Line] = ()
        self._ground = Style()
        self.always_lit = False  # the cursor shows as if focused: an input beside it has the keys

    def show(self, build: Build | Sequence[Line], *, keep: bool = False) -> None:
        """Show these lines; with `keep` the cursor stays on the same target if it is still there."""
        before = self.target
        self._build = build if callable(build) else lambda width: build
        self._rebuild()
        self.cursor_row = self._row_of(before) if keep else self._nearest(0, 1)
        if keep:
            self.show_row(self.cursor_row)
        else:  # from its title, even where the first line that opens is further down
            self.scroll_to(y=0, animate=False)
        if (self.target is None) != (before is None):
            self.refresh_bindings()

    @property
    def target(self) -> Hashable:
        """What the line under the cursor leads to."""
        lines = self._lines
        return lines[self.cursor_row].target if self.cursor_row < len(lines) else None

    def _row_of(self, target: Hashable) -> int:
        found = (row for row, line in enumerate(self._lines) if line.target == target is not None)
        return next(found, self._nearest(self.cursor_row, 1))

    def _rebuild(self) -> None:
        # Before it is laid out as on the whole screen: to wrap at no width takes longest of all.
        width = self.scrollable_content_region.width or self.app.size.width
        self._lines = self._build(max(0, width - EDGE - AIR))
        self.fit()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        here = self.target
        self._rebuild()
        self.cursor_row = self._row_of(here)

    def row_count(self) -> int:
        return len(self._lines)

    def stops(self, row: int) -> bool:
        if row >= len(self._lines):
            return False
        return self._lines[row].target is not None and not self._lines[row].on

    def head(self, row: int) -> int:
        while row > 0 and self._lines[row].on:
            row -= 1
        return row

    def _last(self, row: int) -> int:
        """The last line of what begins on this one."""
        while row + 1 < len(self._lines) and self._lines[row + 1].on:
            row += 1
        return row

    def show_row(self, row: int) -> None:
        """All its lines, as far as they fit."""
        last = self._last(row)
        if row >= self.top and last >= self.top + self.page:
            self.scroll_to(y=min(row, last - self.page + 1), animate=False)
        else:
            super().show_row(row)

    def _redraw_row(self, row: int) -> None:
        for each in range(row, self._last(row) + 1):
            super()._redraw_row(each)

    def _step(self, by: int) -> None:
        """A page is turned whole, and the cursor goes along to what can be opened there."""
        most = max(0, self.row_count() - self.page)
        top = min(max(self.top + by, 0), most)
        if abs(by) == 1 or top == self.top:
            super()._step(by)
            return
        self.scroll_to(y=top, animate=False)
        near = self.cursor_row + top - self.top
        here = [row for row in range(top, top + self.page) if self.stops(row)]
        if here:
            self.go(min(here, key=lambda row: abs(row - near)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Text alone has nothing to open, so Enter is not offered."""
        opens = parameters == (OPEN.id,)
        return not opens or any(line.target is not None for line in self._lines)

    def open_row(self, row: int) -> None:
        if self.stops(row):
            self.post_message(self.Opened(self, self._lines[row].target))

    def moved(self) -> None:
        self.post_message(self.Moved(self, self.target))

    def render_lines(self, crop: Region) -> list[Strip]:
        self._ground = self.rich_style  # the same for all of them, and dear to put together
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        row, width = self.top + y, self.size.width
        if row >= len(self._lines):
            return Strip.blank(width, self._ground)
        line = self._lines[row]
        here = self.head(row) == self.cursor_row and line.target is not None
        base = self._base(here)
        lit = here and (self.has_focus or self.always_lit)
        edge = Segment(f"{POINTER} " if here and not line.on else " " * EDGE, base)
        parts = (Segment(one_line(text), self._style(base, tone, lit)) for text, tone in line.parts)
        return strip([edge, *parts], width, base)

    def _base(self, here: bool) -> Style:
        if not here:
            return self._ground
        lit = self.has_focus or self.always_lit
        return self.get_component_rich_style(f"lines--{'cursor' if lit else 'cursor-away'}")

    def _style(self, base: Style, tone: str, lit: bool) -> Style:
        if not tone or lit:
            return base
        return base + ink(self.get_component_rich_style(f"lines--{tone}"))
