"""What the screens of an import share: the whole terminal, and a problem said where one is."""

from collections.abc import Awaitable
from typing import ClassVar, Generic, TypeVar

from textual.containers import Vertical
from textual.widgets import Static

from crm.screens.at_desk import AtDesk
from crm.screens.dialog import Dialog
from crm.text import content
from crm.verbs import Verb
from crm.widgets.table import MARK, MARK_ALL, LedgerTable
from crm.words import sentence_of
from db.errors import Problem

T = TypeVar("T")
A = TypeVar("A")

IMPORT = "Import"


class Rows(LedgerTable):
    """A table of what is in the file: nothing in it can be marked or sorted."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("list.open", "enter", "Change", "What this column fills.", True, IMPORT),
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return parameters not in ((MARK.id,), (MARK_ALL.id,))


class ImportDialog(AtDesk, Dialog[T], Generic[T]):
    """A step of an import; what goes wrong stands under its first lines, and the step stays."""

    DEFAULT_CSS = """
    ImportDialog {
        background: $background;
        & > .frame { width: 100%; height: 100%; border: none; margin-bottom: 0; }
        & .title { margin-bottom: 0; }
        & .about { height: auto; }
        & .summary { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & .warnings { height: auto; color: $text-warning; }
        & .said { display: none; height: auto; color: $text-error; text-style: bold; }
        & .detail {
            height: 5; border-top: solid $border-blurred; color: $text-muted;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
    }
    """

    def complain(self, sentence: str) -> None:
        """Say what is wrong, or with nothing that all is well again."""
        said = self.query_one(".said", Static)
        said.update(content(sentence))
        said.display = bool(sentence)

    async def attempt(self, act: Awaitable[A]) -> A | None:
        """The answer; or None, and the sentence of what went wrong in place."""
        self.complain("")
        try:
            return await act
        except Problem as problem:
            self.complain(sentence_of(problem))
            return None

    @property
    def frame(self) -> Vertical:
        return self.query_one(".frame", Vertical)
