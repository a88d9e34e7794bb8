"""What became of each row of a file, kept beside the memory: a long list takes no more than a short one.

The store is a private file that SQLite makes, hides and takes away by itself; nothing of it is part
of the record, and nothing of the record is in it but what a row would change.
"""

import pickle
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from .keys import ring
from .libraries import driver

PAGE = 500  # rows read at once


class Verdict(StrEnum):
    created = "created"
    updated = "updated"
    unchanged = "unchanged"
    skipped = "skipped"
    rejected = "rejected"


Trouble = tuple[str, str, str, str]  # column, value, problem, hint


UNTOUCHED: Mapping[str, Any] = MappingProxyType({})


class Fate(NamedTuple):
    """What became of a row: the verdict, the record, why, and each field's old and new value."""

    number: int
    line: int | None
    verdict: Verdict
    ref: str | None = None
    reason: str = ""
    changes: Mapping[str, tuple[Any, Any]] = UNTOUCHED
    alike: str | None = None  # the record that only looks like this one
    problem: Trouble | None = None


class Remark(NamedTuple):
    """Something about a row that did not stop it: the text is kept with the record."""

    number: int
    column: str
    value: str
    problem: str
    hint: str = ""


class Told(NamedTuple):
    """A row with its fate: what it is called in the file, and what tells it from others."""

    fate: Fate
    name: str = ""
    also: str = ""
    remarks: tuple[Remark, ...] = ()


def sort_of(column: str, value: str, problem: str) -> str:
    """The problem without the value that has it, so that equal ones meet."""
    bare = problem.replace(f"“{value}”", "it").replace(value, "…") if value else problem
    return f"{column}: {bare}" if column else bare


_TABLES = (
    "CREATE TABLE fate (place INTEGER PRIMARY KEY, number, line, verdict, ref, reason, changes, alike, "
    "col, value, problem, hint, sort, name, also)",
    "CREATE TABLE remark (place, number, col, value, problem, hint, sort)",
    "CREATE INDEX remark_of ON remark (place)",
)
_PUT = f"INSERT INTO fate VALUES ({', '.join('?' * 15)})"
_PUT_REMARK = "INSERT INTO remark VALUES (?, ?, ?, ?, ?, ?, ?)"
_SOME = "SELECT * FROM fate WHERE place >= ? ORDER BY place LIMIT ?"
_REMARKS = "SELECT * FROM remark WHERE place BETWEEN ? AND ? ORDER BY rowid"

_VALUES = (
    "SELECT col, value, count(*) FROM {} WHERE sort = ? GROUP BY col, value "
    "ORDER BY count(*) DESC, min(place) LIMIT ?"
)
Places: TypeAlias = "array[int]"


class Fates:
    """Rows in the order of the file, by their place from 0. Any thread may ask."""

    def __init__(self) -> None:
        # An empty name: a file of SQLite's own in the folder for such, unlinked from the start.
        # Beside an encrypted record nothing that a row would change is written plainly: in memory.
        name = ":memory:" if ring.keys else ""
        self._file = driver().connect(name, check_same_thread=False, isolation_level=None)
        self._one = threading.Lock()
        self._size = 0
        for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", *_TABLES):
            self._file.execute(statement)

    def add(self, rows: Iterable[Told]) -> None:
        """Keep some rows behind those that are there."""
        told = list(enumerate(rows, self._size))
        with self._one:
            self._file.execute("BEGIN")
            self._file.executemany(_PUT, (_row(place, each) for place, each in told))
            self._file.executemany(
                _PUT_REMARK, (_noted(p, note) for p, each in told for note in each.remarks)
            )
            self._file.execute("COMMIT")
            self._size += len(told)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Told]:
        for start in range(0, self._size, PAGE):
            yield from self.page(start, PAGE)

    def __getitem__(self, place: int) -> Told:
        found = self.page(place, 1) if 0 <= place < self._size else []
        if not found:
            raise IndexError(place)
        return found[0]

    def page(self, start: int, most: int) -> list[Told]:
        """Up to `most` rows from a place on."""
        with self._one:
            rows = self._file.execute(_SOME, (start, most)).fetchall()
            notes = self._file.execute(_REMARKS, (start, start + most - 1)).fetchall()
        by_place: dict[int, tuple[Remark, ...]] = {}
        for place, *note in notes:
            by_place[place] = (*by_place.get(place, ()), Remark(*note[:5]))
        return [_told(row, by_place.get(row[0], ())) for row in rows]

    def with_verdict(self, verdict: Verdict) -> Places:
        return self._places(
            "SELECT place FROM fate WHERE verdict = ? ORDER BY place", verdict.value
        )

    def alike(self) -> Places:
        """The rows that look like another record, or like one another."""
        return self._places("SELECT place FROM fate WHERE alike IS NOT NULL ORDER BY place")

    def problems(self) -> list[tuple[str, int]]:
        """Each sort of problem that rejected rows, and how many; the commonest first."""
        return self._asked(
            "SELECT sort, count(*) FROM fate WHERE sort IS NOT NULL GROUP BY sort "
            "ORDER BY count(*) DESC, min(place)"
        )

    def remarks(self) -> list[tuple[str, int]]:
        """Each sort of remark, and on how many rows; the commonest first."""
        return self._asked(
            "SELECT sort, count(DISTINCT place) FROM remark GROUP BY sort "
            "ORDER BY count(DISTINCT place) DESC, min(place)"
        )

    def with_problem(self, sort: str) -> Places:
        return self._places("SELECT place FROM fate WHERE sort = ? ORDER BY place", sort)

    def with_remark(self, sort: str) -> Places:
        return self._places("SELECT DISTINCT place FROM remark WHERE sort = ? ORDER BY place", sort)

    def values(self, sort: str, most: int) -> list[tuple[str, str, int]]:
        """The column and the values that have one sort of problem, each with how many rows."""
        return self._asked(_VALUES.format("fate"), sort, most)

    def remarked(self, sort: str, most: int) -> list[tuple[str, str, int]]:
        """The same for one sort of remark."""
        return self._asked(_VALUES.format("remark"), sort, most)

    def put(self, place: int, told: Told) -> None:
        """Another fate for a row, whose cells were mended."""
        with self._one:
            self._file.execute("DELETE FROM fate WHERE place = ?", (place,))
            self._file.execute("DELETE FROM remark WHERE place = ?", (place,))
            self._file.execute(_PUT, _row(place, told))
            self._file.executemany(_PUT_REMARK, [_noted(place, note) for note in told.remarks])

    def _asked(self, question: str, *told: Any) -> list[Any]:
        with self._one:
            return list(self._file.execute(question, told).fetchall())

    def _places(self, question: str, *told: Any) -> Places:
        with self._one:
            return array("q", (place for (place,) in self._file.execute(question, told)))


def _row(place: int, told: Told) -> tuple[Any, ...]:
    fate = told.fate
    trouble = fate.problem or (None, None, None, None)
    sort = sort_of(*fate.problem[:3]) if fate.problem else None
    # Read back by this process alone, from a file that has no name.
    changes = pickle.dumps(dict(fate.changes)) if fate.changes else None
    return (
        place, fate.number, fate.line, fate.verdict.value, fate.ref, fate.reason, changes, fate.alike,
        *map(_plain, trouble), _plain(sort), _plain(told.name), _plain(told.also),
    )  # fmt: skip


def _noted(place: int, note: Remark) -> tuple[Any, ...]:
    sort = sort_of(note.column, note.value, note.problem)
    told = (note.column, note.value, note.problem, note.hint, sort)
    return (place, note.number, *map(_plain, told))


def _plain(text: str | None) -> str | None:
    """Half a character, as a wrong encoding leaves it, cannot be kept; a mark for it can."""
    return text if text is None or text.isascii() else text.encode(errors="replace").decode()


def _told(row: Any, remarks: tuple[Remark, ...]) -> Told:
    _, number, line, verdict, ref, reason, changes, alike = row[:8]
    trouble, (_, name, also) = row[8:12], row[12:]
    fate = Fate(
        number, line, Verdict(verdict), ref, reason,
        pickle.loads(changes) if changes else {}, alike, trouble if trouble[2] is not None else None,
    )  # fmt: skip
    return Told(fate, name, also, remarks)
