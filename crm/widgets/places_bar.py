"""The top line: the places and their keys, the present one lit."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from crm.text import cell_width
from crm.widgets.drawing import strip
from crm.words import _


@dataclass(frozen=True)
class PlaceName:
    """A place: its mode, its key, its name and, for narrow terminals, a short name."""

    mode: str
    key: str
    label: str
    short: str
    help: str


EDGES = 3  # a blank, the key, a blank

PLACES = (
    PlaceName("today", "1", "Today", "Today", "Meetings, promises, deadlines, who has gone quiet."),
    PlaceName(
        "organisations", "2", "Investors", "Invest", "Investors and all other organisations."
    ),
    PlaceName("contacts", "3", "Contacts", "People", "People on both sides."),
    PlaceName("meetings", "4", "Meetings", "Meet", "Meetings: before, during and after."),
    PlaceName("follow_ups", "5", "Follow-ups", "Follow", "What we owe and what is owed to us."),
    PlaceName("projects", "6", "Projects", "Proj", "Projects by stage."),
    PlaceName("incentives", "7", "Incentives", "Incent", "What the state offers, as at a day."),
    PlaceName("figures", "8", "Figures", "Figs", "What the desk reached, kept and met."),
    PlaceName("history", "9", "History", "History", "Who changed what, when; undo any of it."),
)


class PlacesBar(Widget):
    """One line; a click goes to the place."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"places--name", "places--key", "places--here"}

    DEFAULT_CSS = """
    PlacesBar {
        dock: top;
        height: 1;
        background: $panel;
        & > .places--name { color: $text-muted; background: $panel; }
        & > .places--key { color: $text-accent; background: $panel; }
        & > .places--here { color: $text; background: $primary; text-style: bold; }
    }
    """

    class Asked(Message):
        def __init__(self, mode: str) -> None:
            super().__init__()
            self.mode = mode

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self._spots: list[tuple[int, int, str]] = []

    def render_line(self, y: int) -> Strip:
        name = self.get_component_rich_style("places--name")
        segments: list[Segment] = []
        at, self._spots = 0, []
        for place, label in _labels(self.here, self.size.width):
            lit = place.mode == self.here
            style = self.get_component_rich_style("places--here") if lit else name
            key = style if lit else self.get_component_rich_style("places--key")
            segments += [
                Segment(f" {place.key}", key),
                Segment(f" {label}" if label else "", style),
            ]
            width = cell_width(label) + EDGES
            self._spots.append((at, at + width, place.mode))
            at += width
        return strip(segments, self.size.width, name)

    def on_click(self, event: events.Click) -> None:
        for start, end, mode in self._spots:
            if start <= event.x < end:
                self.post_message(self.Asked(mode))


def _labels(here: str, width: int) -> list[tuple[PlaceName, str]]:
    """Full names where they fit; else short ones, the present place in full; else only keys."""
    ways: tuple[tuple[str, str], ...] = (("label", "label"), ("label", "short"), ("label", "key"))
    for lit, other in ways:
        labels = [(p, _(str(getattr(p, lit if p.mode == here else other)))) for p in PLACES]
        labels = [(p, "" if label == p.key else label) for p, label in labels]
        if sum(cell_width(label) + EDGES for _, label in labels) + 1 <= width:
            break
    return labels
