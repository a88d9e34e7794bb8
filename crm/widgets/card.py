"""A record to read: facts with their labels aligned, notes, and related records that open."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from crm.text import cell_width, scrub
from crm.widgets.drawing import aligned, wrapped
from crm.widgets.lines import Line, Lines, Part

WIDEST_LABEL = 18


@dataclass(frozen=True)
class Fact:
    """A labelled value; with a target it opens that record."""

    label: str
    value: str
    tone: str = ""
    target: Hashable = None


@dataclass(frozen=True)
class Entry:
    """A line of a list or timeline: what leads it (a date, a reference), what it says, and what is
    said more quietly beside it."""

    lead: str
    text: str
    tone: str = ""
    target: Hashable = None
    detail: str = ""
    lead_tone: str = "label"
    detail_tone: str = "muted"


@dataclass(frozen=True)
class Note:
    """Free text, with the line breaks it was written with."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[Fact | Entry | Note, ...]


@dataclass(frozen=True)
class CardView:
    """All that a card shows, as values."""

    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = field(default=())
    even: bool = False  # what leads the lines is as wide in all sections


_KINDS: dict[str, type[Fact | Entry | Note]] = {"fact": Fact, "entry": Entry, "note": Note}


def plain(view: CardView) -> dict[str, Any]:
    """A card as values that a file can hold, if its targets are; `card_of` reads it back."""
    names = {kind: name for name, kind in _KINDS.items()}
    sections = [
        [section.title, [[names[type(row)], asdict(row)] for row in section.rows]]
        for section in view.sections
    ]
    head = {"title": view.title, "subtitle": view.subtitle, "even": view.even}
    return {**head, "sections": sections}


def card_of(told: dict[str, Any]) -> CardView:
    sections = (
        Section(title, tuple(_KINDS[kind](**values) for kind, values in rows))
        for title, rows in told["sections"]
    )
    return CardView(told["title"], told["subtitle"], tuple(sections), told["even"])


class Card(Lines):
    """Shows a `CardView`; opening a line posts `Lines.Opened` with its target."""

    DEFAULT_CSS = "Card { height: 1fr; }"

    def show_card(self, view: CardView | None, *, keep: bool = False) -> None:
        """Show a record, or nothing."""
        self.show((lambda width: card_lines(view, width)) if view else [], keep=keep)


def card_lines(view: CardView, width: int) -> list[Line]:
    """The card's lines, each at most `width` cells."""
    even = _indent(row for section in view.sections for row in section.rows) if view.even else 0
    lines = [Line(((text, "title"),)) for text in wrapped(view.title, width)]
    if view.subtitle:
        lines += [Line(((text, "muted"),)) for text in wrapped(view.subtitle, width)]
    for section in view.sections:
        lines.append(Line())
        if section.title:
            lines.append(Line(((aligned(section.title, width), "heading"),)))
        lines += _rows(section.rows, even or _indent(section.rows), width)
    return lines


def _indent(rows: Iterable[Fact | Entry | Note]) -> int:
    return min(WIDEST_LABEL, max((cell_width(_lead(row)) for row in rows), default=0))


def _rows(rows: Sequence[Fact | Entry | Note], indent: int, width: int) -> Iterator[Line]:
    for row in rows:
        if isinstance(row, Note):
            yield from (Line(((text, row.tone),)) for text in wrapped(row.text, width))
        else:
            yield from _hanging(row, indent, width)


def _lead(row: Fact | Entry | Note) -> str:
    match row:
        case Fact(label=lead) | Entry(lead=lead):
            return lead
        case _:
            return ""


def _hanging(row: Fact | Entry, indent: int, width: int) -> Iterator[Line]:
    """The lead once, the text beside it and, where it is long, beneath itself."""
    pad = indent + 2 if indent else 0
    for index, parts in enumerate(_told(row, width - pad)):
        lead = aligned(_lead(row) if index == 0 else "", pad)
        tone = row.lead_tone if isinstance(row, Entry) else "label"
        yield Line(((lead, tone), *parts), row.target, on=index > 0)


def _told(row: Fact | Entry, width: int) -> Iterator[tuple[Part, ...]]:
    """What a line says, in its tone, then what is said beside it in its own; wrapped as one text."""
    text, detail, beside = scrub(row.value if isinstance(row, Fact) else row.text), "", ""
    if isinstance(row, Entry) and row.detail:
        detail, beside = f" · {scrub(row.detail)}", row.detail_tone
    at = 0
    for piece in wrapped(text + detail, width):
        at = max(at, (text + detail).find(piece, at))
        cut = max(len(text) - at, 0)
        yield (piece[:cut], row.tone), (piece[cut:], beside)
        at += len(piece)
