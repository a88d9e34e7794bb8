"""Rows as the driver gives them, in batches, for values that may not be readable."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Record, columns
from db.models.types import from_log

BATCH = 400  # records looked at in one go
UNREADABLE = object()


def batches(session: Session, model: type[Record]) -> Iterator[list[Any]]:
    """The rows of a table as the driver gives them, in the order of their ids."""
    table, last = columns(model), -(2**63)
    raw = sa.table(table.name, *(sa.column(column.name) for column in table.columns))
    while batch := session.execute(
        sa.select(raw).where(raw.c.id > last).order_by(raw.c.id).limit(BATCH)
    ).mappings().all():  # fmt: skip
        yield list(batch)
        last = batch[-1]["id"]


def read(column: sa.Column[Any], value: Any) -> Any:
    try:
        return from_log(column, value)
    except (ValueError, TypeError):
        return UNREADABLE
