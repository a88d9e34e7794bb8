"""A table read from a file: what was found about it, and its rows one after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PREVIEW = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file.

    `line` is the physical line where it starts; `number` counts the records from 1. A line that
    is no record (a footer, a total, the header again) has number 0 and says why in `skip`.
    """

    line: int
    number: int
    cells: list[str]
    skip: str = ""
    warnings: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`headers` are unique and never empty; `raw_headers` stand as in the file.

    `rows()` streams from the file each time it is called; `preview` holds the first records.
    `header_line` is 0 where the file has no header.
    """

    path: Path
    format: str
    encoding: str | None
    delimiter: str | None
    header_line: int
    preamble: tuple[str, ...]
    headers: tuple[str, ...]
    raw_headers: tuple[str, ...]
    preview: tuple[Row, ...]
    warnings: tuple[str, ...]
    size: int
    rows: Callable[[], Iterator[Row]]
    encoding_sure: float = 1.0
    sheet: str | None = None
    sheets: tuple[str, ...] = ()

    @property
    def guessed_rows(self) -> int:
        """About how many records the file holds, from its size and its first records."""
        seen = [row for row in self.preview if row.number]
        if len(self.preview) < PREVIEW:
            return len(seen)
        letters = sum(len(cell) + 1 for row in self.preview for cell in row.cells)
        return max(len(seen), self.size * len(seen) // max(letters, 1))
