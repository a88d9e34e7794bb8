"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS): their cells as text, in the same shape as a text table."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors import Problem

from .headers import unique
from .layout import Line, filled, header_index, records, width_of
from .sheet import PREVIEW, Row, Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

UNPACKED_LIMIT = 512 << 20  # bytes; a workbook of a million rows has about 200 million
RATIO_LIMIT = 200  # a real workbook packs 5 to 30 to 1


def open_workbook(path: Path, sheet: str | None) -> Sheet:
    """Raises Problem where the file is no workbook, is locked, damaged or far too large."""
    _refuse_bomb(path)
    book = _opened(path)
    names = tuple(book.sheet_names)
    name = _chosen(path, book, sheet)
    lines = _lines(book, name)
    if not any(filled(line.cells) for line in lines):
        raise Problem(
            f"The sheet {name} of {path.name} is empty; its sheets are {', '.join(names)}."
        )
    return _sheet(path, name, names, lines)


def _refuse_bomb(path: Path) -> None:
    if path.read_bytes()[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(path) as package:
            sizes = [(item.file_size, item.compress_size) for item in package.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Problem(f"{path.name} is damaged or cut off; ask for the file again.") from None
    unpacked, packed = (sum(column) for column in zip(*sizes, strict=True)) if sizes else (0, 0)
    if unpacked > UNPACKED_LIMIT or (unpacked > 64 << 20 and unpacked > RATIO_LIMIT * packed):
        raise Problem(
            f"{path.name} unpacks to {unpacked >> 20:,} MB, which is no ordinary workbook."
        )


def _opened(path: Path) -> "CalamineWorkbook":
    try:
        import python_calamine
    except ImportError:
        raise Problem(
            "Workbooks need the package python-calamine; or save the sheet as CSV."
        ) from None
    try:
        return python_calamine.load_workbook(str(path))
    except python_calamine.PasswordError:
        raise Problem(f"{path.name} is locked with a password; save it without one.") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        reason = "it is a package of something else, or damaged"
        raise Problem(f"{path.name} cannot be read as a workbook: {reason}.") from error


def _chosen(path: Path, book: "CalamineWorkbook", wanted: str | None) -> str:
    """The sheet asked for, by name or number; else the visible one that looks most like a list."""
    names = book.sheet_names
    if wanted is not None:
        if wanted in names:
            return wanted
        if wanted.isdigit() and 1 <= int(wanted) <= len(names):
            return names[int(wanted) - 1]
        raise Problem(
            f"{path.name} has no sheet called {wanted}; its sheets are {', '.join(names)}."
        )
    from python_calamine import SheetVisibleEnum

    visible = SheetVisibleEnum.Visible
    seen = [m.name for m in book.sheets_metadata if m.visible == visible] or names
    return max(seen, key=lambda name: (_listlike(book, name), -seen.index(name)))


def _listlike(book: "CalamineWorkbook", name: str) -> bool:
    lines = [Line(at, cells) for at, cells in enumerate(_cells(book, name, 60), 1)]
    return header_index(lines) is not None and width_of(lines) > 1 and len(lines) > 1


def _cells(book: "CalamineWorkbook", name: str, count: int | None = None) -> Iterator[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for row in islice(rows, count):
        yield [_text(value) for value in row]


def _lines(book: "CalamineWorkbook", name: str) -> list[Line]:
    return [Line(at, cells) for at, cells in enumerate(_cells(book, name), 1)]


def _text(value: Any) -> str:
    """Whole numbers without a point, dates as ISO, yes and no as TRUE and FALSE."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _sheet(path: Path, name: str, names: tuple[str, ...], lines: list[Line]) -> Sheet:
    at = header_index(lines[:PREVIEW])
    raw = [cell.strip() for cell in lines[at].cells] if at is not None else [""] * width_of(lines)

    def rows() -> Iterator[Row]:
        return records(iter(lines[0 if at is None else at + 1 :]), raw)

    return Sheet(
        path=path,
        format=path.suffix.lstrip(".").casefold() or "xlsx",
        encoding=None,
        delimiter=None,
        header_line=0 if at is None else lines[at].at,
        preamble=tuple(" ".join(c for c in x.cells if c) for x in lines[: at or 0]),
        headers=unique(raw),
        raw_headers=tuple(raw),
        preview=tuple(islice(rows(), PREVIEW)),
        warnings=(),
        size=path.stat().st_size,
        rows=rows,
        sheet=name,
        sheets=names,
    )
