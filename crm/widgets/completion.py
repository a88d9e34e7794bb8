"""An input that completes from the record, and offers to add what is not there yet."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from crm.forms.values import Choice
from crm.verbs import Verb, Verbal
from crm.widgets.controls import FILLING, Edited
from crm.widgets.lines import Line, Lines

MOST = 8  # matches shown at once


@dataclass(frozen=True)
class Source:
    """Where matches come from, and how a chosen one stands in the field.

    `known` tells such a text from mere words; `add` is how adding is offered ("add contact"), if it is.
    """

    find: Callable[[str], Awaitable[Sequence[Choice]]]
    say: Callable[[Choice], str]
    known: Callable[[str], bool]
    add: str = ""


@dataclass(frozen=True)
class ToAdd:
    """The last line of the matches: what is not there yet."""

    text: str


class Matches(Lines, can_focus=False):
    """The drop-down under a completing input."""

    DEFAULT_CSS = """
    Matches {
        overlay: screen; constrain: inside inflect; display: none;
        width: 100%; height: auto; background: $panel-lighten-1;
    }
    """


class CompletingInput(Verbal, Input):
    """Where one types; while matches are shown, arrows, Enter, Tab and Escape are theirs."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("match.down", "down", "Matches", "Show matches; go down.", False, FILLING),
        Verb("match.up", "up", "Match above", "Go to the match above.", False, FILLING),
        Verb("match.choose", "enter", "Choose", "Take this match.", True, FILLING),
        Verb("match.choose_on", "tab", "Choose, go on", "Take it; next field.", False, FILLING),
        Verb("match.close", "escape", "Close", "Close the matches.", True, FILLING),
        Verb("match.erase", "backspace", "Take off", "Take the chosen one off.", False, FILLING),
    )

    @dataclass
    class Asked(Message):
        what: str

    def __init__(self, placeholder: str, erasable: Callable[[], bool]) -> None:
        super().__init__(placeholder=placeholder, compact=True)
        self.open = False
        self._erasable = erasable

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if parameters == ("match.erase",):
            return self._erasable()
        return self.open or parameters == ("match.down",) or action != "verb"

    def action_match_erase(self) -> None:
        self.post_message(self.Asked("erase"))

    def action_match_down(self) -> None:
        self.post_message(self.Asked("down"))

    def action_match_up(self) -> None:
        self.post_message(self.Asked("up"))

    def action_match_choose(self) -> None:
        self.post_message(self.Asked("choose"))

    def action_match_choose_on(self) -> None:
        self.post_message(self.Asked("choose_on"))

    def action_match_close(self) -> None:
        self.post_message(self.Asked("close"))


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

    def compose(self) -> ComposeResult:
        yield CompletingInput(self._hint, self._erasable)

    async def _matches(self) -> Matches:
        """The drop-down, made when it is first needed: most links of a form are left alone."""
        if not self.query(Matches):
            await self.mount(Matches())
        return self.query_one(Matches)

    def _erasable(self) -> bool:
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
        self.input.cursor_position = len(self.text)
        self.post_message(self.Chosen(self, choice))
        self.post_message(Edited(self))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(Edited(self))
        self.look()

    def look(self) -> None:
        self.run_worker(self._look(self.text), group="look", exclusive=True)

    async def _look(self, text: str) -> None:
        words = "" if self._source.known(text) else text.strip()
        found = await self._source.find(words)
        if self.input.has_focus:
            lines = [_line(choice) for choice in found[:MOST]]
            offered = [*lines, self._offer(words)] if self._source.add and words else lines
            self._show(await self._matches(), offered)

    def _offer(self, words: str) -> Line:
        parts = (("not there yet: ", "muted"), (f"{self._source.add} “{words}”", "accent"))
        return Line(parts, ToAdd(words))

    def _show(self, matches: Matches, lines: list[Line]) -> None:
        matches.always_lit = True
        matches.styles.height = len(lines)
        matches.display = bool(lines)
        matches.show(lines)
        self._opened(bool(lines))

    def close(self) -> None:
        self.workers.cancel_group(self, "look")
        for matches in self.query(Matches):
            matches.display = False
        self._opened(False)

    def _opened(self, is_open: bool) -> None:
        if self.input.open != is_open:
            self.input.open = is_open
            self.refresh_bindings()

    @on(CompletingInput.Asked)
    def _asked(self, event: CompletingInput.Asked) -> None:
        event.stop()
        if event.what == "down" and not self.input.open:
            self.look()
        elif event.what == "erase":
            self._erase()
        elif self.input.open:
            self._steer(event.what, self.query_one(Matches))

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
            self.post_message(self.AddAsked(self, target.text))

    @on(Lines.Opened)
    def _clicked(self, event: Lines.Opened) -> None:
        event.stop()
        self._take(event.target)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self.close()


def _line(choice: Choice) -> Line:
    detail = f"  {choice.detail}" if choice.detail else ""
    return Line(((choice.label, ""), (f"  {choice.ref}", "muted"), (detail, "muted")), choice)
