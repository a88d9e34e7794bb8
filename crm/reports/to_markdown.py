"""A report as Markdown (CommonMark with GitHub tables); data is escaped, so nothing in it acts."""

import re
from collections.abc import Iterable, Iterator

from crm.language import Words, translator

from .report import Block, Bullets, Facts, Paragraph, Report, Series, Signatures, Table, printable

_ACTIVE = re.compile(r"[\\`*_\[\]<>&#|~${}]")
_LINK = re.compile(r"(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_OPENING = re.compile(r"^(?:[-+=:](?=\s|[-+=:]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_BREAK = "\\\n"


def to_markdown(report: Report) -> str:
    report = printable(report)
    say = translator(report.lang)
    parts = [*_head(report)]
    for section in report.sections:
        parts += [f"## {_line(section.heading)}"] if section.heading else []
        parts += [part for block in section.blocks for part in _block(block, say)]
    parts += ["---", _line(say("As at {day}", day=say.day(report.as_of)))]
    return "\n\n".join(parts) + "\n"


def _head(report: Report) -> Iterator[str]:
    yield from (_line(text) for text in (report.office, *report.letterhead) if text)
    yield f"# {_line(report.title)}"
    yield from [f"*{_line(report.subtitle)}*"] if report.subtitle else []
    yield " · ".join(_line(mark) for mark in (report.reference, *report.marks) if mark)


def _block(block: Block, say: Words) -> Iterator[str]:
    match block:
        case Paragraph(text, tone):
            lines = _lines(text)
            quoted = "> " if tone in ("lead", "aside") else ""
            yield quoted + (_BREAK + quoted).join(lines)
        case Facts(rows, caption):
            yield from _caption(caption)
            yield "\n".join(_fact(label, value) for label, value in rows)
        case Bullets(items):
            yield "\n".join(_item(_lines(item)) for item in items)
        case Table():
            yield from _caption(block.caption)
            yield "\n".join(_table(block))
        case Series(bars, caption):
            yield from _caption(caption)
            yield "\n".join(_table(Table(("", ""), tuple((b.label, b.told) for b in bars))))
        case Signatures(lines):
            for role, name in lines:
                yield f"{_line(role)}: {_line(name)} …………………… {_line(say('Date'))}: …………"


def _caption(caption: str) -> list[str]:
    return [f"**{_line(caption)}**"] if caption else []


def _fact(label: str, value: str) -> str:
    lines = _lines(value)
    return _item([f"**{_line(label)}:** {lines[0]}", *lines[1:]] if label else lines)


def _item(lines: Iterable[str]) -> str:
    return "- " + (_BREAK + "  ").join(lines)


def _table(table: Table) -> Iterator[str]:
    yield _cells(table.headers)
    yield _cells_raw("--:" if i in table.right else "---" for i, _ in enumerate(table.headers))
    for row in table.rows:
        yield _cells(row)


def _cells(cells: Iterable[str]) -> str:
    return _cells_raw("<br>".join(_lines(cell)) for cell in cells)


def _cells_raw(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _line(text: str) -> str:
    return " ".join(_lines(text))


def _lines(text: str) -> list[str]:
    """The lines of `text` that hold something, each literal wherever a line may stand."""
    return [escaped(line) for line in text.split("\n") if line.strip()] or [""]


def escaped(line: str) -> str:
    """One line of data as Markdown that reads as that line and as nothing else."""
    line = _ACTIVE.sub(r"\\\g<0>", line.strip())
    line = _LINK.sub(r"\\\g<0>", line)
    return _OPENING.sub(_held_back, line)


def _held_back(opening: re.Match[str]) -> str:
    """A list mark or an underline at the head of a line; after a number the dot is escaped."""
    return f"{opening[0]}\\" if opening[0].isdigit() else f"\\{opening[0]}"
