"""Two people changed the same fields: yours, theirs and what was before side by side, to choose from."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import ClassVar

from textual import on
from textual.widget import Widget

from crm.forms.merging import Clash, Side
from crm.screens.dialog import Dialog
from crm.verbs import Verb
from crm.widgets.cursor import OPEN
from crm.widgets.drawing import TICK, aligned, wrapped
from crm.widgets.lines import Line, Lines, Part
from crm.words import _, many

CHOOSING = "Choosing"
SHOWN = (Side.yours, Side.theirs, Side.before)
GAP = 2  # cells between columns; the tick and a blank stand in front of each
Taken = dict[str, str]  # field -> the text that is saved


class Columns(Lines):
    VERBS: ClassVar[tuple[Verb, ...]] = (
        replace(
            OPEN, label="Take another", help="Take the next column of this field.", footer=False
        ),
    )


class Clashes(Dialog[Taken | None]):
    """Dismissed with the text taken for each field, or None: back to the form, nothing saved."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("clash.yours", "y", "Yours", "Take what you typed.", True, CHOOSING),
        Verb("clash.theirs", "t", "Theirs", "Take what is there now.", True, CHOOSING),
        Verb("clash.before", "b", "Before", "Take what both of you found.", True, CHOOSING),
        Verb("clash.both", "a", "Both", "Take theirs and yours beneath.", True, CHOOSING),
        Verb("clash.save", "ctrl+s", "Save", "Save what is ticked.", True, CHOOSING),
        Verb("clash.back", "escape", "Back", "Back to the form, nothing saved.", True, CHOOSING),
    )

    DEFAULT_CSS = """
    Clashes {
        & > .frame { width: 110; }
        & Columns { height: auto; max-height: 100%; }
    }
    """

    def __init__(self, clashes: Sequence[Clash], by: str) -> None:
        heading = many(
            len(clashes),
            "{name} changed the same field while you typed",
            "{name} changed {n} of the same fields while you typed",
            name=by or _("Somebody"),
        )
        super().__init__(heading)
        self.clashes = clashes
        self.by = by
        self.taken = dict.fromkeys(range(len(clashes)), Side.yours)

    def body(self) -> Sequence[Widget]:
        return [Columns()]

    def on_mount(self) -> None:
        self._show(keep=False)
        self.query_one(Columns).focus()

    def _show(self, *, keep: bool = True) -> None:
        self.query_one(Columns).show(self._lines, keep=keep)

    def _lines(self, width: int) -> list[Line]:
        room = max(6, (width - 2 * GAP) // 3)
        theirs = f"{_('theirs')}: {self.by}" if self.by else _("theirs")
        heads = (_("yours"), theirs, _("before"))
        gap = " " * GAP
        lines = [Line(((gap.join(aligned(f"  {head}", room) for head in heads), "label"),))]
        for index, clash in enumerate(self.clashes):
            lines += [Line(), Line(((clash.label, "heading"),))]
            lines += self._block(index, clash, room)
        return lines

    def _block(self, index: int, clash: Clash, room: int) -> Iterator[Line]:
        columns = [wrapped(clash.text(side) or _("nothing"), room - 2) for side in SHOWN]
        for number, texts in enumerate(zip_longest(*columns, fillvalue="")):
            parts: list[Part] = []
            for side, text in zip(SHOWN, texts, strict=True):
                parts += [*self._cell(side, self.taken[index], text, room, number), (" " * GAP, "")]
            yield Line(tuple(parts), (index, number))

    def _cell(
        self, side: Side, taken: Side, text: str, room: int, number: int
    ) -> tuple[Part, Part]:
        """A line of a column; what is taken has a tick, and the rest steps back."""
        mine = taken is side or (taken is Side.both and side is not Side.before)
        tick = TICK if mine and not number else " "
        return (f"{tick} ", "accent"), (aligned(text, room - 2), "" if mine else "muted")

    # Choosing

    @property
    def here(self) -> int:
        """The field under the cursor."""
        target = self.query_one(Columns).target
        return target[0] if isinstance(target, tuple) else 0

    def available(self, verb: Verb) -> str | None:
        if verb.id == "clash.both" and not self.clashes[self.here].several:
            return "Only a field of several lines takes both."
        return super().available(verb)

    def _take(self, side: Side) -> None:
        self.taken[self.here] = side
        self._show()

    def action_clash_yours(self) -> None:
        self._take(Side.yours)

    def action_clash_theirs(self) -> None:
        self._take(Side.theirs)

    def action_clash_before(self) -> None:
        self._take(Side.before)

    def action_clash_both(self) -> None:
        self._take(Side.both)

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        now = self.taken[self.here]
        after = SHOWN.index(now) + 1 if now in SHOWN else 0
        self._take(SHOWN[after % len(SHOWN)])

    def action_clash_save(self) -> None:
        self.dismiss(
            {clash.name: clash.text(self.taken[n]) for n, clash in enumerate(self.clashes)}
        )

    def action_clash_back(self) -> None:
        self.dismiss(None)
