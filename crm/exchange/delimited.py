"""Text tables: CSV, TSV and their relatives, streamed line by line in bounded memory."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from db.errors import Problem

from . import damage
from . import encoding as encodings
from .delimiters import NAMES, RECORD_LIMIT, TRIED, choose_delimiter
from .dialect import Dialect, quotes, starts
from .encoding import Encoding
from .headers import unique
from .layout import Line, header_index, headline, records, width_of
from .sheet import PREVIEW, Row, Sheet

END = "\x1a"  # what DOS programs wrote behind the last line
LINE_LIMIT = 4 << 20  # letters of one physical line
LOOKED_AT = 50  # lines behind a quote that has no end
COLUMN_LIMIT = 16_384  # the columns of a spreadsheet

_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)


def open_delimited(path: Path, encoding: str | None, delimiter: str | None) -> Sheet:
    """Raises Problem where the file is no text table."""
    found = encodings.chosen(path, encoding) if encoding else encodings.detect(path)
    head = _head(path, found)
    doubled = _is_doubled(head)
    told = [line for line in head if line.strip()]
    if not told:
        raise Problem(f"{path.name} holds nothing but blank lines; nothing was imported.")
    said = _SEP.fullmatch(head[0])
    mark = NAMES.get(delimiter or "", delimiter) or (said[1] if said else choose_delimiter(told))
    if len(mark) != 1 or mark in '"\r\n':
        raise Problem("A delimiter is one character, such as , or ; or tab.")
    columns = () if delimiter or any(mark in line for line in told) else starts(told)
    return _sheet(
        path, Dialect(found, mark, 1 if said else 0, doubled, *quotes(told, mark), columns)
    )


def _sheet(path: Path, dialect: Dialect) -> Sheet:
    first = list(islice(_parsed(path, dialect), PREVIEW))
    at = header_index(first)
    raw = headline(first, at) if at is not None else [""] * width_of(first)
    _drop_unused(raw, first[at or 0 :])

    def rows() -> Iterator[Row]:
        start = 0 if at is None else at + 1
        return records(islice(_parsed(path, dialect), start, None), raw)

    found = dialect.encoding
    preview = tuple(islice(rows(), PREVIEW))
    return Sheet(
        path=path,
        format="tsv" if dialect.delimiter == "\t" else "csv",
        encoding={"utf-8-sig": "utf-8"}.get(found.name, found.name),
        delimiter=" " if dialect.starts else dialect.delimiter,
        header_line=0 if at is None else first[at].at,
        preamble=tuple(" ".join(c.strip() for c in x.cells if c.strip()) for x in first[: at or 0]),
        headers=unique(raw),
        raw_headers=tuple(raw),
        preview=preview,
        warnings=found.warnings + _remarks(preview, at is None),
        size=path.stat().st_size,
        rows=rows,
        encoding_sure=found.sure,
    )


def _drop_unused(raw: list[str], lines: list[Line]) -> None:
    """Columns at the end without a header and without a value, as a trailing comma makes them."""
    while len(raw) > 1 and not raw[-1] and not any(_cell(line, len(raw) - 1) for line in lines):
        raw.pop()


def _cell(line: Line, at: int) -> str:
    return line.cells[at].strip() if at < len(line.cells) else ""


def _remarks(preview: tuple[Row, ...], headless: bool) -> tuple[str, ...]:
    remarks = (
        ["the file has no header row; its columns are known by their values"] if headless else []
    )
    for row in preview:
        if damage.mended_row(row.cells) != row.cells:
            remarks.append(f"letters were spoilt before this file was saved (line {row.line})")
            break
    if lost := next((r for r in preview if any(map(damage.letters_lost, r.cells))), None):
        remarks.append(f"letters were lost before this file was saved: see line {lost.line}")
    return tuple(remarks)


# --- lines ------------------------------------------------------------------------------------


def _stream(path: Path, found: Encoding) -> TextIO:
    return path.open("r", encoding=found.name, errors=found.errors, newline="")


def _lines(path: Path, stream: TextIO, doubled: bool = False) -> Iterator[str]:
    """Physical lines; where a program `doubled` the CR, CR CR LF ends one line."""
    after_cr = False
    at = 0
    while (line := stream.readline(LINE_LIMIT)) and line.strip() != END:
        at += 1
        if len(line) >= LINE_LIMIT:
            raise Problem(
                f"Line {at} of {path.name} is longer than 4 million letters; nothing was read."
            )
        if doubled and after_cr and line == "\r\n":
            after_cr = False
            at -= 1
            continue
        after_cr = line.endswith("\r")
        yield line


def _head(path: Path, found: Encoding) -> list[str]:
    """The first lines, enough to choose a delimiter."""
    with _stream(path, found) as stream:
        return list(islice(_lines(path, stream), 4 * TRIED))


def _is_doubled(head: list[str]) -> bool:
    """Whether a careless program wrote CR CR LF at the end of its lines."""
    ends = sum(1 for line in head if line.endswith("\r"))
    return "\r\n" in head and ends >= 0.4 * len(head)


# --- records ------------------------------------------------------------------------------------


class _Feed:
    """Lines for the csv reader; keeps those of the record in hand, so that they can go back."""

    def __init__(self, path: Path, lines: Iterator[str]) -> None:
        self.path = path
        self.lines = lines
        self.back: list[str] = []
        self.taken: list[str] = []
        self.size = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self.back.pop() if self.back else next(self.lines, None)
        if line is None:
            raise StopIteration
        self.taken.append(line)
        self.size += len(line)
        if self.size > RECORD_LIMIT:
            raise csv.Error("record too long")
        return line

    def begin(self) -> None:
        self.taken = []
        self.size = 0

    def give_back(self) -> str:
        """All lines of this record but its first return; the first is handed over."""
        first, *rest = self.taken
        self.back.extend(reversed(rest))
        return first


def _parsed(path: Path, dialect: Dialect) -> Iterator[Line]:
    csv.field_size_limit(RECORD_LIMIT)
    with _stream(path, dialect.encoding) as stream:
        feed = _Feed(path, _lines(path, stream, dialect.doubled))
        for _ in range(dialect.skipped):
            next(feed, None)
        cut = _aligned if dialect.starts else _cut
        for line in cut(feed, dialect):
            _bound(path, line.at, line.cells)
            yield line


def _aligned(feed: "_Feed", dialect: Dialect) -> Iterator[Line]:
    for at, line in enumerate(feed, dialect.skipped + 1):
        feed.begin()
        yield Line(at, dialect.aligned(line))


def _cut(feed: "_Feed", dialect: Dialect) -> Iterator[Line]:
    at = dialect.skipped + 1
    reader = csv.reader(feed, **dialect.csv)
    while True:
        feed.begin()
        cells = _next(reader)
        warnings: tuple[str, ...] = ()
        if cells is None or (len(feed.taken) > 1 and _unclosed(feed, dialect)):
            cells, reader = _alone(feed, at, dialect), csv.reader(feed, **dialect.csv)
            feed.taken = feed.taken[:1]
            warnings = (UNCLOSED,)
        elif not feed.taken:
            return
        elif len(feed.taken) == 1 and any(map(_holds_a_quote, cells)):
            cells, warnings = _one_line(feed.taken[0], cells, dialect)
        yield Line(at, cells, warnings)
        at += len(feed.taken)


UNCLOSED = "a quote in this line is never closed"


def _holds_a_quote(cell: str) -> bool:
    return '"' in cell or cell[-1:] == "\n"


def _one_line(line: str, cells: list[str], dialect: Dialect) -> tuple[list[str], tuple[str, ...]]:
    """A line in which quotes stand where they do not belong is cut without trusting them."""
    try:
        next(csv.reader([line], strict=True, **dialect.csv))
    except csv.Error as error:
        return dialect.literal(line), (UNCLOSED,) if "unexpected end" in str(error) else ()
    return cells, ()


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    """The next record; empty at the end; None where it grows without end."""
    try:
        return next(reader, [])
    except csv.Error:
        return None


def _unclosed(feed: _Feed, dialect: Dialect) -> bool:
    """Whether a record of several lines is a stray quote that swallowed its neighbours."""
    try:
        next(csv.reader(feed.taken, strict=True, **dialect.csv))
    except csv.Error as error:
        if "unexpected end" in str(error):
            return True
        alone = dialect.literal(feed.taken[0])
        after = next(csv.reader(feed.taken[1:2], **dialect.csv), [])
        return len(alone) == len(after) > 1
    return False


def _is_followed(feed: _Feed, first: str, dialect: Dialect) -> bool:
    """Whether the lines that a quote would swallow look like records, so that it is a stray one."""
    after = feed.back[-1 : -LOOKED_AT - 1 : -1]
    widths = Counter(len(dialect.literal(line)) for line in after)
    width, alike = widths.most_common(1)[0] if widths else (0, 0)
    return (width > 1 and alike > len(after) / 2) or len(dialect.literal(first)) == 1


def _alone(feed: _Feed, at: int, dialect: Dialect) -> list[str]:
    endless = feed.size > RECORD_LIMIT
    first = feed.give_back()
    if len(first) >= RECORD_LIMIT or (endless and not _is_followed(feed, first, dialect)):
        raise Problem(
            f"Line {at} of {feed.path.name} holds more than 4 million letters in one record."
        )
    return dialect.literal(first)


def _bound(path: Path, at: int, cells: list[str]) -> None:
    if len(cells) > COLUMN_LIMIT:
        raise Problem(
            f"Line {at} of {path.name} has {len(cells):,} columns; at most 16,384 can be read."
        )
