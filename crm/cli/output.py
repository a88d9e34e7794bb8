"""What the command line writes: lines and tables without a control character, and JSON."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from crm.cli.failures import output_kept
from crm.text import cell_width, fit, one_line, show

PADDED = (
    60  # cells to which a column is padded where no terminal limits it; longer values stay whole
)
NARROWEST = 6  # cells below which a column says nothing any more
GAP = "  "


def say(*lines: str) -> None:
    """Lines of text on standard output, scrubbed once more whoever made them."""
    for line in lines:
        _write(f"{show(line)}\n")


def say_json(value: Any) -> None:
    """One JSON value: UTF-8, dates as ISO, every character that is not printable escaped."""
    _write(f"{dumped(value, indent=2)}\n", utf8=True)


def say_json_rows(rows: Iterable[Any]) -> None:
    """One JSON array, one row on a line, written as the rows come."""
    opening = "["
    for row in rows:
        _write(f"{opening}\n{dumped(row)}", utf8=True)
        opening = ","
    _write("[]\n" if opening == "[" else "\n]\n", utf8=True)


def dumped(value: Any, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _plain(value: Any) -> str:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON")


def _write(text: str, *, utf8: bool = False) -> None:
    out: Any = sys.stdout
    if utf8 and out.encoding.lower() != "utf-8":
        out.reconfigure(encoding="utf-8")
    elif not utf8 and out.errors == "strict":
        out.reconfigure(errors="backslashreplace")  # a name that this terminal cannot spell
    with output_kept():
        out.write(text)


def room() -> int | None:
    """The cells of a line on the terminal; None where the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None
) -> list[str]:
    """Lines of a table aligned by cells, the heads first. Without a width nothing is cut."""
    cells = [[one_line(cell) for cell in row] for row in (heads, *rows)]
    widths = _widths(cells, width)
    return [_line(row, widths, cut=width is not None) for row in cells]


def _line(row: Sequence[str], widths: Sequence[int], *, cut: bool) -> str:
    if cut:
        parts = [fit(cell, width) for cell, width in zip(row, widths, strict=True)]
    else:
        parts = [
            cell + " " * (width - cell_width(cell))
            for cell, width in zip(row, widths, strict=True)
        ]  # fmt: skip
    return GAP.join(parts).rstrip()


def _widths(cells: Sequence[Sequence[str]], width: int | None) -> list[int]:
    natural = [max(map(cell_width, column)) for column in zip(*cells, strict=True)]
    if width is None:
        return [min(one, PADDED) for one in natural]
    spare = width - len(GAP) * (len(natural) - 1) - sum(natural)
    while spare < 0 and max(natural) > NARROWEST:
        *_, second, widest = sorted([0, *natural])
        step = min(-spare, max(1, widest - max(second, NARROWEST)))
        natural[natural.index(widest)] -= step
        spare += step
    return natural


def labelled(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Lines of `label  value`, values of several lines hanging under the first."""
    pairs = list(pairs)
    margin = max((cell_width(label) for label, _ in pairs), default=0)
    return [line for label, value in pairs for line in _hanging(label, value, margin)]


def _hanging(label: str, value: str, margin: int) -> list[str]:
    first, *more = show(value).splitlines() or [""]
    head = f"{label}{' ' * (margin - cell_width(label))}{GAP}{first}"
    return [head, *(f"{' ' * margin}{GAP}{line}" for line in more)]
