"""The history as a chain: each change set is sealed with a digest over it and all before it.

An entry that was edited, cut out or moved no longer fits its seal, even if the triggers that guard
the log were taken out. A tail cut off with its seals fits; a head kept elsewhere finds that (one is
printed with every backup). The digest of a change covers its images as they are stored; one whose
values were erased is vouched for by the erasure, which is sealed itself.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from db.models import Change, ChangeSet, Erased, Seal, columns
from db.models.history import Kind

Ask = Callable[[str], Iterable[Any]]

_SETS = columns(ChangeSet)  # type: ignore[arg-type]
_CHANGES = columns(Change)  # type: ignore[arg-type]
_SEALS = columns(Seal)  # type: ignore[arg-type]
_ERASED = columns(Erased)  # type: ignore[arg-type]
_LOCK = 0x49524348  # this program's own number for "somebody is sealing" on a server
START = "0" * 64
PAGE = 2000  # rows fetched at once

_OF_SET = (
    _SETS.c.id, _SETS.c.at, _SETS.c.by, _SETS.c.label, _SETS.c.kind, _SETS.c.reverses_id,
    _SETS.c.source_file, _SETS.c.source_sha256,
)  # fmt: skip
_OF_CHANGE = (
    _CHANGES.c.id, _CHANGES.c.table_name, _CHANGES.c.row_id, _CHANGES.c.op, _CHANGES.c.before,
    _CHANGES.c.after,
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """A sealed set: its number, place and seal, and whether the seal is that of its content."""

    set_id: int
    place: int
    digest: str
    holds: bool


def of_change(row: Any) -> bytes:
    """The digest of a change (id, table, row, op, before, after as they are stored)."""
    number, table, row_id, op, before, after = row
    before = before or ""
    told = f"{number} {table} {row_id} {op} {len(before)} {before}{after or ''}"
    return hashlib.sha256(told.encode()).digest()


def of_set(row: Any) -> bytes:
    """The digest of what a change set says of itself."""
    return hashlib.sha256(json.dumps([_said(value) for value in row]).encode()).digest()


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def of_erased(row: Any) -> bytes:
    return hashlib.sha256(" ".join(map(str, row)).encode()).digest()


def _linked(before: str, leaves: Iterable[bytes]) -> str:
    whole = hashlib.sha256(before.encode())
    for leaf in leaves:
        whole.update(leaf)
    return whole.hexdigest()


def link(connection: sa.Connection, set_id: int) -> None:
    """Seal one ended change set; on a server one at a time, until the transaction ends."""
    leaves = hashlib.sha256()
    for leaf in _leaves(connection, set_id):
        leaves.update(leaf)
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    place, before = connection.execute(_LAST).first() or (0, START)
    digest = _linked(before, [leaves.digest()])
    told = {"place": place + 1, "change_set_id": set_id, "digest": digest}
    connection.execute(sa.insert(_SEALS), told)


def _leaves(connection: sa.Connection, set_id: int) -> Iterator[bytes]:
    yield of_set(connection.execute(_SAID_OF, {"set": set_id}).one())
    for asking, leaf in ((_CHANGES_OF, of_change), (_ERASED_OF, of_erased)):
        rows = connection.execute(asking, {"set": set_id}, execution_options={"yield_per": PAGE})
        yield from map(leaf, rows)


def _plainly(query: Any) -> Any:
    """The query of rows as the database gives them: text stays text, enumerations too."""
    parts = [sa.type_coerce(column, sa.types.NullType()).label(f"c{n}")
             for n, column in enumerate(query.selected_columns)]  # fmt: skip
    return query.with_only_columns(*parts)


# Put together once: every save asks them.
_SET: Any = sa.bindparam("set")
_SAID_OF = _plainly(sa.select(*_OF_SET).where(_SETS.c.id == _SET))
_CHANGES_OF = _plainly(
    sa.select(*_OF_CHANGE).where(_CHANGES.c.change_set_id == _SET).order_by(_CHANGES.c.id)
)
_ERASED_OF = _plainly(
    sa.select(_ERASED.c.table_name, _ERASED.c.row_id, _ERASED.c.was, _ERASED.c.now)
    .where(_ERASED.c.change_set_id == _SET)
    .order_by(_ERASED.c.id)
)
_LAST = sa.select(_SEALS.c.place, _SEALS.c.digest).order_by(_SEALS.c.place.desc()).limit(1)


def catch_up(connection: sa.Connection) -> None:
    """Seal what was ended before there were seals, in the order it was begun."""
    sealed = sa.select(_SEALS.c.change_set_id)
    query = sa.select(_SETS.c.id).where(_SETS.c.is_open == 0, _SETS.c.id.not_in(sealed))
    for set_id in connection.execute(query.order_by(_SETS.c.id)).scalars().all():
        link(connection, set_id)


_SEALED = "SELECT place, change_set_id, digest FROM seal ORDER BY place"
_ALL_SETS = (
    "SELECT s.id, s.at, s.by, s.label, s.kind, s.reverses_id, s.source_file, s.source_sha256 "
    "FROM change_set s JOIN seal ON seal.change_set_id = s.id ORDER BY seal.place"
)
_ALL_CHANGES = (
    "SELECT seal.place, c.id, c.table_name, c.row_id, c.op, c.before, c.after FROM seal "
    "JOIN change c ON c.change_set_id = seal.change_set_id ORDER BY seal.place, c.id"
)
_ALL_ERASED = "SELECT id, change_set_id, table_name, row_id, was, now FROM erased ORDER BY id"


def head(ask: Ask) -> str:
    """The seal of the last change set; it stands for the whole history before it.

    `ask` runs a statement and gives its rows.
    """
    last = list(ask("SELECT digest FROM seal ORDER BY place DESC LIMIT 1"))
    return str(last[0][0]) if last else START


def links(ask: Ask) -> Iterator[Link]:
    """Every seal in its order, with whether it is the seal of what it stands for."""
    erased = _Erasures(ask)
    sets = {row[0]: of_set(row) for row in ask(_ALL_SETS)}
    changes = groupby(ask(_ALL_CHANGES), key=lambda row: row[0])
    waiting = next(changes, None)
    before, last = START, 0
    for place, set_id, digest in ask(_SEALED):
        leaves = hashlib.sha256(erased.leaf("change_set", set_id, sets.get(set_id, b"")))
        if waiting is not None and waiting[0] == place:
            for row in waiting[1]:
                leaves.update(erased.leaf("change", row[1], of_change(row[1:])))
            waiting = next(changes, None)
        for leaf in erased.by_set.get(set_id, ()):
            leaves.update(leaf)
        holds = place == last + 1 and digest == _linked(before, [leaves.digest()])
        yield Link(set_id, place, digest, holds)
        before, last = digest, place


class _Erasures:
    """What was erased, by what it was erased from: the first digest, and the one it has now."""

    def __init__(self, ask: Ask) -> None:
        self.by_set: dict[int, list[bytes]] = {}
        self._was: dict[tuple[str, int], str] = {}
        self._now: dict[tuple[str, int], str] = {}
        for _, set_id, table, row_id, was, now in ask(_ALL_ERASED):
            self.by_set.setdefault(set_id, []).append(of_erased((table, row_id, was, now)))
            follows = self._now.get((table, row_id), was) == was
            self._was.setdefault((table, row_id), was)
            self._now[table, row_id] = now if follows else ""

    def leaf(self, table: str, row_id: int, found: bytes) -> bytes:
        """The digest that was sealed, where what is there now is what the erasure left."""
        if self._now.get((table, row_id)) == found.hex():
            return bytes.fromhex(self._was[table, row_id])
        return found


def asking(connection: sa.Connection) -> Ask:
    """How `links` and `head` ask an open record; long answers come in pages."""
    return lambda statement: connection.execution_options(yield_per=PAGE).execute(
        sa.text(statement)
    )


SILENT = (Kind.restore, Kind.erase)  # acts that may change no row and still are told
