"""What an undo would change, before it is done: field by field, and what was changed since."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.widget import Widget

from crm.screens.at_desk import NOUN_OF
from crm.screens.dialog import Dialog
from crm.screens.shown import field_word, words
from crm.verbs import Verb
from crm.widgets.drawing import wrapped
from crm.widgets.lines import Line, Lines
from crm.words import _, many
from db.history import Preview, ref_of, worded
from db.models import MODELS
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
    yield Line(((_counts(found) if _moves(found) else _("Nothing would change."), "title"),))
    steps = [step for step in found.steps if tells(step)][:MOST]
    for step in map(worded, steps):
        name = field_word(MODELS[step.table].noun, step.field)
        now, then = words(step.before) or _("nothing"), words(step.after) or _("nothing")
        yield from _lines(f"{ref_of(step)}  {name}: {now} → {then}", width, "")
    if found.kept:
        yield Line()
        yield Line(((_("Stays as it is now"), "heading"),))
    for kept in found.kept[:MOST]:
        fields = ", ".join(field_word(_noun(kept.ref), name) for name in kept.fields)
        told = f"{kept.ref}  {fields + ': ' if fields else ''}{_(kept.why)}"
        yield from _lines(told, width, "warn")


def _counts(found: Preview) -> str:
    """How many rows would go, come back and change back."""
    told = [
        many(found.removed, "{n} row would go", "{n} rows would go") if found.removed else "",
        many(found.put_back, "{n} row would come back", "{n} rows would come back")
        if found.put_back
        else "",
        many(found.set_back, "{n} row would change back", "{n} rows would change back")
        if found.set_back
        else "",
    ]
    return ", ".join(filter(None, told))


def _noun(ref: str) -> str:
    """The noun of a reference; of a part, which has none, nothing."""
    return NOUN_OF.get(ref[:1], "")


def _lines(text: str, width: int, tone: str) -> Iterator[Line]:
    for piece in wrapped(text, width):
        yield Line(((piece, tone),))
