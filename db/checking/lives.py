"""Whether every record is what the history of it says, replayed from its first change."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db import triggers
from db.engine import Database
from db.history import CHANGES
from db.models import MODELS, RECORDS, Record, columns

from .fault import Fault, plain, ref
from .reading import BATCH, UNREADABLE, batches, read


def lives(_: Database, session: Session) -> Iterator[Fault]:
    for model in RECORDS:
        for batch in batches(session, model):
            yield from _of_table(session, model, batch)
        yield from _gone(session, model)


def _of_table(session: Session, model: type[Record], batch: list[Any]) -> Iterator[Fault]:
    told = _told(session, columns(model).name, [row["id"] for row in batch])
    for row in batch:
        yield from _life(model, row["id"], told.get(row["id"], []), row)


def _gone(session: Session, model: type[Record]) -> Iterator[Fault]:
    """Records that the history knows and the table does not have."""
    table = columns(model)
    ask = sa.select(CHANGES.c.row_id).distinct().where(CHANGES.c.table_name == table.name)
    gone = ask.where(CHANGES.c.row_id.not_in(sa.select(table.c.id))).order_by(CHANGES.c.row_id)
    ids = list(session.execute(gone).scalars())
    for start in range(0, len(ids), BATCH):
        for row_id, life in _told(session, table.name, ids[start : start + BATCH]).items():
            yield from _life(model, row_id, life, None)


def _told(session: Session, table: str, ids: list[int]) -> dict[int, list[Any]]:
    """What the history tells of some records of a table, oldest first."""
    query = sa.select(CHANGES).where(CHANGES.c.table_name == table, CHANGES.c.row_id.in_(ids))
    found = session.execute(query.order_by(CHANGES.c.row_id, CHANGES.c.id)).all()
    return {row_id: list(life) for row_id, life in groupby(found, key=lambda row: row.row_id)}


def _life(model: type[Record], row_id: int, life: Iterable[Any], row: Any) -> Iterator[Fault]:
    """Replay the history of one record and compare its end with the row."""
    table, where = columns(model), ref(columns(model).name, row_id)
    state: dict[str, Any] | None = None
    for change in life:
        before, after = _image(table, change.before), _image(table, change.after)
        follows = before == {name: (state or {}).get(name) for name in before}
        if (change.op == "insert") is (state is not None) or not follows:
            yield Fault(
                where, f"has a history that does not follow from itself at entry {change.id}."
            )
        state = None if change.op == "delete" else {**(state or {}), **after}
    if row is None and state is not None:
        yield Fault(where, "is gone, and the history does not say who took it.")
    if row is not None and state is None:
        yield Fault(where, "is there, and the history does not say who made it.")
    if row is not None and state is not None:
        yield from _differences(table, where, state, row)


def _differences(table: sa.Table, where: str, state: dict[str, Any], row: Any) -> Iterator[Fault]:
    for name in triggers.logged(MODELS[table.name]):
        now = read(table.columns[name], row[name])
        if now is UNREADABLE:
            yield Fault(where, f"its {plain(name)} cannot be read.")
        elif now != state.get(name):
            yield Fault(where, f"its {plain(name)} is not what the history says.")


def _image(table: sa.Table, text: str | None) -> dict[str, Any]:
    """An image of the history in Python values; a column that is no more is left out."""
    try:
        told = json.loads(text or "{}")
    except ValueError:
        return {"id": UNREADABLE}
    return {k: read(table.columns[k], v) for k, v in told.items() if k in table.columns}
