"""Tables that other programs write as a web page or as JSON: small enough to be held at once."""

import json
from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

from db.errors import Problem

from . import encoding as encodings
from .cell_text import cell
from .headers import unique
from .layout import Line, header_index, headline, records, width_of
from .sheet import PREVIEW, Sheet

LARGEST = 64 << 20  # bytes
WHOLE = "investor-desk-1"  # the mark of a folder that holds everything
_ROWS = {"tr", "row"}  # of HTML, and of the XML that Excel 2003 wrote
_CELLS = {"td", "th", "cell"}
_TABLES = {"table", "worksheet"}


def open_page(path: Path, encoding: str | None) -> Sheet:
    """The largest table of a web page, or of a workbook saved as XML. Raises Problem without one."""
    found, text = _read(path, encoding)
    page = _Page()
    page.feed(text)
    page.close()
    rows = max(page.tables, key=len, default=[])
    if len(rows) < 2:
        raise Problem(f"{path.name} is a web page or a document without a table; save it as CSV.")
    return _sheet(path, "html", found, rows)


def open_json(path: Path, encoding: str | None) -> Sheet:
    """A list of objects, or one object on each line. Raises Problem where it is neither."""
    found, text = _read(path, encoding)
    try:
        told = json.loads(text) if text.lstrip()[:1] == "[" else _by_line(text)
    except (ValueError, RecursionError):
        raise Problem(f"{path.name} is no JSON that can be read; save the list as CSV.") from None
    if isinstance(told, dict) and told.get("format") == WHOLE:
        raise Problem(
            f"{path} tells of a whole record; bring it back with: crm import {path.parent}"
        )
    objects = [each for each in _objects(told) if isinstance(each, dict)]
    names = list(dict.fromkeys(str(name) for each in objects for name in each))
    if not names:
        raise Problem(f"{path.name} holds no list of objects; save the list as CSV.")
    rows = ([cell(each.get(name)) for name in names] for each in objects)
    return _sheet(path, "json", found, [names, *rows], head=0)


def _by_line(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _objects(told: Any) -> list[Any]:
    """The list itself, or the longest one inside an object that wraps it."""
    if isinstance(told, dict):
        lists = [each for each in told.values() if isinstance(each, list) and _of_objects(each)]
        return max(lists, key=len, default=[told])
    return told if isinstance(told, list) else []


def _of_objects(values: list[Any]) -> bool:
    return bool(values) and isinstance(values[0], dict)


def _read(path: Path, encoding: str | None) -> tuple[encodings.Encoding, str]:
    if path.stat().st_size > LARGEST:
        raise Problem(f"{path.name} has more than {LARGEST >> 20} MB; save the list in it as CSV.")
    found = encodings.chosen(path, encoding) if encoding else encodings.detect(path)
    return found, path.read_bytes().decode(found.name, found.errors)


def _sheet(
    path: Path,
    form: str,
    found: encodings.Encoding,
    rows: Iterable[list[str]],
    head: int | None = None,
) -> Sheet:
    lines = [Line(at, row) for at, row in enumerate(rows, 1)]
    at = header_index(lines[:PREVIEW]) if head is None else head
    raw = headline(lines, at) if at is not None else [""] * width_of(lines)
    body = lines[0 if at is None else at + 1 :]
    return Sheet(
        path=path, format=form, encoding={"utf-8-sig": "utf-8"}.get(found.name, found.name),
        delimiter=None, header_line=0 if at is None else lines[at].at,
        preamble=tuple(" ".join(filter(None, line.cells)) for line in lines[: at or 0]),
        headers=unique(raw), raw_headers=tuple(raw),
        preview=tuple(islice(records(body, raw), PREVIEW)), warnings=found.warnings,
        size=path.stat().st_size, rows=lambda: records(body, raw), encoding_sure=found.sure,
    )  # fmt: skip


class _Page(HTMLParser):
    """Collects the cells of every table; a table inside another is one of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        self.text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TABLES:
            self.open.append([])
            self.tables.append(self.open[-1])
        elif tag in _ROWS and self.open:
            self.open[-1].append([])
        elif tag in _CELLS and self.open and self.open[-1]:
            self._begin(self.open[-1][-1], dict(attrs))
        elif tag in {"br", "p", "div"} and self.text:
            self.text.append("\n")

    def _begin(self, row: list[str], said: dict[str, str | None]) -> None:
        """A cell may stand further right than the one before it, and be as wide as several."""
        index = said.get("ss:index") or ""
        if index.isdigit() and len(row) < int(index) <= 16_384:
            row += [""] * (int(index) - 1 - len(row))
        row.append("")
        self.text = []
        wide = said.get("colspan") or ""
        self.more = int(wide) - 1 if wide.isdigit() and len(wide) < 4 else 0

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data.replace("\r", " ").replace("\n", " "))

    def handle_endtag(self, tag: str) -> None:
        if tag in _TABLES and self.open:
            self.open.pop()
        elif tag in _CELLS and self.text is not None and self.open and self.open[-1]:
            row = self.open[-1][-1]
            lines = "".join(self.text).split("\n")
            row[-1] = "\n".join(" ".join(line.split()) for line in lines).strip()
            row += [""] * self.more
            self.text = None
