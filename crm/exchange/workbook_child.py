"""Runs apart, as a program of its own: the cells of a workbook as text, one JSON list on a line.

A small file can claim a billion cells, and what reads workbooks then ends the whole process; so it
is another one, which may use only so much memory and time. It imports nothing of the program.
"""

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetVisibleEnum as Visible

MEMORY = 3 << 30  # bytes; a workbook of a million rows takes about 800 million
SECONDS = 300  # of processor time


def main(path: str, sheet: str, count: str) -> None:
    """With sheet -1 the first rows of every sheet, else all rows of one; `count` limits them."""
    _limit()
    try:
        book = _opened(path)
        if sheet == "-1":
            _look(book, int(count))
            return
        for row in _rows(book.get_sheet_by_index(int(sheet))):
            _say(row)
    except PasswordError:
        _say({"error": "password"})
    except (CalamineError, OSError, ValueError) as error:
        _say({"error": "limit" if "limit" in str(error).casefold() else "damaged"})


def _limit() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows knows no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _opened(path: str) -> CalamineWorkbook:
    """By its name first, which knows passwords; by its content where the name misleads."""
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError as wrong:
        with open(path, "rb") as file:  # noqa: PTH123
            try:
                return CalamineWorkbook.from_filelike(file)
            except CalamineError:
                raise wrong from None


def _look(book: CalamineWorkbook, count: int) -> None:
    for at, about in enumerate(book.sheets_metadata):
        told = {"name": about.name, "visible": about.visible == Visible.Visible}
        try:
            rows = list(islice(_rows(book.get_sheet_by_index(at)), count))
        except CalamineError:  # a chart has no cells
            rows = []
        _say({**told, "rows": rows})


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Every row from the first of the sheet, each from its first column."""
    top, left = sheet.start or (0, 0)
    below, before = _merged(sheet), [""] * left
    held: dict[int, tuple[int, str]] = {}  # column -> last row of its merged cell, and what it says
    for at, row in enumerate(sheet.iter_rows(), top):
        cells = [*before, *map(text, row)]
        for column, (last, said) in held.items():
            if at <= last and column < len(cells):
                cells[column] = cells[column] or said
        held |= {
            column: (last, cells[column]) for column, last in below.get(at, ()) if cells[column:]
        }
        yield cells


def _merged(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Cells merged downwards, by their first row: a company beside several of its people."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (first, column), (last, right) in sheet.merged_cell_ranges or ():
        if last > first and column == right:
            found.setdefault(first, []).append((column, last))
    return found


def text(value: Any) -> str:
    """Whole numbers without a point, dates as ISO, yes and no as TRUE and FALSE; numbers with the
    15 digits that a spreadsheet shows."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else _decimal(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _decimal(value: float) -> str:
    digits = f"{value:.15g}"
    return f"{Decimal(digits):f}" if 1e-9 < abs(value) < 1e15 else digits


def _say(value: Any) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
