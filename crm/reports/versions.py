"""Versions of a report: a final one is frozen, and a later one says what changed."""

from collections.abc import Iterator, Sequence
from difflib import ndiff

from crm.language import Words, translator

from .report import (
    Block,
    Bullets,
    Facts,
    Paragraph,
    Report,
    Section,
    Series,
    Signatures,
    Table,
)

_MOST = 40  # changed lines that are listed; the rest is counted


def differences(before: Report, after: Report) -> dict[str, list[str]]:
    """The changed lines by section, in the order of the later report; "- " was, "+ " is now."""
    old, new = _by_section(before), _by_section(after)
    headings = dict.fromkeys((*new, *old))
    found = {heading: _changed(old.get(heading, []), new.get(heading, [])) for heading in headings}
    return {heading: lines for heading, lines in found.items() if lines}


def _by_section(report: Report) -> dict[str, list[str]]:
    """The lines of each section; the head is what the title and the line under it say."""
    lines = {"": [report.title, report.subtitle]}
    for section in report.sections:
        told = (line for block in section.blocks for line in _lines(block))
        lines.setdefault(section.heading, []).extend(line for line in told if line)
    return lines


def _lines(block: Block) -> Iterator[str]:
    """A block as lines that mean something alone: a row of a table is one."""
    match block:
        case Paragraph(text):
            yield from text.split("\n")
        case Facts(rows, caption):
            yield from (_joined(": ", (label, value), caption) for label, value in rows)
        case Bullets(items):
            yield from items
        case Table(_, rows, caption=caption):
            yield from (_joined(" · ", row, caption) for row in rows)
        case Series(bars, caption):
            yield from (_joined(": ", (bar.label, bar.told), caption) for bar in bars)
        case Signatures(lines):
            yield from (_joined(": ", line, "") for line in lines)


def _joined(sign: str, parts: Sequence[str], caption: str) -> str:
    told = sign.join(" ".join(part.split()) for part in parts if part)
    return f"{caption} – {told}" if caption else told


def _changed(before: list[str], after: list[str]) -> list[str]:
    return [line for line in ndiff(before, after) if line[:2] in ("- ", "+ ")]


def since(number: int, changes: dict[str, list[str]], report: Report) -> Section:
    """The section that says what changed since a version."""
    say = translator(report.lang)
    heading = say("Changes since version {number}", number=number)
    return Section(heading, (Facts(tuple(_rows(changes, report, say))),))


def _rows(changes: dict[str, list[str]], report: Report, say: Words) -> Iterator[tuple[str, str]]:
    left = _MOST
    for heading, lines in changes.items():
        told = [_told(line, say) for line in lines[: max(left, 0)]]
        left -= len(lines)
        if told:
            yield heading or report.title, "\n".join(told)
    if left < 0:
        yield "", say("and {number} more", number=-left)


def _told(line: str, say: Words) -> str:
    text = line[2:]
    return say("now: {text}", text=text) if line[0] == "+" else say("before: {text}", text=text)
