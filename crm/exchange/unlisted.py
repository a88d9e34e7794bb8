"""Files of what no list shows, one row of a table on each line."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from db.errors import Problem
from db.queries import unlisted

from .cell_text import cell
from .delimiters import RECORD_LIMIT

if TYPE_CHECKING:
    from sqlmodel import Session


def write(session: "Session", name: str, file: BinaryIO) -> int:
    """The number of rows written."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer, names, written = csv.writer(text), unlisted.names(unlisted.TABLES[name]), 0
    writer.writerow(names)
    for row in unlisted.rows(session, name):
        writer.writerow([cell(row[each]) for each in names])
        written += 1
    text.detach()
    return written


def read(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number, cells by their header. Raises Problem where it is no such file."""
    csv.field_size_limit(RECORD_LIMIT)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            heads = next(reader, [])
            for number, cells in enumerate(reader, 1):
                yield number, dict(zip(heads, cells, strict=True))
        except (csv.Error, ValueError):
            raise Problem(f"{path} cannot be read back; export the folder again.") from None
