"""Ask before what cannot be undone; the safe answer is the one under the cursor."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.widget import Widget

from crm.screens.dialog import Dialog
from crm.verbs import Verb
from crm.widgets.cursor import OPEN
from crm.widgets.drawing import wrapped
from crm.widgets.lines import Line, Lines
from crm.words import _

WIDTH = 74  # cells of a line of the explanation


class Answers(Lines):
    VERBS: ClassVar[tuple[Verb, ...]] = (
        replace(OPEN, label="Choose", help="Take the answer under the cursor."),
    )


class Confirm(Dialog[bool]):
    """Dismissed with True only where the person said so."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("confirm.yes", "y", "Yes", "Do it.", True, "Answering"),
        Verb("confirm.no", "n,escape", "No", "Leave it as it is.", True, "Answering"),
    )

    DEFAULT_CSS = "Confirm Lines { height: auto; max-height: 16; }"

    def __init__(self, question: str, *, yes: str, no: str, detail: str = "") -> None:
        super().__init__(question)
        self._detail = _(detail) if detail else ""
        self._answers = {False: _(no), True: _(yes)}

    def body(self) -> Sequence[Widget]:
        return [Answers()]

    def on_mount(self) -> None:
        lines = self.query_one(Lines)
        lines.show([*self._told(), self._line("n", False), self._line("y", True)])
        lines.focus()

    def _told(self) -> list[Line]:
        told = wrapped(self._detail, WIDTH) if self._detail else []
        return [Line(((text, ""),)) for text in [*told, ""]] if told else []

    def _line(self, key: str, answer: bool) -> Line:
        return Line(((f"{key}  ", "accent"), (self._answers[answer], "")), (answer,))

    @on(Lines.Opened)
    def _answered(self, event: Lines.Opened) -> None:
        self.dismiss(event.target == (True,))

    def action_confirm_yes(self) -> None:
        self.dismiss(True)

    def action_confirm_no(self) -> None:
        self.dismiss(False)
