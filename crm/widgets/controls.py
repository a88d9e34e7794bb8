"""What a form field is filled in with: a line, several lines, one of a few words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.segment import Segment
from textual import events, on
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from crm.forms.values import Option
from crm.text import cell_width, one_line
from crm.verbs import Verb, Verbal
from crm.widgets.drawing import aligned, strip
from crm.words import _

FILLING = "Filling in"


@dataclass
class Edited(Message):
    """The text of a control changed at the hand of the person."""

    by: Widget


class Control(Protocol):
    """What the form needs of a control. `fill` is not an edit: it posts nothing."""

    @property
    def text(self) -> str: ...

    def fill(self, text: str) -> None: ...


class LineControl(Input):
    """One line of text."""

    cursor_blink = reactive(False, init=False)  # a blink paints for ever

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, compact=True)

    @property
    def text(self) -> str:
        return self.value

    def fill(self, text: str) -> None:
        with self.prevent(Input.Changed):
            self.value = text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is the form's: it goes to the next field."""
        return action != "submit"

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(Edited(self))


class LinesControl(TextArea):
    """Several lines; it grows with what is typed, up to `most` lines. Tab goes to the next field."""

    cursor_blink = reactive(False, init=False)  # a blink paints for ever

    DEFAULT_CSS = """
    LinesControl { height: auto; padding: 0; scrollbar-size-vertical: 1; }
    """

    def __init__(self, placeholder: str = "", *, least: int = 1, most: int = 8) -> None:
        super().__init__(
            tab_behavior="focus",
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
            compact=True,
            placeholder=placeholder,
        )
        self.styles.min_height = least
        self.styles.max_height = most

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A page is the form's: it goes to the next part."""
        return not action.startswith("cursor_page_")

    def fill(self, text: str) -> None:
        with self.prevent(TextArea.Changed):
            self.text = text

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(Edited(self))


class Chooser(Verbal, Widget, can_focus=True):
    """One of a few words on one line: arrows go round, letters jump, Enter shows all of them."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("choice.next", "right,space", "Next", "Take the next answer.", False, FILLING),
        Verb("choice.previous", "left", "Previous", "Take the answer before.", False, FILLING),
        Verb("choice.all", "enter", "All answers", "Show all answers to choose.", True, FILLING),
        Verb("choice.none", "backspace,delete", "None", "Take the answer away.", False, FILLING),
    )

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chooser--value", "chooser--quiet"}

    DEFAULT_CSS = """
    Chooser {
        height: 1;
        background: $surface;
        &:focus { background: $panel; }
        & > .chooser--quiet { color: $text-muted; }
    }
    """

    @dataclass
    class AllAsked(Message):
        chooser: "Chooser"

    def __init__(self, options: Sequence[Option], *, needed: bool = False) -> None:
        super().__init__()
        self.options = tuple(options)
        self.text = ""
        self._needed = needed

    def fill(self, text: str) -> None:
        self.text = text
        self.refresh()

    def choose(self, text: str) -> None:
        """Take an answer as the person would."""
        if text != self.text:
            self.fill(text)
            self.post_message(Edited(self))

    @property
    def _place(self) -> int:
        return next((i for i, o in enumerate(self.options) if o.label == self.text), -1)

    def _go(self, by: int) -> None:
        start = -1 if self._place < 0 and by > 0 else max(self._place, 0)
        self.choose(self.options[(start + by) % len(self.options)].label)

    def action_choice_next(self) -> None:
        self._go(1)

    def action_choice_previous(self) -> None:
        self._go(-1)

    def action_choice_all(self) -> None:
        self.post_message(self.AllAsked(self))

    def action_choice_none(self) -> None:
        self.choose("")

    def available(self, verb: Verb) -> str | None:
        if verb.id == "choice.none" and self._needed:
            return _("One of the answers is needed here.")
        return None

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return bool(character and character.isalpha())

    def on_key(self, event: events.Key) -> None:
        letter = event.character or ""
        if not letter.isalpha():
            return
        event.stop()
        after = self.options[self._place + 1 :] + self.options[: self._place + 1]
        for option in after:
            if option.label.casefold().startswith(letter.casefold()):
                self.choose(option.label)
                return

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self) -> None:
        self.action_choice_all()

    def render_line(self, y: int) -> Strip:
        base, quiet = self.rich_style, self.get_component_rich_style("chooser--quiet")
        value = one_line(self.text) or "–"
        place = (
            _("‹ {part} of {whole} ›", part=self._place + 1, whole=len(self.options))
            if self.has_focus
            else ""
        )
        room = max(1, self.size.width - cell_width(place))
        return strip(
            [Segment(aligned(value, room), base), Segment(place, quiet)], self.size.width, base
        )
