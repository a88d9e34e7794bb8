"""Make two records one: choose which stays, and of each field that differs whose value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from crm.screens.at_desk import id_of
from crm.screens.dialog import Dialog
from crm.screens.import_words import field_words
from crm.screens.pick import Item, Pick
from crm.screens.shown import words
from crm.verbs import Verb
from crm.widgets.drawing import aligned
from crm.widgets.lines import Line, Lines
from crm.words import _
from db.commands import merging
from db.models import NOUNS
from db.queries import cards, duplicates

if TYPE_CHECKING:
    from crm.app import CrmApp
    from db.queries.duplicates import Differing, Pair

MERGING = "Merging"
LABEL = 18  # cells of a field's name


@dataclass(frozen=True)
class Merged:
    """What was chosen: the record that stays, the other, and the fields that come from the other."""

    keep: str
    other: str
    take: tuple[str, ...]


class MergeScreen(Dialog[Merged | None]):
    """Two records side by side; the one on the left stays."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("merge.choose", "enter,space", "Other value", "Take the other value.", True, MERGING),
        Verb("merge.swap", "x", "Swap", "Let the other record stay.", True, MERGING),
        Verb("merge.now", "ctrl+s,m", "Merge", "Make the two one.", True, MERGING),
        Verb("merge.cancel", "escape", "Cancel", "Leave both as they are.", True, MERGING),
    )

    DEFAULT_CSS = "MergeScreen Lines { height: auto; max-height: 100%; }"

    def __init__(
        self, noun: str, one: tuple[str, str], two: tuple[str, str], fields: "Sequence[Differing]"
    ) -> None:
        super().__init__(_("Are {one} and {two} one?", one=one[0], two=two[0]))
        self.noun = noun
        self.sides = (one, two)
        self.fields = fields
        self.from_second: set[str] = set()
        self.swapped = False

    def body(self) -> Sequence[Widget]:
        return [Lines()]

    def on_mount(self) -> None:
        self._show()
        self.query_one(Lines).focus()

    def _show(self) -> None:
        lines = self.query_one(Lines)
        at = lines.target
        lines.show(self._lines)
        if isinstance(at, str):
            lines.go(next((n for n, each in enumerate(self.fields) if each.field == at), 0) + 3)

    def _lines(self, width: int) -> list[Line]:
        keep, other = reversed(self.sides) if self.swapped else self.sides
        told = [
            Line(((aligned(_("Stays"), 8), "label"), (" ".join(keep), "good"))),
            Line(((aligned(_("Goes in"), 8), "label"), (" ".join(other), "muted"))),
            Line(((_("Links, lists and notes of both are kept. Values that differ:"), "muted"),)),
        ]
        return told + [self._line(each, width) for each in self.fields]

    def _line(self, each: "Differing", width: int) -> Line:
        room = (width - LABEL) // 2 - 4
        second = each.field in self.from_second
        label = (aligned(field_words(self.noun, each.field), LABEL), "label")
        one, two = (words(value) for value in (each.first, each.second))
        return Line((label, _choice(one, room, not second), _choice(two, room, second)), each.field)

    @on(Lines.Opened)
    def _opened(self) -> None:
        self.action_merge_choose()

    def action_merge_choose(self) -> None:
        field = self.query_one(Lines).target
        if isinstance(field, str):
            self.from_second ^= {field}
            self._show()

    def action_merge_swap(self) -> None:
        """The values chosen stay chosen; only the record that they go to is the other one."""
        self.swapped = not self.swapped
        self._show()

    def action_merge_now(self) -> None:
        one, two = (ref for ref, _ in self.sides)
        every = {each.field for each in self.fields}
        take = every - self.from_second if self.swapped else self.from_second
        keep, other = (two, one) if self.swapped else (one, two)
        self.dismiss(Merged(keep, other, tuple(sorted(take))))

    def action_merge_cancel(self) -> None:
        self.dismiss(None)


def _choice(text: str, room: int, chosen: bool) -> tuple[str, str]:
    return aligned(f"{'●' if chosen else '○'} {text}", room + 4), "accent" if chosen else "muted"


async def merge_two(crm: "CrmApp", noun: str, first: str, second: str) -> str | None:
    """Ask about two records and make them one; the sentence to say, or None. Raises Problem."""
    ids = (id_of(first), id_of(second))
    fields = await crm.desk.read(duplicates.differing, noun, *ids)
    names = [(await crm.desk.read(cards.card, ref)).row.name for ref in (first, second)]
    screen = MergeScreen(noun, (first, names[0]), (second, names[1]), fields)
    chosen = await crm.push_screen_wait(screen)
    if chosen is None:
        return None
    name = dict(zip((first, second), names, strict=True))
    label = f"Merge {name[chosen.other]} into {name[chosen.keep]}"
    keep, other = id_of(chosen.keep), id_of(chosen.other)
    await crm.desk.write(label, merging.merge, NOUNS[noun], keep, other, chosen.take)
    told = _("{ref} is now part of {other}, with every link", ref=chosen.other, other=chosen.keep)
    return f"{told} · {_('z to undo')}"


async def pick_pair(crm: "CrmApp", noun: str) -> "Pair | None":
    """One of the pairs, None where none was chosen, or where there is none, which is said."""
    found = await crm.desk.read(duplicates.pairs, noun)
    if not found:
        crm.say("No two records here look like one.")
        return None
    items = [_item(pair) for pair in found]
    hint = "type to narrow; enter to look at a pair"
    return await crm.push_screen_wait(Pick("These may be one", items, hint=hint))


def _item(pair: "Pair") -> "Item[Pair]":
    names = f"{pair.first.ref} {pair.first.name} = {pair.second.ref} {pair.second.name}"
    return Item(pair, names, pair.reason)
