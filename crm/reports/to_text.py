"""A report as plain text of 80 columns."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from crm.language import Words, translator
from crm.text import cell_width

from .report import Block, Bullets, Facts, Paragraph, Report, Series, Signatures, Table, printable
from .wrap import pad, wrap

WIDTH = 80
_NONE: Mapping[tuple[int, int, int], Sequence[str]] = {}
_GAP = 2
_LEAST = 8  # cells; a table whose columns would be narrower is written as one stanza per row


Edges = Mapping[tuple[int, int, int], Sequence[str]]  # section, block (-1: its heading), row


def to_text(report: Report, width: int = WIDTH, edges: Edges = _NONE) -> str:
    """`edges` are lines that stand before a part of the report: where a page of the paper ends."""
    report = printable(report)
    say = translator(report.lang)
    lines = [*_head(report, width)]
    for number, section in enumerate(report.sections):
        lines += [*edges.get((number, -1, 0), ()), "", *_heading(section.heading, width)]
        for order, block in enumerate(section.blocks):
            lines += [""] if order else []
            lines += _block(block, say, width, _of_rows(edges, number, order))
    lines += ["", "═" * width, say("As at {day}", day=say.day(report.as_of))]
    return "\n".join(lines) + "\n"


def _of_rows(edges: Edges, number: int, order: int) -> dict[int, Sequence[str]]:
    return {row: told for (s, b, row), told in edges.items() if (s, b) == (number, order)}


def _head(report: Report, width: int) -> Iterator[str]:
    marks = " · ".join(report.marks)
    for text in filter(None, (report.office, *report.letterhead)):
        yield from wrap(text, width)
    if report.reference or marks:
        yield from _ends(report.reference, marks, width)
    yield "═" * width
    for text in filter(None, (report.title, report.subtitle)):
        yield from wrap(text, width)
    yield "═" * width


def _heading(heading: str, width: int) -> list[str]:
    if not heading:
        return []
    lines = wrap(heading, width)
    return [*lines, "─" * max(map(cell_width, lines))]


def _ends(left: str, right: str, width: int) -> list[str]:
    if cell_width(left) + cell_width(right) + _GAP > width:
        return wrap(left, width) + wrap(right, width)
    return [left + pad(right, width - cell_width(left), right=True)]


def _block(block: Block, say: Words, width: int, edges: Mapping[int, Sequence[str]]) -> list[str]:
    if isinstance(block, Table):
        return _captioned(block.caption, [*_table(block, width, edges)], width)
    return [*edges.get(0, ()), *_other_block(block, say, width)]


def _other_block(block: Block, say: Words, width: int) -> list[str]:
    match block:
        case Paragraph(text, tone):
            mark = {"lead": "▌ ", "aside": "  "}.get(tone, "")
            return [mark + line for line in wrap(text, width - len(mark))]
        case Facts(rows, caption):
            return _captioned(caption, [*_facts(rows, width)], width)
        case Bullets(items):
            return [line for item in items for line in _beside("•", item, 2, width)]
        case Table():
            return [*_table(block, width, {})]
        case Series():
            return _captioned(block.caption, [*_bars(block, width)], width)
        case Signatures(lines):
            return [line for role, name in lines for line in _signature(role, name, say, width)]


def _captioned(caption: str, lines: list[str], width: int) -> list[str]:
    return [*wrap(caption, width), *lines] if caption else lines


def _facts(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    label_width = min(max(cell_width(label) for label, _ in rows), width // 3)
    indent = label_width + _GAP if label_width else 0
    for label, value in rows:
        yield from _beside(label, value, indent, width)


def _beside(label: str, value: str, indent: int, width: int) -> Iterator[str]:
    labels = wrap(label, max(2, indent - 1)) if label else []
    for left, right in zip_longest(labels, wrap(value, width - indent), fillvalue=""):
        yield (pad(left, indent) + right).rstrip()


def _table(table: Table, width: int, edges: Mapping[int, Sequence[str]]) -> Iterator[str]:
    needs = _needs(table)
    widths = _column_widths(table, needs, width)
    if any(given < min(need, _LEAST) for given, need in zip(widths, needs, strict=True)):
        yield from _stanzas(table, width, edges)
        return
    yield from _row(table.headers, widths, table)
    yield (" " * _GAP).join("─" * each for each in widths)
    for number, row in enumerate(table.rows):
        yield from edges.get(number, ())
        yield from _row(row, widths, table)


def _stanzas(table: Table, width: int, edges: Mapping[int, Sequence[str]]) -> Iterator[str]:
    for place, row in enumerate(table.rows):
        yield from edges.get(place, ())
        yield from [""] if place else []
        yield from _facts(tuple(zip(table.headers, row, strict=True)), width)


def _row(cells: Sequence[str], widths: list[int], table: Table) -> Iterator[str]:
    columns = [wrap(cell, each) for cell, each in zip(cells, widths, strict=True)]
    for line in zip_longest(*columns, fillvalue=""):
        padded = (pad(c, w, right=i in table.right) for i, (c, w) in enumerate(zip(line, widths)))  # noqa: B905
        yield (" " * _GAP).join(padded).rstrip()


def _needs(table: Table) -> list[int]:
    """The cells each column would take if nothing in it were wrapped."""
    columns = zip(table.headers, *table.rows, strict=True)
    return [max(2, *(cell_width(line) for cell in c for line in cell.split("\n"))) for c in columns]


def _column_widths(table: Table, needs: list[int], width: int) -> list[int]:
    """What each column needs, else what its share of the page gives; none gets more than needed."""
    room = width - _GAP * (len(needs) - 1)
    shares = dict(enumerate(table.widths or (1,) * len(needs)))
    given: dict[int, int] = {}
    while shares:
        part = (room - sum(given.values())) / sum(shares.values())
        small = [i for i, share in shares.items() if needs[i] <= share * part]
        for i in small or [*shares]:
            given[i] = needs[i] if small else max(2, int(shares[i] * part))
            del shares[i]
    return [given[i] for i in range(len(needs))]


def _bars(series: Series, width: int) -> Iterator[str]:
    """A bar between its label and its value, in eighths of a cell."""
    labels = min(max((cell_width(bar.label) for bar in series.bars), default=0), width // 3)
    told = min(max((cell_width(bar.told) for bar in series.bars), default=0), width // 3)
    room = max(2, width - labels - told - 2 * _GAP)
    for bar, share in zip(series.bars, series.shares(), strict=True):
        lines = zip_longest(wrap(bar.label, max(2, labels)), wrap(bar.told, max(2, told)))
        for place, (label, value) in enumerate(lines):
            drawn = "" if place else _bar(share, room)
            cells = (pad(label or "", labels), pad(drawn, room), pad(value or "", told, right=True))
            yield (" " * _GAP).join(cells).rstrip()


def _bar(share: float, room: int) -> str:
    """A value above zero is never drawn as none."""
    eighths = round(share * room * 8) or (1 if share else 0)
    return "█" * (eighths // 8) + "▏▎▍▌▋▊▉"[eighths % 8 - 1 :][:1] * bool(eighths % 8)


def _signature(role: str, name: str, say: Words, width: int) -> list[str]:
    line = f"{role}: {'_' * 28}   {say('Date')}: {'_' * 12}"
    return ["", *wrap(line, width), *([f"{' ' * (cell_width(role) + 2)}{name}"] if name else [])]
