"""Where in a table the header stands, and which of its lines are no records."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import damage
from .headers import folded, knows
from .sheet import Row

SEARCHED = 60  # a header further down is not looked for
_HELD = 40  # lines after a gap that may turn out to be a footer

_TOTAL = re.compile(
    r"(grand totals?|sub-?totals?|totals?|sum|cəmi|cemi|yekun|ümumi|toplam|genel toplam|ara toplam|"
    r"итого|всего|итог|合计|总计|小计|合計|總計|summe|gesamt|insgesamt)\b[\s:.]*(\([^)]*\)|[:：]\s*[\d\s.,]+)?[\s:]*",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\s*(copyright\b|\(c\)|©|confidential|generated (by|on|at)|file creation time|source\s*[:：]|"
    r"sources\s*[:：]|fuente\s*:|quelle\s*:|note\s*:|notes\s*:|notas?\s*:|mənbə\s*:|qeyd\s*:|kaynak\s*:|"
    r"источник\s*:|примечание\s*:|来源|數據來源|数据来源|注\s*[:：]|exported (by|on|at|from)|"
    r"report generated|printed (by|on)|end of (file|report)|page \d+ of \d+|all rights reserved|"
    r"\(?\d[\d,. ]* (rows?|records?|results?|entries|sətir|qeyd|kayıt|satır|строк\w*|запис\w*)\b[^@]{0,20}$|"
    r"共\s*\d+\s*[条家人行]|showing \d+ (to|-) \d+ of)",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-=+:_*─━│┼|]{2,}")
_VALUE = re.compile(r"[\d\s.,:/%+()$€£¥₼₽₺'-]*\d[\d\s.,:/%+()$€£¥₼₽₺'-]*|\S+@\S+\.\S+|https?://\S+")


@dataclass(frozen=True, slots=True)
class Line:
    """One physical record of a file, before it is known what it is."""

    at: int
    cells: list[str]
    warnings: tuple[str, ...] = ()


def filled(cells: Iterable[str]) -> int:
    return sum(1 for cell in cells if cell and not cell.isspace())


def width_of(lines: list[Line]) -> int:
    """How many columns most lines with more than one filled cell have."""
    widths = Counter(len(line.cells) for line in lines if filled(line.cells) > 1)
    return widths.most_common(1)[0][0] if widths else max((len(x.cells) for x in lines), default=0)


def header_index(lines: list[Line]) -> int | None:
    """Which of the first lines is the header: by its words, else by its shape; None without one."""
    searched = [(at, line) for at, line in enumerate(lines[:SEARCHED]) if filled(line.cells)]
    scores = [(_words(line.cells), -at) for at, line in searched]
    best, at = max(scores, default=(0.0, 0))
    if best >= 1:
        return _lower(lines, -at)
    return _by_shape(searched, width_of(lines))


def _lower(lines: list[Line], at: int) -> int:
    """The second line of a header whose first leaves blank what the second names."""
    upper, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if below is None or below.at != upper.at + 1:
        return at
    named = [place for place, cell in enumerate(below.cells) if cell.strip()]
    blank = [
        place for place in named if place >= len(upper.cells) or not upper.cells[place].strip()
    ]
    words = all(knows(below.cells[place].strip()) for place in named)
    return at + 1 if len(named) > 1 and blank and words else at


def headline(lines: list[Line], at: int) -> list[str]:
    """The header in words, spoilt letters put right; where groups stand in the line above, each
    column has its group before it: Company › Name."""
    raw = damage.mended_row([cell.strip() for cell in lines[at].cells])
    above = lines[at - 1] if at and lines[at - 1].at == lines[at].at - 1 else None
    groups = damage.mended_row([cell.strip() for cell in above.cells]) if above else []
    if not _are_groups(groups, raw):
        return raw
    named, group = [], ""
    for place in range(max(len(raw), len(groups))):
        own = raw[place] if place < len(raw) else ""
        here = groups[place] if place < len(groups) else ""
        group = here or group
        apart = group and own and group != own
        named.append(f"{group}{WITHIN}{own}" if apart else own or here)
    return named


WITHIN = " › "


def _are_groups(groups: list[str], raw: list[str]) -> bool:
    told = [group for group in groups if group]
    plain = all(len(group) <= 40 and not _is_value(group) for group in told)
    fewer = len(told) <= len([cell for cell in raw if cell])
    fills = any(group and not own for group, own in zip(groups, raw, strict=False))
    return len(told) > 1 and plain and (fewer or fills)


def _words(cells: list[str]) -> float:
    """How many cells are header words; 0 where they are too few among the others."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    known = sum(map(knows, dict.fromkeys(texts)))
    values = sum(map(_is_value, texts))
    if values > len(texts) / 2 and known < 3:
        return 0.0
    if known == 1 and len(texts) > 2:
        return 0.9 if values == 0 and len(texts) <= 4 else 0.0
    return float(known) if known >= min(2, len(texts)) and known >= len(texts) / 12 else 0.0


def _is_value(text: str) -> bool:
    """A number, a date, an address: what no header consists of."""
    return len(text) <= 200 and bool(_VALUE.fullmatch(text))


def _by_shape(searched: list[tuple[int, Line]], width: int) -> int | None:
    for at, line in searched:
        texts = [cell.strip() for cell in line.cells if cell.strip()]
        if width > 1 and (len(texts) < 2 or len(texts) < width * 0.4 or line.cells[0][:1] == "#"):
            continue
        return at if _looks_like_header(texts) else None
    return None


def _looks_like_header(texts: list[str]) -> bool:
    values = sum(map(_is_value, texts))
    years = len(texts) > 1 and all(re.fullmatch(r"(19|20)\d\d", t) for t in texts[1:])
    short = all(len(text) <= 80 for text in texts)
    unlike = len(set(texts)) == len(texts) or values == 0
    return short and unlike and (values == 0 or years)


def records(lines: Iterable[Line], headers: list[str]) -> Iterator[Row]:
    """Number the records; say of every other line that holds something why it is none."""
    sorting = _Sorting(headers)
    for line in lines:
        yield from sorting.take(line)
    yield from sorting.finish()


class _Sorting:
    def __init__(self, headers: list[str]) -> None:
        self.width = len(headers)
        self.header = [folded(cell) for cell in headers]
        self.first = headers[0].strip() if headers else ""
        self.number = 0
        self.gap = False
        self.held: list[Line] = []

    def take(self, line: Line) -> Iterator[Row]:
        cells = line.cells
        count = len(cells) - cells.count("")
        if count <= 2 and not (count := filled(cells)):
            self.gap = True
            return
        if count == 1 and self.width > 2:
            yield from self._lonely(line)
            return
        yield from self._release()
        self.gap = False
        yield self._row(line, self._why_not(cells, count))

    def _lonely(self, line: Line) -> Iterator[Row]:
        """One filled cell: a footer, a total, or a record of which only the name is known."""
        text = next(cell for cell in line.cells if cell.strip()).strip()
        if _FOOTER.match(text[:200]):
            yield from self._release("a footer") if self.gap else self._release()
            yield Row(line.at, 0, line.cells, "a footer")
        elif _RULE.fullmatch(text):
            yield Row(line.at, 0, line.cells, "a rule between rows")
        elif _TOTAL.fullmatch(text[:200]):
            yield from self._release()
            yield Row(line.at, 0, line.cells, "a total")
        elif self.gap and line.cells[0].strip() and self.number and len(self.held) < _HELD:
            self.held.append(line)
        else:
            yield from self._release()
            self.gap = False
            yield self._row(line, "")

    def _release(self, skip: str = "") -> Iterator[Row]:
        held, self.held = self.held, []
        for line in held:
            yield self._row(line, skip)

    def finish(self) -> Iterator[Row]:
        return self._release("a footer")

    def _why_not(self, cells: list[str], count: int) -> str:
        first = next(cell for cell in cells if cell.strip()).strip()
        if first == self.first and self._is_header(cells):
            return "the header again"
        if not self.number and (again := _goes_on(cells, count)):
            return again
        if _RULE.fullmatch(first) and all(_RULE.fullmatch(c.strip()) for c in cells if c.strip()):
            return "a rule between rows"
        if _TOTAL.fullmatch(first[:200]) and self.width > 1 and _only_values(cells, first):
            return "a total"
        return "a footer" if count < min(3, self.width) and _FOOTER.match(first[:200]) else ""

    def _is_header(self, cells: list[str]) -> bool:
        return [folded(cell) for cell in cells[: self.width]] == self.header

    def _row(self, line: Line, skip: str) -> Row:
        if skip:
            return Row(line.at, 0, line.cells, skip)
        self.number += 1
        cells, warnings = self._squared(line)
        return Row(line.at, self.number, cells, "", warnings)

    def _squared(self, line: Line) -> tuple[list[str], tuple[str, ...]]:
        """As many cells as there are headers; surplus cells stay at the end, with a warning."""
        cells, missing = line.cells, self.width - len(line.cells)
        if missing > 0:
            return cells + [""] * missing, line.warnings
        if missing < 0 and any(cells[self.width :]):
            found = f"the line has {len(cells)} cells, the header {self.width}"
            return cells, (*line.warnings, found)
        return (cells[: self.width] if missing else cells), line.warnings


def _goes_on(cells: list[str], count: int) -> str:
    """What a line below the header is that belongs to it: its words in another language, numbers."""
    texts = [cell.strip() for cell in cells]
    if count > 2 and all(t.strip("().") == str(at) for at, t in enumerate(texts, 1) if t):
        return "the numbers of the columns"
    words = sum(map(knows, texts))
    return "the header in other words" if words > 1 and words >= 0.8 * count else ""


def _only_values(cells: list[str], first: str) -> bool:
    rest = [cell.strip() for cell in cells if cell.strip() and cell.strip() != first]
    return all(map(_is_value, rest))
