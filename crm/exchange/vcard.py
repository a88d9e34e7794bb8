"""Address books (vCard 2.1, 3.0, 4.0) as a table: one card, one row; a bad card stops no other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from db.errors import Problem

from . import folding
from .content_lines import Property, parsed
from .encoding import Encoding
from .sheet import PREVIEW, Row, Sheet
from .vcard_fields import ALWAYS, BASE, PICTURES, fields

SEARCHED = 1000  # cards whose fields become columns; what only later ones have goes into one column
MORE = "More fields"
COLUMNS = 400  # as many kinds of fields as a screen can still show


@dataclass
class Card:
    """The lines of one card; `fault` says why it cannot be read."""

    at: int
    number: int
    properties: list[Property] = field(default_factory=list)
    pictures: int = 0
    fault: str = ""


def open_vcard(path: Path, encoding: str | None) -> Sheet:
    """Raises Problem where the file is no text."""
    found, _ = folding.lines(path, encoding)
    first = list(islice(_cards(path, encoding), SEARCHED))
    headers = _headers([fields(card.properties) for card in first if not card.fault])

    def rows() -> Iterator[Row]:
        return (_row(card, headers, fields(card.properties)) for card in _cards(path, encoding))

    return _sheet(path, found, headers, rows)


def _headers(cards: list[dict[str, str]]) -> tuple[str, ...]:
    """The fields of the cards: those we know in our order, then the others as they come."""
    seen = dict.fromkeys(name for card in cards for name in card)
    known = [name for name in BASE if name in seen or name in ALWAYS]
    others = [name for name in seen if name and name not in BASE]
    return (*known, *others[:COLUMNS], MORE)


def _sheet(
    path: Path, found: Encoding, headers: tuple[str, ...], rows: Callable[[], Iterator[Row]]
) -> Sheet:
    preview = tuple(islice(rows(), PREVIEW))
    return Sheet(
        path=path, format="vcf", encoding={"utf-8-sig": "utf-8"}.get(found.name, found.name),
        delimiter=None, header_line=1, preamble=(), headers=headers, raw_headers=headers,
        preview=preview, warnings=found.warnings, size=path.stat().st_size, rows=rows,
        encoding_sure=found.sure,
    )  # fmt: skip


def _row(card: Card, headers: tuple[str, ...], told: dict[str, str]) -> Row:
    more = "\n".join(f"{name}: {told[name]}" for name in told if name and name not in headers)
    cells = [told.get(header, "") for header in headers]
    if more and headers[-1] == MORE:
        cells[-1] = more
    pictures = ("its picture is not kept",) if card.pictures else ()
    return Row(card.at, card.number, cells, told.get("", ""), pictures, card.fault)


# --- from lines to cards ------------------------------------------------------------------------


def _cards(path: Path, encoding: str | None) -> Iterator[Card]:
    """Every card of a file in its order, also those that are broken."""
    found, lines = folding.lines(path, encoding)
    codec = folding.codec(found)
    card: Card | None = None
    inner, count = 0, 0
    for line in lines:
        said = parsed(line.text, codec)
        what = (said.name, said.value.strip().upper()) if said else ("", b"")
        if what == ("BEGIN", b"VCARD"):
            if card and _holds_another(card):
                inner += 1
                continue
            if card:
                card.fault = "the card has no end"
                yield card
            count += 1
            card, inner = Card(line.at, count), 0
        elif what == ("END", b"VCARD"):
            if card and not inner:
                yield card
                card = None
            inner = max(0, inner - 1)
        elif card and not inner:
            _take(card, line, said)
    if card:
        card.fault = "the card has no end; the file may be cut off"
        yield card
    if not count:
        raise Problem(f"{path.name} holds no card; nothing was imported.")


def _holds_another(card: Card) -> bool:
    """Whether a card begins inside another on purpose: the assistant of vCard 2.1."""
    last = card.properties[-1] if card.properties else None
    return last is not None and last.name == "AGENT" and not last.value.strip()


def _take(card: Card, line: folding.Raw, said: Property | None) -> None:
    if said is None:
        card.fault = card.fault or f"line {line.at:,} is no line of a card"
    elif said.name in PICTURES and not said.value[:8].lower().startswith((b"http:", b"https:")):
        card.pictures += 1
    elif line.cut:
        card.fault = card.fault or f"line {line.at:,} is longer than a million letters"
    else:
        card.properties.append(said)
