"""What an undo leaves alone: what was changed since, what others use, and what belongs to these."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import MODELS, RECORDS, Record, columns
from db.models.base import KEPT
from db.models.history import Op
from db.models.types import from_log

from .sets import CHANGES

CHUNK = 400  # rows of one statement; below SQLite's limit of variables on old libraries

Row = tuple[str, int]  # table and id

# Why something stays, as a person is told.
CHANGED, USED, GONE, ERASED, IN_PART = WHYS = (
    "changed since", "used by other records", "no longer there", "was erased",
    "a part of it was changed since",
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """What an undo left alone: the record, its fields, and why."""

    ref: str
    fields: tuple[str, ...]
    why: str


@dataclass
class Stays:
    """Rows of a change set that its undo passes over whole, and single fields of others."""

    whole: set[Row] = field(default_factory=set)
    fields: dict[Row, frozenset[str]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)

    def keep(self, row: Row, fields: tuple[str, ...], why: str) -> None:
        self.kept.append(Kept(ref(row), fields, why))


def ref(row: Row) -> str:
    """A row in words: its reference, or its table and number where it is a part."""
    letter = MODELS[row[0]].letter
    return f"{letter}{row[1]}" if letter else f"{row[0].replace('_', ' ')} {row[1]}"


def values(table: sa.Table, image: Mapping[str, Any]) -> dict[str, Any]:
    """An image of the history in Python values; a column that is no more is left out."""
    known = table.columns
    return {name: from_log(known[name], value) for name, value in image.items() if name in known}


def rows(session: Session, model: type[Record], ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Rows as they are now, by id."""
    table = columns(model)
    found = session.execute(sa.select(table).where(table.c.id.in_(list(ids)))).mappings()
    return {row["id"]: dict(row) for row in found}


def stays(session: Session, set_id: int, *, also_newer: bool) -> Stays:
    """What an undo of a change set has to leave alone; nothing is changed.

    A record made by the set stays whole, with the parts the set gave it, when it or one of them
    was changed since or is used by a record that stays. `also_newer` ignores what was changed
    since; what is used by others stays all the same.
    """
    found = Stays()
    for row in _erased(session, set_id):
        found.whole.add(row)
        found.keep(row, (), ERASED)
    for batch in _touched_since(session, set_id):
        _compare(session, set_id, batch, found, also_newer)
    waiting = found.whole | set(_used(session, set_id, found))
    while waiting:
        found.whole |= waiting
        waiting = set(_drawn_in(session, set_id, waiting, found)) - found.whole
    return found


def _erased(session: Session, set_id: int) -> list[Row]:
    """The rows of a set whose values were erased from the history since."""
    query = sa.select(CHANGES.c.table_name, CHANGES.c.row_id).distinct()
    gone = (CHANGES.c.before.is_(None), CHANGES.c.after.is_(None))
    found = session.execute(query.where(CHANGES.c.change_set_id == set_id, *gone))
    return [(table, row_id) for table, row_id in found]


def _touched_since(session: Session, set_id: int) -> Iterator[list[Row]]:
    """The rows of a set that a later one touched too, in runs of one table."""
    later = CHANGES.alias("later")
    again = sa.exists().where(
        later.c.table_name == CHANGES.c.table_name,
        later.c.row_id == CHANGES.c.row_id,
        later.c.id > CHANGES.c.id,
        later.c.change_set_id != set_id,
    )
    query = sa.select(CHANGES.c.table_name, CHANGES.c.row_id).distinct()
    found = session.execute(query.where(CHANGES.c.change_set_id == set_id, again)).all()
    by_table = groupby(sorted(map(tuple, found)), key=lambda row: row[0])
    for _, group in by_table:
        run = list(group)
        yield from (run[start : start + CHUNK] for start in range(0, len(run), CHUNK))


def _compare(
    session: Session, set_id: int, batch: list[Row], found: Stays, also_newer: bool
) -> None:
    model = MODELS[batch[0][0]]
    ids = [row_id for _, row_id in batch]
    now = rows(session, model, ids)
    for row_id, life in _lives(session, set_id, batch[0][0], ids).items():
        row = (batch[0][0], row_id)
        if row in found.whole:
            continue
        _judge(row, life, now.get(row_id), found, also_newer)


def _lives(session: Session, set_id: int, table: str, ids: list[int]) -> dict[int, list[Any]]:
    """What a set did to some rows, oldest first."""
    query = sa.select(CHANGES).where(
        CHANGES.c.change_set_id == set_id, CHANGES.c.table_name == table, CHANGES.c.row_id.in_(ids)
    )
    told = session.execute(query.order_by(CHANGES.c.row_id, CHANGES.c.id)).all()
    return {row_id: list(life) for row_id, life in groupby(told, key=lambda change: change.row_id)}


def _judge(
    row: Row, life: list[Any], now: dict[str, Any] | None, found: Stays, also_newer: bool
) -> None:
    made, gone = life[0].op == Op.insert, life[-1].op == Op.delete
    if now is None or gone:
        _judge_absent(row, life, now, found, made=made, gone=gone)
        return
    moved = () if also_newer else _moved(row, life, now)
    if not moved:
        return
    found.keep(row, moved, CHANGED)
    if made or any(change.op == Op.delete for change in life):
        found.whole.add(row)
    else:
        found.fields[row] = frozenset(moved)


def _judge_absent(
    row: Row, life: list[Any], now: dict[str, Any] | None, found: Stays, *, made: bool, gone: bool
) -> None:
    """A row that is no longer there, or that the set took away and that may be there again."""
    if now is None and gone and not made:
        return  # it is put back
    found.whole.add(row)
    if not made and not gone:
        touched = dict.fromkeys(
            name for change in life for name in json.loads(change.after or "{}")
        )
        found.keep(row, tuple(touched), GONE)


def _moved(row: Row, life: list[Any], now: dict[str, Any]) -> tuple[str, ...]:
    """The fields in which a row is not as the set left it; of a row it made, all fields count."""
    table = columns(MODELS[row[0]])
    left = values(
        table, {k: v for change in life for k, v in json.loads(change.after or "{}").items()}
    )
    if any(change.op != Op.update for change in life):
        left = {name: left.get(name) for name in now if name not in KEPT}
    return tuple(name for name, value in left.items() if now[name] != value)


def _made(set_id: int, table: str) -> Any:
    return sa.select(CHANGES.c.row_id).where(
        CHANGES.c.change_set_id == set_id, CHANGES.c.table_name == table, CHANGES.c.op == Op.insert
    )


def _links(model: type[Record]) -> Iterator[tuple[sa.Column[Any], str]]:
    """The columns of a table that point to others, and to which."""
    for key in columns(model).foreign_keys:
        yield key.parent, key.column.table.name


def _used(session: Session, set_id: int, found: Stays) -> Iterator[Row]:
    """Rows the set made that rows it did not make point to, once it is undone."""
    query = sa.select(CHANGES.c.table_name).distinct()
    query = query.where(CHANGES.c.change_set_id == set_id, CHANGES.c.op == Op.insert)
    parents = set(session.execute(query).scalars())
    for model in RECORDS:
        for column, parent in _links(model):
            if parent in parents:
                yield from _used_by(session, set_id, model, column, parent, found)


def _used_by(
    session: Session, set_id: int, model: type[Record], column: Any, parent: str, found: Stays
) -> Iterator[Row]:
    table = columns(model)
    query = sa.select(table.c.id, column).where(
        column.in_(_made(set_id, parent)), table.c.id.not_in(_made(set_id, table.name))
    )
    users = [tuple(pair) for pair in session.execute(query)]
    for start in range(0, len(users), CHUNK):
        part = users[start : start + CHUNK]
        lives = _lives(session, set_id, table.name, [one for one, _ in part])
        for one, used in part:
            if _lets_go(lives.get(one, []), column.name, found.fields.get((table.name, one))):
                continue
            if (parent, used) not in found.whole:
                found.keep((parent, used), (), USED)
            yield parent, used


def _lets_go(life: list[Any], name: str, kept: frozenset[str] | None) -> bool:
    """Whether the undo itself moves a link away again."""
    touched = any(
        change.op == Op.update and name in json.loads(change.after or "{}") for change in life
    )
    return touched and name not in (kept or ())


def _drawn_in(session: Session, set_id: int, staying: set[Row], found: Stays) -> Iterator[Row]:
    """Made by the set: the parts of what stays, and what that which stays points to."""
    by_table = defaultdict(list)
    for table, row_id in staying:
        by_table[table].append(row_id)
    for table, ids in by_table.items():
        for start in range(0, len(ids), CHUNK):
            yield from _pointed_to(session, set_id, table, ids[start : start + CHUNK], found)
            yield from _parts(session, set_id, table, ids[start : start + CHUNK])


def _pointed_to(
    session: Session, set_id: int, table: str, ids: list[int], found: Stays
) -> Iterator[Row]:
    model = MODELS[table]
    own = columns(model)
    for column, parent in _links(model):
        query = sa.select(column).distinct().where(own.c.id.in_(ids))
        made = query.where(column.in_(_made(set_id, parent)))
        for used in session.execute(made).scalars():
            if (parent, used) not in found.whole:
                part = column.name in model.part_of
                why = IN_PART if part else USED
                found.keep((parent, used), (), why)
            yield parent, used


def _parts(session: Session, set_id: int, table: str, ids: list[int]) -> Iterator[Row]:
    for model in RECORDS:
        part = columns(model)
        for column, owner in _links(model):
            if owner == table and column.name in model.part_of:
                query = sa.select(part.c.id).where(column.in_(ids))
                own = query.where(part.c.id.in_(_made(set_id, part.name)))
                yield from ((part.name, one) for one in session.execute(own).scalars())
