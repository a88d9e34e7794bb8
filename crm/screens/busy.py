"""Another program is writing: how long the desk still waits for it, and a key to stop waiting."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import App
from textual.widget import Widget
from textual.widgets import Static

from crm.screens.dialog import Dialog
from crm.text import content
from crm.verbs import Verb
from crm.words import _, many


class Busy(Dialog[None]):
    """Shown over what was typed; it goes by itself as soon as the record is free."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("busy.stop", "escape", "Stop waiting", "Save nothing now.", True, "Waiting"),
    )

    DEFAULT_CSS = "Busy { & > .frame { width: 64; } & .left { height: auto; } }"

    def __init__(self, left: float) -> None:
        super().__init__("Another program is writing to the record")
        self.given_up = False
        self._left = Static(content(_words(left)), classes="left")

    def body(self) -> Sequence[Widget]:
        return [self._left]

    def count(self, left: float) -> None:
        self._left.update(content(_words(left)))

    def action_busy_stop(self) -> None:
        self.given_up = True
        self.count(0)


def _words(left: float) -> str:
    if left <= 0:
        return _("Stopping. What you typed stays.")
    return many(
        round(left),
        "I wait {n} more second and then save. What you typed stays in any case.",
        "I wait {n} more seconds and then save. What you typed stays in any case.",
    )


class BusySign:
    """What the desk tells that waits: seconds left, or None once it is over; False stops it."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._shown: Busy | None = None

    def __call__(self, left: float | None) -> bool:
        shown = self._shown
        if left is None:
            self._shown = None
            if shown is not None and shown.is_attached:
                shown.dismiss()
            return False
        if shown is None:
            self._shown = Busy(left)
            self._app.push_screen(self._shown)
            return True
        shown.count(left)
        return not shown.given_up
