"""The keys that work on the screen below, straight from the verbs that declare them."""

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from textual.widget import Widget

from crm.screens.dialog import Dialog
from crm.text import cell_width
from crm.verbs import Here, Verb
from crm.widgets.drawing import aligned, wrapped
from crm.widgets.lines import Line, Lines
from crm.words import _, named

HELP_ORDER = {"screen": 0, "widget": 1, "app": 2}


class Help(Dialog[None]):
    """Lists verbs by group: key, label, sentence; an impossible one says why."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("help.close", "escape,q", "Close", "Back to where you were.", True, "Reading"),
    )

    DEFAULT_CSS = "Help Lines { height: auto; max-height: 100%; }"

    def __init__(self, here: Sequence[Here]) -> None:
        super().__init__("Keys that work here")
        self.here = here

    def body(self) -> Sequence[Widget]:
        return [Lines()]

    def on_mount(self) -> None:
        lines = self.query_one(Lines)
        lines.show(lambda width: help_lines(self.here, width))
        lines.focus()

    def action_help_close(self) -> None:
        self.dismiss(None)


def help_lines(here: Sequence[Here], width: int) -> list[Line]:
    """The rows of the help, in groups in the order in which the groups first appear."""
    here = sorted(here, key=lambda h: HELP_ORDER[h.place])
    order = {group: index for index, group in reversed(list(enumerate(h.verb.group for h in here)))}
    ordered = sorted(here, key=lambda h: order[h.verb.group])
    keys = max((cell_width(h.shown_keys) for h in here), default=0) + 2
    labels = max((cell_width(named("verb", h.verb.label)) for h in here), default=0) + 2
    lines: list[Line] = []
    for group, members in groupby(ordered, key=lambda h: h.verb.group):
        lines += [Line()] if lines else []
        lines.append(Line(((_(group or "On this screen"), "heading"),)))
        for member in members:
            lines += _row(member, keys, labels, width)
    return lines


def _row(here: Here, keys: int, labels: int, width: int) -> list[Line]:
    said = here.reason or _(here.verb.help)
    tone = "disabled" if here.reason else ""
    rows = []
    for index, text in enumerate(wrapped(said, max(20, width - keys - labels))):
        key, label = (here.shown_keys, named("verb", here.verb.label)) if index == 0 else ("", "")
        rows.append(
            Line(
                (
                    (aligned(key, keys), tone or "accent"),
                    (aligned(label, labels), tone or "title"),
                    (text, tone or "muted"),
                )
            )
        )
    return rows
