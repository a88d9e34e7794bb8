"""A report is a value: headings and blocks of plain text that every renderer prints alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from crm.text import scrub

Tone = Literal["plain", "lead", "note", "aside"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text as typed, line breaks kept. `lead` is the bottom line; `note` says in small what to
    make of what follows; `aside` stands apart from the record."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values; a value may hold several lines."""

    rows: tuple[tuple[str, str], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many cells as `headers`. `widths` are shares of the page's width (empty:
    equal); `right` names the columns, from 0, whose cells stand on the right."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    right: frozenset[int] = frozenset()
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headers) for row in self.rows):
            raise ValueError("a table's rows have as many cells as its headers")
        if self.widths and len(self.widths) != len(self.headers):
            raise ValueError("a table has one width for each header")


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs: (role, name); an empty name leaves the line free."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One value of a series: `value` gives the length of its bar, `told` is what is written."""

    label: str
    value: float
    told: str


@dataclass(frozen=True, slots=True)
class Series:
    """Values to be compared, drawn as bars from zero; none is negative, and `told` says each.
    `full` is the value of a bar as long as its room; the longest bar is where it is 0."""

    bars: tuple[Bar, ...]
    caption: str = ""
    full: float = 0

    def __post_init__(self) -> None:
        if any(not 0 <= bar.value < float("inf") for bar in self.bars):
            raise ValueError("a bar is as long as a number from zero up")

    def shares(self) -> tuple[float, ...]:
        """The length of each bar in its room; all zero where every value is."""
        longest = max(self.full, *(bar.value for bar in self.bars), 0)
        return tuple(bar.value / longest if longest else 0.0 for bar in self.bars)


Block = Paragraph | Facts | Bullets | Table | Series | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`marks` stand on every page (confidentiality, draft or final); `as_of` is the day the report
    speaks for; `lang` is en, az, ru or zh and chooses the words that renderers add. `letterhead` are
    lines under the office; `paper` is a4 or letter; `stamp` stands across every page (DRAFT); a
    `dense` report is set small."""

    title: str
    reference: str
    as_of: date
    sections: tuple[Section, ...]
    subtitle: str = ""
    marks: tuple[str, ...] = ()
    office: str = ""
    lang: str = "en"
    landscape: bool = False
    letterhead: tuple[str, ...] = ()
    paper: str = "a4"
    stamp: str = ""
    dense: bool = False


def texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every text of a report in reading order, each with the place where it stands."""
    head = (report.office, *report.letterhead, report.title, report.subtitle, report.reference)
    head = (*head, *report.marks)
    yield from (("", text) for text in head if text)
    for section in report.sections:
        yield section.heading, section.heading
        for block in section.blocks:
            yield from ((section.heading, text) for text in _in_block(block) if text)


def _in_block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield text
        case Facts(rows, caption):
            yield from (caption, *(text for row in rows for text in row))
        case Bullets(items):
            yield from items
        case Table(headers, rows, caption=caption):
            yield from (caption, *headers, *(cell for row in rows for cell in row))
        case Series(bars, caption):
            yield from (caption, *(text for bar in bars for text in (bar.label, bar.told)))
        case Signatures(lines):
            yield from (text for line in lines for text in line)


def printable(report: Report) -> Report:
    """The report as paper may hold it: scrubbed, tabs as blanks, no blank at the end of a line."""
    clean = mapped(report, _printable)
    return replace(clean, title=clean.title or clean.reference or "–")


def _printable(text: str) -> str:
    lines = scrub(text).replace("\t", "    ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def mapped(report: Report, change: Callable[[str], str]) -> Report:
    """The same report with every text changed."""
    return replace(
        report,
        title=change(report.title),
        reference=change(report.reference),
        subtitle=change(report.subtitle),
        office=change(report.office),
        marks=tuple(map(change, report.marks)),
        letterhead=tuple(map(change, report.letterhead)),
        sections=tuple(
            Section(change(section.heading), tuple(_mapped(b, change) for b in section.blocks))
            for section in report.sections
        ),
    )


def _mapped(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Paragraph(text, tone):
            return Paragraph(change(text), tone)
        case Facts(rows, caption):
            return Facts(tuple((change(a), change(b)) for a, b in rows), change(caption))
        case Bullets(items):
            return Bullets(tuple(map(change, items)))
        case Table():
            return replace(
                block,
                headers=tuple(map(change, block.headers)),
                rows=tuple(tuple(map(change, row)) for row in block.rows),
                caption=change(block.caption),
            )
        case Series(bars, caption):
            changed = (Bar(change(bar.label), bar.value, change(bar.told)) for bar in bars)
            return replace(block, bars=tuple(changed), caption=change(caption))
        case Signatures(lines):
            return Signatures(tuple((change(a), change(b)) for a, b in lines))
