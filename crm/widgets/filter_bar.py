"""What the list shows, in words with a count; narrows it while one types, and completes the words."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import Worker

from crm.completing import Offer, taken, typed
from crm.text import cell_width, one_line
from crm.type_ahead import TypeAhead
from crm.verbs import Verb, Verbal
from crm.widgets.drawing import aligned
from crm.widgets.lines import Line, Lines
from crm.widgets.matches import Matches
from crm.words import _

NARROWING = "Narrowing"
Complete = Callable[[str, int], Awaitable[Sequence[Offer]]]  # a line and its cursor


class NarrowInput(Verbal, Input):
    """Where one types to narrow the list."""

    cursor_blink = reactive(False, init=False)  # a blink paints for ever

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("narrow.keep", "enter", "Keep", "Keep the list narrowed.", True, NARROWING),
        Verb("narrow.restore", "escape", "Back", "Show the list as it was.", True, NARROWING),
        Verb("narrow.take", "tab", "Complete", "Take the word that is offered.", True, NARROWING),
        Verb("narrow.down", "down", "Down", "Into what is offered, or the list.", False, NARROWING),
        Verb("narrow.up", "up", "Up", "Go up in what is offered.", False, NARROWING),
    )

    @property
    def bar(self) -> "FilterBar":
        return self.query_ancestor(FilterBar)

    def action_narrow_keep(self) -> None:
        self.bar.enter()

    def action_narrow_restore(self) -> None:
        self.bar.leave(keep=False)

    def action_narrow_take(self) -> "Worker[None]":
        return self.run_worker(self.bar.take(), group="offers", exclusive=True)

    def action_narrow_down(self) -> None:
        self.bar.down()

    def action_narrow_up(self) -> None:
        self.bar.up()


class FilterBar(Vertical):
    """`Investors in China · 2 of 21`, and above it the input that `/` opens."""

    DEFAULT_CSS = """
    FilterBar {
        height: auto;
        background: $panel;
        & > .typing { height: 1; display: none; }
        & > .words { width: 1fr; height: 1; padding: 0 1; text-style: bold; }
        & .slash { width: 2; height: 1; padding: 0 0 0 1; color: $text-accent; }
        & NarrowInput { width: 1fr; }
        & > Matches { width: 72; max-width: 100%; }
        &.-narrowing {
            & > .typing { display: block; }
            & > .words { height: auto; max-height: 3; }
        }
        &.-wrong > .words { color: $text-warning; }
        &.-wrong.-offering > .words { color: $text-muted; }
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

    def __init__(self, complete: Complete | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self._complete = complete
        self._before = ""
        self._answered: tuple[str, int] | None = None  # the line and cursor of what is offered
        self._from: Widget | None = None  # where one was before one typed

    def compose(self) -> ComposeResult:
        with Horizontal(classes="typing"):
            yield Static("/", classes="slash", markup=False)
            yield NarrowInput(select_on_focus=False, compact=True)
        yield Static("", classes="words", markup=False)

    def on_mount(self) -> None:
        self.query_one(NarrowInput).display = False

    def say(self, words: str, shown: int | None, total: int, marked: int = 0) -> None:
        """State what is shown: `words` in full, then how many of how many, if that is known."""
        said = counted(shown, total, marked)
        self.remove_class("-wrong")
        self.query_one(".words", Static).update(Content(f"{one_line(words)} · {said}"))

    def doubt(self, sentence: str) -> None:
        """Say what is wrong with what is typed; the text and the list stay as they are."""
        self.add_class("-wrong")
        self.query_one(".words", Static).update(Content(one_line(sentence)))

    @property
    def narrowing(self) -> bool:
        return self.has_class("-narrowing")

    def narrow(self) -> None:
        """Let the person type; the text kept before can be changed."""
        self._before = self.text
        self._from = self.screen.focused
        self.narrow_on()

    def narrow_on(self) -> None:
        """Let the person go on with what was typed: there is something wrong with it."""
        self.add_class("-narrowing")
        field = self.query_one(NarrowInput)
        with field.prevent(Input.Changed):
            field.value = self.text
        field.placeholder = _("words, or country:  due<  tag:  …  tab completes")
        field.cursor_position = len(self.text)
        field.display = True  # at once: the next key is for it
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
            self._close()
            self.run_worker(self._look(), group="offers", exclusive=True)

    # Completing

    @property
    def _line(self) -> tuple[str, int]:
        field = self.query_one(NarrowInput)
        return field.value, field.cursor_position

    async def _look(self, *, asked: bool = False) -> None:
        """Show what may stand at the cursor; at an empty word only where that was `asked`."""
        line, cursor = self._line
        at = typed(line, cursor)
        if self._complete is None or not (asked or at.text or at.field):
            return
        offers = await self._complete(line, cursor)
        if self.narrowing and self._line == (line, cursor):
            self._answered = line, cursor
            await self._show(offers)

    async def _show(self, offers: Sequence[Offer]) -> None:
        if not self.query(Matches):
            await self.mount(Matches())
        matches = self.query_one(Matches)
        matches.always_lit = False
        matches.styles.height = len(offers)
        matches.display = bool(offers)
        self.set_class(bool(offers), "-offering")  # what is being typed is not wrong yet
        matches.show(lambda width: _offered(offers, width))

    @property
    def _open(self) -> Matches | None:
        return next((each for each in self.query(Matches) if each.display), None)

    def _close(self) -> None:
        self._answered = None
        self.remove_class("-offering")
        for matches in self.query(Matches):
            matches.display = False

    async def take(self) -> None:
        """Put what is offered in the place of the word at the cursor."""
        if self._answered != self._line:
            await self._look(asked=True)
        matches = self._open
        if matches and isinstance(matches.target, Offer) and matches.target.text:
            line, cursor = self._line
            line, cursor = taken(line, typed(line, cursor), matches.target)
            field = self.query_one(NarrowInput)
            field.value, field.cursor_position = line, cursor

    def enter(self) -> None:
        """Enter keeps the list as it is narrowed; on an offer that the arrows chose it takes that."""
        if (matches := self._open) and matches.always_lit:
            self.run_worker(self.take(), group="offers", exclusive=True)
        else:
            self.leave(keep=True)

    def down(self) -> None:
        matches = self._open
        if matches is None:
            self.leave(keep=True)
        elif matches.always_lit:
            matches.action_list_down()
        else:
            matches.always_lit = True
            matches.refresh()

    def up(self) -> None:
        if matches := self._open:
            matches.action_list_up()

    @on(Lines.Opened)
    def _clicked(self, event: Lines.Opened) -> None:
        event.stop()
        self.run_worker(self.take(), group="offers", exclusive=True)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self._close()

    def leave(self, *, keep: bool) -> None:
        """Back to where one was; keys wait until the list is as it was asked for."""
        self.workers.cancel_group(self, "offers")
        self._close()
        self.remove_class("-narrowing")
        self.query_one(NarrowInput).display = False
        self.screen.set_focus(self._from)
        if isinstance(self.app, TypeAhead):
            self.app.hold_for_answer()
        if keep:
            self.post_message(self.Kept(self.text))
        else:
            self.text = self._before
            self.post_message(self.Restored(self._before))


def _offered(offers: Sequence[Offer], width: int) -> list[Line]:
    """What would stand there, and what it is called, in two columns."""
    room = min(max((cell_width(each.text) for each in offers), default=0), max(1, width - 20))
    return [Line(((aligned(each.text, room), ""), (f"  {each.label}", "muted")), each)
            for each in offers]  # fmt: skip


def counted(shown: int | None, total: int, marked: int = 0) -> str:
    """`2 of 21`, or `21` where all are shown; then how many are marked."""
    if shown is None:
        return "…"
    said = (
        _("{part} of {whole}", part=f"{shown:,}", whole=f"{total:,}")
        if shown != total
        else f"{total:,}"
    )
    return f"{said} · {_('{n} marked', n=f'{marked:,}')}" if marked else said
