"""What the command line writes: lines and tables without a control character, and JSON."""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress
from typing import Any

from crm.cli.failures import output_kept
from crm.text import cell_width, fit, one_line, show

PADDED = (
    60  # cells to which a column is padded where no terminal limits it; longer values stay whole
)
NARROW, NARROWEST = 16, 6  # cells below which a column says little, and nothing any more
GAP = "  "


def say(*lines: str) -> None:
    """Lines of text on standard output, scrubbed once more whoever made them."""
    for line in lines:
        _write(f"{show(line)}\n")


def say_json(value: Any) -> None:
    """One JSON value: UTF-8, dates as ISO, every character that is not printable escaped."""
    _write(f"{dumped(value, indent=2)}\n", utf8=True)


def say_json_rows(rows: Iterable[Any], end: str = "\n") -> None:
    """One JSON array, one row on a line, written as the rows come."""
    opening = "["
    for row in rows:
        _write(f"{opening}\n{dumped(row)}", utf8=True)
        opening = ","
    _write("[]" if opening == "[" else "\n]", utf8=True)
    _write(end, utf8=True)


def say_json_parts(parts: Mapping[str, Any]) -> None:
    """One JSON object; a value that is an iterator is written as an array, as its rows come."""
    opening = "{"
    for name, value in parts.items():
        _write(f"{opening}\n  {dumped(name)}: ", utf8=True)
        opening = ","
        if isinstance(value, Iterator):
            say_json_rows(value, end="")
        else:
            _write(dumped(value), utf8=True)
    _write("\n}\n", utf8=True)


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
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int | None = None,
    *,
    main: int = 1,
) -> list[str]:
    """Lines of a table aligned by cells, the heads first. Without a width nothing is cut; within
    one, columns that hold nothing are left out and the column `main` is cut last."""
    cells = [[one_line(cell) for cell in row] for row in (heads, *rows)]
    if width is not None:
        held = [any(column) for column in zip(*cells[1:], strict=True)]
        cells = [list(compress(row, held)) for row in cells]
        main = sum(held[:main])
    natural = [max(map(cell_width, column)) for column in zip(*cells, strict=True)]
    if width is None:
        return [_line(row, [min(one, PADDED) for one in natural]) for row in cells]
    widths = _fitted(natural, width - len(GAP) * (len(natural) - 1), main)
    return [_line([fit(*cell) for cell in zip(row, widths, strict=True)], widths) for row in cells]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = zip(row, widths, strict=True)
    return GAP.join(cell + " " * (width - cell_width(cell)) for cell, width in cells).rstrip()


def _fitted(widths: Sequence[int], room: int, main: int) -> list[int]:
    """The widest column gives first: beside the main one down to NARROW, then any to NARROWEST."""
    widths = list(widths)
    for least, spared in ((NARROW, main), (NARROWEST, None)):
        while sum(widths) > room:
            giving = [(one, n) for n, one in enumerate(widths) if one > least and n != spared]
            if not giving:
                break
            widths[max(giving)[1]] -= 1
    return widths


def labelled(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Lines of `label  value`, values of several lines hanging under the first."""
    pairs = list(pairs)
    margin = max((cell_width(label) for label, _ in pairs), default=0)
    return [line for label, value in pairs for line in _hanging(label, value, margin)]


def _hanging(label: str, value: str, margin: int) -> list[str]:
    first, *more = show(value).splitlines() or [""]
    head = f"{label}{' ' * (margin - cell_width(label))}{GAP}{first}"
    return [head, *(f"{' ' * margin}{GAP}{line}" for line in more)]
