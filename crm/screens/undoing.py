"""What an undo would change, before it is done: field by field, and what was changed since."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.widget import Widget

from crm.screens.dialog import Dialog
from crm.screens.shown import words
from crm.verbs import Verb
from crm.widgets.drawing import wrapped
from crm.widgets.lines import Line, Lines
from crm.words import _
from db.history import Preview, ref_of
from db.queries.history import tells

UNDOING = "Undoing"
MOST = 100  # fields shown; the numbers above them count all


class Undoing(Dialog[bool | None]):
    """Dismissed with False to keep what is newer, True to take that back too, None to leave it."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("undoing.do", "y,enter", "Undo", "Take it back; what is newer stays.", True, UNDOING),
        Verb("undoing.all", "a", "Newer too", "Take back what is newer as well.", True, UNDOING),
        Verb("undoing.leave", "escape", "Leave it", "Change nothing.", True, UNDOING),
    )

    DEFAULT_CSS = "Undoing Lines { height: auto; max-height: 100%; }"

    def __init__(self, preview: Preview, whole: Preview | None) -> None:
        super().__init__(_("Undo “{what}”?", what=preview.label))
        self._preview = preview
        self._whole = whole  # what taking back the newer as well would do

    def body(self) -> Sequence[Widget]:
        return [Lines()]

    def on_mount(self) -> None:
        self.query_one(Lines).show(lambda width: list(_told(self._preview, width)))
        self.query_one(Lines).focus()

    def available(self, verb: Verb) -> str | None:
        if verb.id == "undoing.all" and self._whole is None:
            return "Nothing in it was changed since."
        if verb.id == "undoing.do" and not _moves(self._preview):
            return "All of it was changed since. Press a to take that back too."
        return super().available(verb)

    def action_undoing_do(self) -> None:
        self.dismiss(False)

    def action_undoing_all(self) -> None:
        self.dismiss(True)

    def action_undoing_leave(self) -> None:
        self.dismiss(None)


def _moves(found: Preview) -> bool:
    return bool(found.removed or found.put_back or any(map(tells, found.steps)))


def _told(found: Preview, width: int) -> Iterator[Line]:
    counts = {"go": found.removed, "come back": found.put_back, "change back": found.set_back}
    told = ", ".join(f"{number:,} would {word}" for word, number in counts.items() if number)
    yield Line(((told if _moves(found) else "Nothing would change.", "title"),))
    steps = [step for step in found.steps if tells(step)][:MOST]
    for step in steps:
        name = step.field.replace("_", " ")
        now, then = words(step.before) or "nothing", words(step.after) or "nothing"
        yield from _lines(f"{ref_of(step)}  {name}: {now} → {then}", width, "")
    if found.kept:
        yield Line()
        yield Line((("Stays as it is now", "heading"),))
    for kept in found.kept[:MOST]:
        fields = ", ".join(name.replace("_", " ") for name in kept.fields)
        yield from _lines(f"{kept.ref}  {fields + ': ' if fields else ''}{kept.why}", width, "warn")


def _lines(text: str, width: int, tone: str) -> Iterator[Line]:
    for piece in wrapped(text, width):
        yield Line(((piece, tone),))
