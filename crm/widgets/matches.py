"""The drop-down of a completing input, and the input whose keys steer it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual.reactive import reactive
from textual.widgets import Input
from textual.worker import Worker

from crm.forms.values import Choice
from crm.verbs import Verb, Verbal
from crm.widgets.controls import FILLING
from crm.widgets.lines import Lines


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


class Owner(Protocol):
    """What the input asks of the completion around it."""

    def pending(self) -> bool: ...

    def erasable(self) -> bool: ...

    def asked(self, what: str) -> "Worker[None] | None": ...


class Matches(Lines, can_focus=False):
    """The drop-down under a completing input."""

    DEFAULT_CSS = """
    Matches {
        overlay: screen; constrain: inside inflect; display: none;
        width: 100%; height: auto; background: $panel-lighten-1; scrollbar-gutter: auto;
    }
    """


class CompletingInput(Verbal, Input):
    """Where one types; while matches are shown, arrows, Enter, Tab and Escape are theirs."""

    cursor_blink = reactive(False, init=False)  # a blink paints for ever

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("match.down", "down", "Matches", "Show matches; go down.", False, FILLING),
        Verb("match.up", "up", "Match above", "Go to the match above.", False, FILLING),
        Verb("match.choose", "enter", "Choose", "Take this match.", True, FILLING),
        Verb("match.choose_on", "tab", "Choose, go on", "Take it; next field.", False, FILLING),
        Verb("match.close", "escape", "Close", "Close the matches.", True, FILLING),
        Verb("match.erase", "backspace", "Take off", "Take the chosen one off.", False, FILLING),
    )

    def __init__(self, placeholder: str, owner: Owner) -> None:
        super().__init__(placeholder=placeholder, compact=True)
        self.open = False
        self._owner = owner

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match parameters:
            case ("match.erase",):
                return self._owner.erasable()
            case ("match.choose" | "match.choose_on",):
                return self.open or self._owner.pending()
            case ("match.up" | "match.close",):
                return self.open
        return True

    def action_match_erase(self) -> "Worker[None] | None":
        return self._owner.asked("erase")

    def action_match_down(self) -> "Worker[None] | None":
        return self._owner.asked("down")

    def action_match_up(self) -> "Worker[None] | None":
        return self._owner.asked("up")

    def action_match_choose(self) -> "Worker[None] | None":
        return self._owner.asked("choose")

    def action_match_choose_on(self) -> "Worker[None] | None":
        return self._owner.asked("choose_on")

    def action_match_close(self) -> "Worker[None] | None":
        return self._owner.asked("close")
