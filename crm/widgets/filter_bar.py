"""What the list shows, in words with a count; narrows it while one types."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from crm.text import one_line
from crm.type_ahead import TypeAhead
from crm.verbs import Verb, Verbal
from crm.words import _

NARROWING = "Narrowing"


class NarrowInput(Verbal, Input):
    """Where one types to narrow the list."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("narrow.keep", "enter,down", "Keep", "Keep the list narrowed.", True, NARROWING),
        Verb("narrow.restore", "escape", "Back", "Show the list as it was.", True, NARROWING),
    )

    def action_narrow_keep(self) -> None:
        self.query_ancestor(FilterBar).leave(keep=True)

    def action_narrow_restore(self) -> None:
        self.query_ancestor(FilterBar).leave(keep=False)


class FilterBar(Horizontal):
    """`Investors in China · 2 of 21`, and the input that `/` opens in its place."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        background: $panel;
        & > .words { width: 1fr; height: 1; padding: 0 1; text-style: bold; }
        & > .count { width: auto; height: 1; padding: 0 1; color: $text-muted; }
        & > .slash { width: 2; height: 1; padding: 0 0 0 1; color: $text-accent; display: none; }
        & > NarrowInput { width: 1fr; }
        &.-narrowing {
            & > .words { display: none; }
            & > .slash { display: block; }
        }
    }
    """

    @dataclass
    class Narrowed(Message):
        """The text changed while typing."""

        text: str

    @dataclass
    class Kept(Message):
        text: str

    @dataclass
    class Restored(Message):
        """Escape: this was the text before."""

        text: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self._before = ""
        self._from: Widget | None = None  # where one was before one typed

    def compose(self) -> ComposeResult:
        yield Static("/", classes="slash", markup=False)
        yield NarrowInput(select_on_focus=False, compact=True)
        yield Static("", classes="words", markup=False)
        yield Static("", classes="count", markup=False)

    def on_mount(self) -> None:
        self.query_one(NarrowInput).display = False

    def say(self, words: str, shown: int, total: int, marked: int = 0) -> None:
        """State what is shown: `words` in full, then how many of how many."""
        said = counted(shown, total, marked)
        self.query_one(".words", Static).update(Content(f"{one_line(words)} · {said}"))
        self.query_one(".count", Static).update(Content(said if self.narrowing else ""))

    @property
    def narrowing(self) -> bool:
        return self.has_class("-narrowing")

    def narrow(self) -> None:
        """Let the person type; the text kept before can be changed."""
        self._before = self.text
        self.add_class("-narrowing")
        field = self.query_one(NarrowInput)
        with field.prevent(Input.Changed):
            field.value = self.text
        field.cursor_position = len(self.text)
        field.display = True  # at once: the next key is for it
        self._from = self.screen.focused
        self.screen.set_focus(field)

    def clear(self) -> None:
        """Forget the text: the list is whole again."""
        self.text = ""

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.narrowing:
            self.text = event.value
            self.post_message(self.Narrowed(event.value))

    def leave(self, *, keep: bool) -> None:
        """Back to where one was; keys wait until the list is as it was asked for."""
        self.remove_class("-narrowing")
        self.query_one(NarrowInput).display = False
        self.screen.set_focus(self._from)
        self.query_one(".count", Static).update("")
        if isinstance(self.app, TypeAhead):
            self.app.hold_for_answer()
        if keep:
            self.post_message(self.Kept(self.text))
        else:
            self.text = self._before
            self.post_message(self.Restored(self._before))


def counted(shown: int, total: int, marked: int = 0) -> str:
    """`2 of 21`, or `21` where all are shown; then how many are marked."""
    said = (
        _("{part} of {whole}", part=f"{shown:,}", whole=f"{total:,}")
        if shown != total
        else f"{total:,}"
    )
    return f"{said} · {_('{n} marked', n=f'{marked:,}')}" if marked else said
