"""Text tables: CSV, TSV and their relatives, streamed line by line in bounded memory."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from db.errors import Problem

from . import encoding as encodings
from .delimiters import NAMES, RECORD_LIMIT, TRIED, choose_delimiter
from .encoding import Encoding
from .headers import unique
from .layout import Line, header_index, headline, records, width_of
from .sheet import PREVIEW, Row, Sheet

LINE_LIMIT = 4 << 20  # letters of one physical line
COLUMN_LIMIT = 16_384  # the columns of a spreadsheet

_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one file is to be cut: `skipped` lines first, CR `doubled` by a careless program."""

    encoding: Encoding
    delimiter: str
    skipped: int
    doubled: bool


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
    return _sheet(path, Dialect(found, mark, 1 if said else 0, doubled))


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
        delimiter=dialect.delimiter,
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
        text = "\n".join(row.cells)
        if not text.isascii() and encodings.mended(text) is not None:
            remarks.append(f"letters were spoilt before this file was saved (line {row.line})")
            break
    if lost := next((r for r in preview if any(map(encodings.letters_lost, r.cells))), None):
        remarks.append(f"letters were lost before this file was saved: see line {lost.line}")
    return tuple(remarks)


# --- lines ------------------------------------------------------------------------------------


def _stream(path: Path, found: Encoding) -> TextIO:
    return path.open("r", encoding=found.name, errors=found.errors, newline="")


def _lines(path: Path, stream: TextIO, doubled: bool = False) -> Iterator[str]:
    """Physical lines; where a program `doubled` the CR, CR CR LF ends one line."""
    after_cr = False
    at = 0
    while line := stream.readline(LINE_LIMIT):
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
    delimiter = dialect.delimiter
    with _stream(path, dialect.encoding) as stream:
        feed = _Feed(path, _lines(path, stream, dialect.doubled))
        for _ in range(dialect.skipped):
            next(feed, None)
        at = dialect.skipped + 1
        reader = csv.reader(feed, delimiter=delimiter)
        while True:
            feed.begin()
            cells = _next(reader)
            if cells is None or (len(feed.taken) > 1 and _unclosed(feed, delimiter)):
                cells, reader = _alone(feed, at, delimiter), csv.reader(feed, delimiter=delimiter)
                feed.taken = feed.taken[:1]
                warnings: tuple[str, ...] = ("a quote in this line is never closed",)
            elif not feed.taken:
                return
            else:
                warnings = ()
            _bound(path, at, cells)
            yield Line(at, cells, warnings)
            at += len(feed.taken)


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    """The next record; empty at the end; None where it grows without end."""
    try:
        return next(reader, [])
    except csv.Error:
        return None


def _unclosed(feed: _Feed, delimiter: str) -> bool:
    """Whether a record of several lines is a stray quote that swallowed its neighbours."""
    try:
        next(csv.reader(feed.taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            return True
        alone = _literal(feed.taken[0], delimiter)
        after = next(csv.reader(feed.taken[1:2], delimiter=delimiter), [])
        return len(alone) == len(after) > 1
    return False


def _alone(feed: _Feed, at: int, delimiter: str) -> list[str]:
    first = feed.give_back()
    if len(first) >= RECORD_LIMIT:
        raise Problem(
            f"Line {at} of {feed.path.name} holds more than 4 million letters in one record."
        )
    return _literal(first, delimiter)


def _literal(line: str, delimiter: str) -> list[str]:
    """One line cut at every delimiter outside closed quotes; a quote without partner is a letter."""
    quoted = re.compile(
        rf'"(?:[^"]|"")*"(?=\s*(?:{re.escape(delimiter)}|$))|[^{re.escape(delimiter)}]*'
    )
    cells: list[str] = []
    text, place = line.rstrip("\r\n"), 0
    while place <= len(text):
        match = quoted.match(text, place)
        cell = match[0] if match else ""
        closed = len(cell) > 1 and cell[0] == cell[-1] == '"'
        cells.append(cell[1:-1].replace('""', '"') if closed else cell)
        place += len(cell) + 1
    return cells


def _bound(path: Path, at: int, cells: list[str]) -> None:
    if len(cells) > COLUMN_LIMIT:
        raise Problem(
            f"Line {at} of {path.name} has {len(cells):,} columns; at most 16,384 can be read."
        )
