"""Two people changed a record at once: what goes together, and what one of them must choose.

Everything is compared as the texts of the form, so points, people and plain fields are one case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crm.forms.spec import Field, FormSpec
from crm.words import _

Texts = Mapping[str, str]

# Kinds whose lines are things of their own: two people may each add one.
LISTS = frozenset({"lines", "emails", "phones", "links"})
POINTS = frozenset({"host_points", "guest_points", "joint_points"})


class Side(StrEnum):
    """Whose text is taken."""

    yours = "yours"
    theirs = "theirs"
    before = "before"
    both = "both"


@dataclass(frozen=True)
class Clash:
    """A field that both changed, each to something else."""

    name: str
    label: str
    yours: str
    theirs: str
    before: str
    several: bool = False  # lines, so that both can stand there

    def text(self, side: Side) -> str:
        if side is Side.both:
            return f"{self.theirs}\n{self.yours}"
        return {Side.yours: self.yours, Side.theirs: self.theirs}.get(side, self.before)


@dataclass(frozen=True)
class Merged:
    """`texts` are all fields, with yours where they clash; `theirs` names what came from the other."""

    texts: dict[str, str]
    theirs: tuple[str, ...]
    clashes: tuple[Clash, ...]


def merged(spec: FormSpec, before: Texts, yours: Texts, theirs: Texts) -> Merged:
    """What the form holds once both changes to it are put together."""
    texts, came, clashes = {}, [], []
    for field in spec.fields:
        name = field.name
        was, mine, other = (side.get(name, "") for side in (before, yours, theirs))
        both = together(field, was, mine, other)
        texts[name] = mine if both is None else both
        if both is None:
            several = field.kind in LISTS | {"notes"}
            clashes.append(Clash(name, _(field.label), mine, other, was, several))
        elif other not in (was, mine):
            came.append(_(field.label))
    return Merged(texts, tuple(came), tuple(clashes))


def together(field: Field, before: str, yours: str, theirs: str) -> str | None:
    """One text with both changes in it; None where one of them must be chosen."""
    if theirs in (before, yours):
        return yours
    if yours == before:
        return theirs
    if field.kind in LISTS or field.name in POINTS:
        return _lines_together(before.splitlines(), yours.splitlines(), theirs.splitlines())
    return None


def _lines_together(before: list[str], yours: list[str], theirs: list[str]) -> str | None:
    """Their lines without those you took away and with those you added. A line that both took away
    may be one that both rewrote, so that is asked."""
    gone_here, gone_there = set(before) - set(yours), set(before) - set(theirs)
    if gone_here & gone_there:
        return None
    kept = [line for line in theirs if line not in gone_here]
    return "\n".join([*kept, *(line for line in yours if line not in before and line not in kept)])
