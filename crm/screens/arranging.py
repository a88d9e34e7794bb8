"""Choose the columns of a list, order and widen them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from crm.screens.columns import LEAST, Arrangement, Shown, arranged, offered
from crm.screens.dialog import Dialog
from crm.verbs import Verb
from crm.widgets.columns import Column, place
from crm.widgets.cursor import OPEN
from crm.widgets.drawing import TICK, aligned
from crm.widgets.lines import Line, Lines
from crm.words import _, named

if TYPE_CHECKING:
    from crm.screens.ledger import Place

ARRANGING = "Columns"
STEP = 2  # cells by which a column is widened


@dataclass(frozen=True)
class Choice:
    """A column in the dialogue."""

    column: Column
    shown: bool
    wider: int = 0

    @property
    def width(self) -> int:
        return max(LEAST, self.column.width + self.wider)


class ColumnLines(Lines):
    """The columns; keys change the one under the cursor."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb(
            "columns.show", "space", "Show, hide", "Show this column, or hide it.", True, ARRANGING
        ),
        Verb("columns.up", "K,shift+up", "Left", "Move it left.", True, ARRANGING),
        Verb("columns.down", "J,shift+down", "Right", "Move it right.", True, ARRANGING),
        Verb(
            "columns.narrower",
            "less_than_sign,left",
            "Narrower",
            "Make it narrower.",
            True,
            ARRANGING,
        ),
        Verb(
            "columns.wider", "greater_than_sign,right", "Wider", "Make it wider.", True, ARRANGING
        ),
        Verb(
            "columns.reset", "r", "As before", "Back to the columns it came with.", True, ARRANGING
        ),
        replace(OPEN, label="Keep", help="Keep these columns."),
    )

    def __init__(self, place: "Place", arrangement: Arrangement, room: int) -> None:
        super().__init__()
        self._place, self._room = place, room
        self.choices = choices(place, arrangement)

    def on_mount(self) -> None:
        self.show(self._told)

    def _told(self, width: int) -> Sequence[Line]:
        columns = arranged(self._place, self.arrangement)
        fitting = {placed.column.key for placed in place(columns, self._room)}
        return [_line(each, each.column.key in fitting) for each in self.choices]

    @property
    def shown(self) -> list[Choice]:
        return [each for each in self.choices if each.shown]

    @property
    def _at(self) -> int:
        return next(n for n, each in enumerate(self.choices) if each.column.key == self.target)

    def _put(self, choice: Choice) -> None:
        self.choices[self._at] = choice
        self.show(self._told, keep=True)

    def action_columns_show(self) -> None:
        """A column that is shown anew stands behind those that are."""
        choice = self.choices[self._at]
        if not choice.shown:
            self.choices.remove(choice)
            last = max(n for n, each in enumerate(self.choices) if each.shown)
            self.choices.insert(last + 1, replace(choice, shown=True))
            self.show(self._told, keep=True)
        elif len(self.shown) > 1:
            self._put(replace(choice, shown=False))

    def action_columns_up(self) -> None:
        self._move(-1)

    def action_columns_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        at = self._at
        if 0 <= at + by < len(self.choices):
            self.choices.insert(at + by, self.choices.pop(at))
            self.show(self._told, keep=True)

    def action_columns_wider(self) -> None:
        self._widen(STEP)

    def action_columns_narrower(self) -> None:
        self._widen(-STEP)

    def _widen(self, by: int) -> None:
        choice = self.choices[self._at]
        wider = max(choice.wider + by, LEAST - choice.column.width)
        self._put(replace(choice, wider=min(wider, 60)))

    def action_columns_reset(self) -> None:
        self.choices = choices(self._place, ())
        self.show(self._told, keep=True)

    @property
    def arrangement(self) -> Arrangement:
        told = tuple(Shown(each.column.key, each.wider) for each in self.shown)
        return () if told == tuple(Shown(each.key) for each in self._place.columns) else told


def choices(place: "Place", arrangement: Arrangement) -> list[Choice]:
    """The columns that are shown, in their order, then the others."""
    known = {column.key: column for column in offered(place)}
    now = [each for each in arrangement if each.key in known]
    now = now or [Shown(column.key) for column in place.columns]
    keys = {each.key for each in now}
    others = [Choice(column, False) for key, column in known.items() if key not in keys]
    return [*(Choice(known[each.key], True, each.wider) for each in now), *others]


def _line(choice: Choice, fits: bool) -> Line:
    tone = "" if choice.shown else "muted"
    said = named("column", choice.column.label)
    wide = f"{choice.width:>4}{f' ({choice.wider:+})' if choice.wider else ''}"
    parts = [
        (f"{TICK if choice.shown else ' '} ", "accent"),
        (aligned(said, 30), tone),
        (wide, "muted"),
    ]
    if choice.shown and not fits:
        parts.append((f"  {_('no room at this width')}", "warn"))
    return Line(tuple(parts), choice.column.key)


class Arranging(Dialog[Arrangement | None]):
    """Dismissed with the columns that are shown; empty where they are those the list came with."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb(
            "columns.cancel", "escape", "Cancel", "Leave the columns as they were.", True, ARRANGING
        ),
    )
    DEFAULT_CSS = """
    Arranging { & > .frame { height: 22; } & Lines { height: 1fr; } }
    """

    def __init__(self, place: "Place", arrangement: Arrangement, room: int) -> None:
        super().__init__("Columns of this list")
        self._place, self._arrangement, self._room = place, arrangement, room

    def body(self) -> Sequence[Widget]:
        return [ColumnLines(self._place, self._arrangement, self._room)]

    def on_mount(self) -> None:
        self.query_one(ColumnLines).focus()

    @on(Lines.Opened)
    def _kept(self) -> None:
        self.dismiss(self.query_one(ColumnLines).arrangement)

    def action_columns_cancel(self) -> None:
        self.dismiss(None)
