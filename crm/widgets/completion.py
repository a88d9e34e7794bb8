"""An input that completes from the record, and offers to add what is not there yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from crm.forms.values import Choice
from crm.text import cell_width
from crm.type_ahead import TypeAhead
from crm.widgets.controls import Edited
from crm.widgets.drawing import aligned
from crm.widgets.lines import Line, Lines
from crm.widgets.matches import CompletingInput, Matches, Source, ToAdd
from crm.words import _

MOST = 8  # matches shown at once


class Completion(Widget):
    """A link to one record: type to find it, Enter to take it.

    Where the source lets one add, the last line offers the text as a new record: `AddAsked` is
    posted, and `choose` takes the record that was made.
    """

    DEFAULT_CSS = "Completion { height: auto; layout: vertical; }"

    @dataclass
    class AddAsked(Message):
        completion: "Completion"
        text: str

    @dataclass
    class Chosen(Message):
        completion: "Completion"
        choice: Choice

    @dataclass
    class Erased(Message):
        """Backspace where nothing was typed."""

        completion: "Completion"

    def __init__(self, source: Source, *, placeholder: str = "", passes_on: bool = False) -> None:
        super().__init__()
        self._source = source
        self._passes_on = passes_on  # what is chosen goes to `Chosen`, not into the field
        self._hint = placeholder
        self._answered = ""  # the words for which matches were shown, or closed

    def compose(self) -> ComposeResult:
        yield CompletingInput(self._hint, self)

    async def _matches(self) -> Matches:
        """The drop-down, made when it is first needed: most links of a form are left alone."""
        if not self.query(Matches):
            await self.mount(Matches())
        return self.query_one(Matches)

    def pending(self) -> bool:
        """Whether words were typed for which no matches came yet."""
        words = self.text.strip()
        return words not in ("", self._answered) and not self._source.known(words)

    def erasable(self) -> bool:
        """Whether Backspace takes a chosen record off instead of a letter."""
        return not self.text if self._passes_on else self._source.known(self.text)

    @property
    def input(self) -> CompletingInput:
        return self.query_one(CompletingInput)

    @property
    def text(self) -> str:
        return self.input.value

    def fill(self, text: str) -> None:
        with self.input.prevent(Input.Changed):
            self.input.value = text
        self.close()

    def choose(self, choice: Choice) -> None:
        """Take a record as the person would."""
        self.fill("" if self._passes_on else self._source.say(choice))
        self.input.select_all()  # what is typed next is another one
        self.post_message(self.Chosen(self, choice))
        self.post_message(Edited(self))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(Edited(self))
        if self.text.strip():
            self.look()
        else:
            self.close()

    def look(self) -> None:
        self.run_worker(self._look(self.text), group="look", exclusive=True)

    async def _look(self, text: str) -> None:
        words = "" if self._source.known(text) else text.strip()
        found = await self._source.find(words)
        self._answered = words
        if self.input.has_focus:
            add = [self._offer(words)] if self._source.add and words else []
            self._show(await self._matches(), found[:MOST], add)

    def _offer(self, words: str) -> Line:
        parts = ((_("not there yet: "), "muted"), (f"{_(self._source.add)} “{words}”", "accent"))
        return Line(parts, ToAdd(words))

    def _show(self, matches: Matches, found: Sequence[Choice], add: list[Line]) -> None:
        matches.always_lit = True
        matches.styles.height = len(found) + len(add)
        matches.display = bool(found or add)
        matches.show(lambda width: [*_lines(found, width), *add])
        self._opened(bool(found or add))

    def close(self) -> None:
        self.workers.cancel_group(self, "look")
        self._answered = self.text.strip()
        for matches in self.query(Matches):
            matches.display = False
        self._opened(False)

    def _opened(self, is_open: bool) -> None:
        if self.input.open != is_open:
            self.input.open = is_open
            self.refresh_bindings()

    def asked(self, what: str) -> "Worker[None] | None":
        """Do what a key asks for; the worker, if matches must come first."""
        if what == "down" and not self.input.open:
            self.look()
        elif what == "erase":
            self._erase()
        elif self.pending():
            return self.run_worker(self._when_found(what), group="look", exclusive=True)
        elif self.input.open:
            self._steer(what, self.query_one(Matches))
        return None

    async def _when_found(self, what: str) -> None:
        """Enter came before the matches did: it means them all the same."""
        await self._look(self.text)
        if self.input.open:
            self._steer(what, self.query_one(Matches))
        else:
            self.screen.focus_next()

    def _erase(self) -> None:
        if self._passes_on:
            self.post_message(self.Erased(self))
        else:
            self.input.value = ""

    def _steer(self, what: str, matches: Matches) -> None:
        match what:
            case "down":
                matches.action_list_down()
            case "up":
                matches.action_list_up()
            case "close":
                self.close()
            case "choose":
                self._take(matches.target)
            case "choose_on":
                if isinstance(matches.target, Choice):
                    self._take(matches.target)
                self.close()
                self.screen.focus_next()

    def _take(self, target: object) -> None:
        self.close()
        if isinstance(target, Choice):
            self.choose(target)
        elif isinstance(target, ToAdd):
            if isinstance(self.app, TypeAhead):
                self.app.hold_for_answer()
            self.post_message(self.AddAsked(self, target.text))

    @on(Lines.Opened)
    def _clicked(self, event: Lines.Opened) -> None:
        event.stop()
        self._take(event.target)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self.close()


def _lines(found: Sequence[Choice], width: int) -> list[Line]:
    """Names, then what tells namesakes apart, all in columns."""
    detail = min(max((cell_width(each.detail) for each in found), default=0), width // 3)
    ref = max((len(each.ref) for each in found), default=0)
    room = width - ref - detail - 4
    name = min(max((cell_width(each.label) for each in found), default=0), max(room, width // 3))
    return [_line(each, name, ref) for each in found]


def _line(choice: Choice, name: int, ref: int) -> Line:
    parts = ((aligned(choice.label, name), ""), (f"  {choice.ref:<{ref}}", "muted"))
    return Line((*parts, (f"  {choice.detail}", "muted")), choice)
