"""The history field by field: what, from, to, who, when."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import MODELS, columns
from db.models.base import KEPT
from db.models.history import Op
from db.models.types import from_log

from .sets import CHANGES, SETS
from .staying import ref


@dataclass(frozen=True)
class Step:
    """One field of one record that a change set moved."""

    set_id: int
    at: datetime
    by: str
    label: str
    table: str
    row_id: int
    op: Op
    field: str
    before: Any
    after: Any


def ref_of(step: Step) -> str:
    """The record of a step in words."""
    return ref((step.table, step.row_id))


def worded(step: Step) -> Step:
    """A step as people name it: a link is told by the reference of what it points to."""
    letter = next(_letters(step), "")
    if not letter:
        return step
    before, after = (value and f"{letter}{value}" for value in (step.before, step.after))
    return replace(step, field=step.field.removesuffix("_id"), before=before, after=after)


def _letters(step: Step) -> Iterator[str]:
    for key in columns(MODELS[step.table]).columns[step.field].foreign_keys:
        model = MODELS.get(key.column.table.name)
        yield model.letter if model else ""


_TOLD = sa.select(CHANGES, SETS.c.at, SETS.c.by, SETS.c.label).join(
    SETS, SETS.c.id == CHANGES.c.change_set_id
)


def steps(session: Session, table: str, row_id: int) -> list[Step]:
    """Every field change of one row, newest first."""
    query = _TOLD.where(CHANGES.c.table_name == table, CHANGES.c.row_id == row_id)
    found = session.execute(query.order_by(CHANGES.c.id.desc()))
    return [step for row in found for step in _fields(row)]


def steps_of(session: Session, set_id: int, limit: int) -> list[Step]:
    """The first `limit` field changes of one change set, in the order they were made."""
    query = _TOLD.where(CHANGES.c.change_set_id == set_id).order_by(CHANGES.c.id).limit(limit)
    return [step for row in session.execute(query) for step in _fields(row)][:limit]


def _fields(row: Any) -> Iterator[Step]:
    before, after = json.loads(row.before or "{}"), json.loads(row.after or "{}")
    known = columns(MODELS[row.table_name]).columns
    for name in dict.fromkeys([*before, *after]):
        if name in KEPT or name not in known:
            continue
        was, now = (from_log(known[name], image.get(name)) for image in (before, after))
        yield Step(row.change_set_id, row.at, row.by, row.label, row.table_name, row.row_id,
                   row.op, name, was, now)  # fmt: skip
