"""Whether what is computed from a record is what its fields say: search text and keys."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db import spoken, tallies
from db.engine import Database
from db.models import MODELS, RECORDS, Handle, Record, columns

from .fault import Fault, ref
from .reading import UNREADABLE, batches, read


def derived(_: Database, session: Session) -> Iterator[Fault]:
    for model in RECORDS:
        if "folded" in columns(model).columns:
            for batch in batches(session, model):
                yield from _derived_of(session, model, batch)
    yield from _spoken(session)
    for kind, day in tallies.astray(session):
        yield Fault(f"tally {kind} {day}", "is another number than the rows of that day make.")
    handle = columns(Handle)  # type: ignore[arg-type]
    for table in session.execute(sa.select(handle.c.table_name).distinct()).scalars():
        stray = sa.select(handle.c.row_id).distinct().where(handle.c.table_name == table)
        if table in MODELS:
            stray = stray.where(handle.c.row_id.not_in(sa.select(columns(MODELS[table]).c.id)))
        for row_id in session.execute(stray).scalars():
            yield Fault(ref(table, row_id), "has search keys, but is not there.")


def _spoken(session: Session) -> Iterator[Fault]:
    for owner, link, key in spoken.every():
        wrong = sa.select(owner.c.id).where(spoken.astray(owner, link, key))
        for row_id in session.execute(wrong).scalars():
            yield Fault(ref(owner.name, row_id), "says another last day than its meetings do.")


def _derived_of(session: Session, model: type[Record], batch: list[Any]) -> Iterator[Fault]:
    table = columns(model)
    keys = _keys(session, table.name, [row["id"] for row in batch])
    for row in batch:
        values = {column.name: read(column, row[column.name]) for column in table.columns}
        if UNREADABLE in values.values():
            continue  # said by the history
        where = ref(table.name, row["id"])
        right = model.derived(values)
        if values["folded"] != right["folded"]:
            yield Fault(
                where, "is not found by its words: its search text is not that of its fields."
            )
        if "handles" in right and values["handles"] != right["handles"]:
            yield Fault(where, "is not recognised: its keys are not those of its fields.")
        elif "handles" in right and keys.get(row["id"], set()) != set(right["handles"]):
            yield Fault(where, "is not recognised: the table of keys does not hold its keys.")


def _keys(session: Session, table: str, ids: list[int]) -> dict[int, set[str]]:
    handle = columns(Handle)  # type: ignore[arg-type]
    ask = sa.select(handle.c.row_id, handle.c.key)
    found: dict[int, set[str]] = {}
    for row_id, key in session.execute(
        ask.where(handle.c.table_name == table, handle.c.row_id.in_(ids))
    ):
        found.setdefault(row_id, set()).add(key)
    return found
