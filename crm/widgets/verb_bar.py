"""The bottom line: the verbs that work here, as many as fit with whole labels."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from crm.text import cell_width
from crm.verbs import Here, key_name, verbs_here
from crm.widgets.drawing import strip
from crm.words import named

ALWAYS_SHOWN = ("app.help",)  # at the right edge, whatever else does not fit


class VerbBar(Widget):
    """One line of keys and labels; an impossible verb is grey. A click does the verb."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--key", "bar--label", "bar--impossible"}

    DEFAULT_CSS = """
    VerbBar {
        dock: bottom;
        height: 1;
        background: $panel;
        & > .bar--key { color: $text-accent; text-style: bold; background: $panel; }
        & > .bar--label { color: $text; background: $panel; }
        & > .bar--impossible { color: $text-disabled; background: $panel; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._here: list[Here] = []
        self._spots: list[tuple[int, int, Here]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._look_soon())
        self._look_soon()

    _looking = False

    def _look_soon(self) -> None:
        """Once after all that comes together, and after the lines that the person looks at."""
        if not self._looking:
            self._looking = True
            self.call_after_refresh(self._look)

    def _look(self) -> None:
        self._looking = False
        if self.is_attached and self.screen.is_active:
            here = [here for here in verbs_here(self.screen) if here.verb.footer]
            self._here = sorted(here, key=lambda each: each.reason is not None)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        base = self.get_component_rich_style("bar--label")
        segments, at, self._spots = [Segment(" ", base)], 1, []
        for gap, here in fitting(self._here, self.size.width):
            segments.append(Segment(" " * gap, base))
            segments += self._hint(here)
            at += gap + _width(here)
            self._spots.append((at - _width(here), at, here))
        return strip(segments, self.size.width, base)

    def _hint(self, here: Here) -> list[Segment]:
        key, label = _words(here)
        tones = ("impossible", "impossible") if here.reason else ("key", "label")
        styles = [self.get_component_rich_style(f"bar--{tone}") for tone in tones]
        return [Segment(f"{key} ", styles[0]), Segment(label, styles[1])]

    async def on_click(self, event: events.Click) -> None:
        for start, end, here in self._spots:
            if start <= event.x < end:
                await here.do()


def fitting(all_here: Sequence[Here], width: int) -> list[tuple[int, Here]]:
    """Which hints fit in `width` cells, each with the gap before it."""
    last = [here for here in all_here if here.verb.id in ALWAYS_SHOWN]
    room = width - 2 - sum(_width(here) + 2 for here in last)
    shown: list[tuple[int, Here]] = []
    for here in (here for here in all_here if here not in last):
        needed = _width(here) + (2 if shown else 0)
        if needed <= room:
            shown.append((2 if shown else 0, here))
            room -= needed
    return shown + [(room + 2 if index == 0 else 2, here) for index, here in enumerate(last)]


def _words(here: Here) -> tuple[str, str]:
    return key_name(here.keys[0]), named("verb", here.verb.label)


def _width(here: Here) -> int:
    key, label = _words(here)
    return cell_width(key) + 1 + cell_width(label)
