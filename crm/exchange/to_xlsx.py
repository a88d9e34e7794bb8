"""Rows as a workbook: text stays text, numbers, days and yes or no are what they are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from db.errors import Invalid

from .cell_text import cell

MOST = 1_048_575  # rows of a sheet below its header
LONGEST = 32_767  # letters of a cell
_WHOLE = 10**15  # a spreadsheet keeps 15 digits of a number
_FIRST = date(1900, 3, 1)  # the calendar of spreadsheets is wrong before it
_NO_XML = re.compile(
    "[\ufffe\uffff]"
)  # no letters at all; with them Excel refuses the whole workbook
_WIDE = {
    "ref": 7, "uid": 14, "name": 32, "subject": 40, "text": 48, "notes": 40, "organisation": 30,
    "email": 28, "emails": 28, "phone": 18, "phones": 24, "address": 28, "job_title": 24, "country": 9,
}  # fmt: skip


def to_xlsx(
    sheet: str, names: Sequence[str], rows: Iterable[Mapping[str, Any]], file: BinaryIO
) -> int:
    """Write a workbook of one sheet, row by row in flat memory; the number of records written.

    Raises Invalid where there are more rows than a sheet holds.
    """
    import xlsxwriter

    told = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, told)
    book.set_properties({"comments": "excel-typed-1"})
    leaf = book.add_worksheet(sheet[:31])
    put = _Put(book, leaf)
    _head(book, leaf, names)
    written = 0
    for written, row in enumerate(rows, 1):
        if written > MOST:
            raise Invalid(f"A workbook holds {MOST:,} rows, and there are more; save it as csv.")
        for at, name in enumerate(names):
            put(written, at, row.get(name))
    leaf.autofilter(0, 0, written, len(names) - 1)
    book.close()
    return written


def _head(book: Any, leaf: Any, names: Sequence[str]) -> None:
    """Bold, in sight while one scrolls, and as wide as what stands beneath usually is."""
    bold = book.add_format({"bold": True})
    for at, name in enumerate(names):
        leaf.set_column(at, at, _WIDE.get(name, max(10, min(len(name) + 3, 24))))
        leaf.write_string(0, at, name, bold)
    leaf.freeze_panes(1, 1)


class _Put:
    """Writes one cell by the type of its value."""

    def __init__(self, book: Any, leaf: Any) -> None:
        self.leaf = leaf
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.plain = book.add_format({"num_format": "@"})

    def __call__(self, row: int, at: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            self.leaf.write_boolean(row, at, value)
        elif isinstance(value, int) and abs(value) < _WHOLE:
            self.leaf.write_number(row, at, value)
        elif isinstance(value, datetime):
            self._text(row, at, value.isoformat())
        elif isinstance(value, date) and value >= _FIRST:
            self.leaf.write_datetime(row, at, value, self.day)
        else:
            self._text(row, at, cell(value))

    def _text(self, row: int, at: int, text: str) -> None:
        if len(text) > LONGEST:
            raise Invalid(
                f"Row {row:,} has a text of {len(text):,} letters, and a cell of a workbook holds "
                f"{LONGEST:,}; save it as csv."
            )
        if text:
            self.leaf.write_string(row, at, _NO_XML.sub("\ufffd", text), self.plain)
