"""A bare application to show one widget in, with all that every screen has."""

from typing import Any

from textual._context import visible_screen_stack
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from crm.screens.palette import Guide
from crm.themes import DARK
from crm.widgets.verb_bar import VerbBar


class Stage(Guide, App[None]):
    """Shows widgets over the bar of verbs and keeps the messages that they posted.

    Without the filter before the terminal, so that what a widget lets through is seen.
    """

    CSS_PATH = "../../../crm/crm.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets
        yield VerbBar()

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name

    def hear(self, message: Message) -> None:
        self.heard.append(message)

    def of(self, kind: type[Any]) -> list[Any]:
        """The messages of this kind that were posted, in order."""
        return [message for message in self.heard if isinstance(message, kind)]


def look(app: App[Any]) -> str:
    """The screen as text, without the blanks at the ends of lines."""
    visible_screen_stack.set([])  # a dialogue without what is dimmed behind it
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(part.text for part in line).rstrip() for line in lines)
