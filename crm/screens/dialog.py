"""What all dialogues share: a frame in the middle, a title, and the verbs beneath."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from crm.text import content, one_line
from crm.verbs import ASIDE, HELP, PALETTE, Verb, Verbal
from crm.widgets.verb_bar import VerbBar
from crm.words import _

T = TypeVar("T")


class Dialog(Verbal, ModalScreen[T], Generic[T]):
    """A screen over the others; `body` gives what is in its frame."""

    VERBS: ClassVar[tuple[Verb, ...]] = (HELP, PALETTE, ASIDE)

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > .frame {
            width: 84; max-width: 100%; height: auto; max-height: 100%;
            border: round $border; background: $background; padding: 0 1;
        }
        & .title { text-style: bold; color: $text-accent; height: 1; margin-bottom: 1; }
    }
    """

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.heading = heading

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            yield Static(content(one_line(_(self.heading))), classes="title")
            yield from self.body()
        yield VerbBar()

    def body(self) -> Sequence[Widget]:
        """The widgets under the title."""
        return ()
