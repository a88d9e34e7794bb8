"""A row of a form: label, control, what it would mean beside it, what is wrong beneath it."""

from collections.abc import Iterator
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.strip import Strip
from textual.widget import Widget

from crm.text import cell_width
from crm.widgets.drawing import aligned, strip, wrapped

LABEL = 18  # cells; the longest label of our forms
SHORT = 24  # cells of a control beside which the echo stands


class FieldList(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The rows of a form; only its cursor scrolls it. It has the styles of all rows: styling them one
    by one took half a second."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "field--label",
        "field--label-here",
        "field--echo",
        "field--problem",
    }

    DEFAULT_CSS = """
    FieldList {
        height: auto; max-height: 100%; scrollbar-size-vertical: 1;
        & > .field--label { color: $text-muted; }
        & > .field--label-here { color: $text-accent; text-style: bold; }
        & > .field--echo { color: $text-accent; }
        & > .field--problem { color: $text-error; text-style: bold; }
    }
    """


class FieldRow(Widget):
    """Draws the label and notes itself, so that a form of thirty fields mounts quickly."""

    DEFAULT_CSS = "FieldRow { height: auto; }"

    def __init__(
        self, name: str, label: str, control: Widget, *, short: bool = False, required: bool = False
    ) -> None:
        super().__init__(name=name)
        self.control = control
        self.problem = ""
        self.echo = ""
        self._label = f"{label} *" if required else label
        self._short = short
        control.styles.margin = (0, 0, 0, LABEL)
        if short:
            control.styles.width = SHORT

    def compose(self) -> ComposeResult:
        yield self.control

    def enter(self, *, scroll_visible: bool = True) -> None:
        """Put the cursor in it."""
        target = self.control
        if not target.can_focus:
            target = next(child for child in target.walk_children(Widget) if child.can_focus)
        target.focus(scroll_visible)

    def say(self, *, problem: str = "", echo: str = "") -> None:
        """Show what is wrong, or what the text would mean; nothing clears both."""
        if (problem, echo) != (self.problem, self.echo):
            self.problem, self.echo = problem, echo
            self._make_room()
            self.refresh()

    def on_resize(self) -> None:
        self._make_room()
        if self.has_focus_within:
            self.show_whole()

    def show_whole(self) -> None:
        """What a text means stands under it, in sight while it is typed."""
        if self.size.height <= self.query_ancestor(FieldList).size.height:
            self.scroll_visible(animate=False)

    def _make_room(self) -> None:
        self.control.styles.margin = (0, 0, len(self._beneath()), LABEL)

    def _beneath(self) -> list[str]:
        """The lines under the control."""
        if self.problem:
            return wrapped(f"! {self.problem}", self.size.width - LABEL - 1)
        if self.echo and not self._beside:
            return list(_said_back(self.echo, self.size.width - LABEL - 3))
        return []

    @property
    def _beside(self) -> bool:
        room = self.size.width - LABEL - SHORT - 3
        return self._short and cell_width(self.echo) + 2 <= room

    def render_line(self, y: int) -> Strip:
        base, width = self.rich_style, self.size.width
        first = self.size.height - len(self._beneath())
        if y >= first:
            return strip(self._note(y - first), width, base)
        if y:
            return Strip.blank(width, base)
        here = self.has_focus_within
        style = self._tone("label-here" if here else "label")
        label = Segment(aligned(self._label, LABEL - 1), style)
        echo = f"= {self.echo}" if self.echo and self._beside else ""
        said = Segment(echo, self._tone("echo"))
        return strip([label, Segment(" " * (SHORT + 2), base), said], width, base)

    def _tone(self, tone: str) -> Style:
        fields = self.query_ancestor(FieldList)
        return fields.get_component_rich_style(f"field--{tone}")

    def _note(self, line: int) -> list[Segment]:
        style = self._tone("problem" if self.problem else "echo")
        return [Segment(" " * LABEL, self.rich_style), Segment(self._beneath()[line], style)]

    def on_descendant_focus(self) -> None:
        self.refresh()

    def on_descendant_blur(self) -> None:
        self.refresh()


def _said_back(echo: str, width: int) -> Iterator[str]:
    """Each thing that is meant begins with a sign; what does not fit stands beneath it."""
    for thing in echo.splitlines():
        for index, line in enumerate(wrapped(thing, width)):
            yield f"{' ' if index else '='} {line}"
