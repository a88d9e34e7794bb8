"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS): their cells as text, in the same shape as a text table."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

from db.errors import Problem

from .headers import unique
from .layout import SEARCHED, Line, filled, header_index, headline, records, width_of
from .sheet import PREVIEW, Row, Sheet

UNPACKED_LIMIT = 1 << 30  # bytes; a workbook of a million rows has about 200 million
RATIO_LIMIT = 200  # a real workbook packs 5 to 30 to 1
_CHILD = Path(__file__).with_name("workbook_child.py")


@dataclass(frozen=True)
class Leaf:
    """One sheet of a workbook with its first lines; `at` is its place in the book."""

    at: int
    name: str
    visible: bool
    lines: list[Line]

    @property
    def is_list(self) -> bool:
        lines = [line for line in self.lines[:SEARCHED] if filled(line.cells)]
        return header_index(lines) is not None and width_of(lines) > 1 and len(lines) > 1


def open_workbook(path: Path, sheet: str | None) -> Sheet:
    """Raises Problem where the file is no workbook, is locked, damaged or far too large."""
    _refuse_bomb(path)
    told = _child(path, -1, SEARCHED + PREVIEW)
    leaves = [
        Leaf(at, each["name"], each["visible"], [Line(n, row) for n, row in enumerate(each["rows"], 1)])
        for at, each in enumerate(told)
    ]  # fmt: skip
    leaf = _chosen(path, leaves, sheet)
    names = tuple(each.name for each in leaves)
    if not any(filled(line.cells) for line in leaf.lines):
        raise Problem(
            f"The sheet {leaf.name} of {path.name} is empty; its sheets are {', '.join(names)}."
        )
    return _sheet(path, leaf, names)


def _refuse_bomb(path: Path) -> None:
    """By what the package says of itself; what it hides ends the reading of it later."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return
    try:
        with zipfile.ZipFile(path) as package:
            sizes = [(item.file_size, item.compress_size) for item in package.infolist()]
            parts = {item.filename for item in package.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Problem(f"{path.name} is damaged or cut off; ask for the file again.") from None
    if parts.isdisjoint({"[Content_Types].xml", "content.xml", "mimetype"}):
        listed = sorted(
            name for name in parts if name.casefold().endswith((".csv", ".vcf", ".xlsx"))
        )
        found = f"; in it is {listed[0]}" if listed else ""
        raise Problem(f"{path.name} is a compressed folder: unpack it first{found}.")
    unpacked, packed = (sum(column) for column in zip(*sizes, strict=True)) if sizes else (0, 0)
    if unpacked > UNPACKED_LIMIT or (unpacked > 64 << 20 and unpacked > RATIO_LIMIT * packed):
        raise Problem(
            f"{path.name} unpacks to {unpacked >> 20:,} MB, which is no ordinary workbook."
        )


def _child(path: Path, sheet: int, rows: int) -> Iterator[Any]:
    """What the process that reads workbooks says, line by line; it ends with this generator."""
    command = [sys.executable, "-P", str(_CHILD), str(path.absolute()), str(sheet), str(rows)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout
    try:
        for line in child.stdout:
            told = json.loads(line)
            if isinstance(told, dict) and "error" in told:
                raise _problem(path, told["error"])
            yield told
        if child.wait():
            raise _problem(path, "limit")
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _problem(path: Path, error: str) -> Problem:
    said = {
        "password": f"{path.name} is locked with a password; save it without one.",
        "limit": f"{path.name} needs more memory or time than any list; save the sheet as CSV.",
    }
    damaged = (
        f"{path.name} cannot be read as a workbook: it is damaged, or a package of something else."
    )
    return Problem(said.get(error, damaged))


def _chosen(path: Path, leaves: list[Leaf], wanted: str | None) -> Leaf:
    """The sheet asked for, by name or number; else the visible one that looks most like a list."""
    if not leaves:
        raise _problem(path, "damaged")
    if wanted is None:
        seen = [leaf for leaf in leaves if leaf.visible] or leaves
        return max(seen, key=lambda leaf: (leaf.is_list, bool(leaf.lines), -leaf.at))
    for leaf in leaves:
        if wanted.casefold().strip() == leaf.name.casefold().strip():
            return leaf
    if wanted.isdigit() and 1 <= int(wanted[:6]) <= len(leaves):
        return leaves[int(wanted) - 1]
    names = ", ".join(leaf.name for leaf in leaves)
    raise Problem(f"{path.name} has no sheet called {wanted}; its sheets are {names}.")


def _sheet(path: Path, leaf: Leaf, names: tuple[str, ...]) -> Sheet:
    at = header_index(leaf.lines)
    raw = headline(leaf.lines, at) if at is not None else [""] * width_of(leaf.lines)
    start = 0 if at is None else at + 1
    lines = leaf.lines[start:]
    whole = len(leaf.lines) < SEARCHED + PREVIEW
    return Sheet(
        path=path,
        format=path.suffix.lstrip(".").casefold() or "xlsx",
        encoding=None,
        delimiter=None,
        header_line=0 if at is None else leaf.lines[at].at,
        preamble=tuple(" ".join(c for c in x.cells if c) for x in leaf.lines[: at or 0]),
        headers=unique(raw),
        raw_headers=tuple(raw),
        preview=tuple(islice(records(lines, raw), PREVIEW)),
        warnings=_remarks(leaf, names),
        size=_size(path),
        rows=_rows(path, leaf, start, raw, lines if whole else None),
        sheet=leaf.name,
        sheets=names,
    )


def _rows(
    path: Path, leaf: Leaf, start: int, raw: list[str], known: list[Line] | None
) -> Callable[[], Iterator[Row]]:
    """A short sheet is known already; a long one is read anew, so that memory stays flat."""

    def lines() -> Iterator[Line]:
        told = _child(path, leaf.at, 0)
        try:
            yield from (Line(at, cells) for at, cells in zip(count(1), told, strict=False))
        finally:
            told.close()  # type: ignore[attr-defined]

    return lambda: records(known if known is not None else islice(lines(), start, None), raw)


def _size(path: Path) -> int:
    """About as many bytes as the cells have: a package is smaller."""
    return path.stat().st_size * 4


def _remarks(leaf: Leaf, names: tuple[str, ...]) -> tuple[str, ...]:
    others = len(names) - 1
    if not others:
        return ()
    return (
        f"only the sheet {leaf.name} is read; {others} more {'is' if others == 1 else 'are'} there",
    )
