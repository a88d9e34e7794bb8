"""What a field of a noun holds in the record, for completing a filter: the most frequent first."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import NOUNS, Handle, columns
from db.view import Kind

from .fields import fields

LOOKED = 20_000  # records looked at, the newest: this is asked with every letter
LONGEST = 60  # letters of a value that is worth completing
MOST = 400


def values(session: Session, noun: str, name: str, begun: str = "") -> list[str]:
    """Codes of countries, tags that begin so, or texts; of the newest records where there are many."""
    spec = fields(noun)[name]
    table = columns(NOUNS[noun])
    if spec.kind is Kind.tag:
        return _tags(session, table.name, begun)
    if isinstance(spec.sql, sa.Select) and spec.kind is Kind.country:
        return _frequent(session, spec.sql.selected_columns[0])
    if spec.kind not in (Kind.country, Kind.text) or spec.name not in table.columns:
        return []
    return _frequent(session, table.c[spec.name])


def _frequent(session: Session, column: Any) -> list[str]:
    table = column.table
    looked = sa.select(column.label("value")).order_by(table.c.id.desc()).limit(LOOKED).subquery()
    value = looked.c.value
    asking = sa.select(value).where(value.is_not(None), sa.func.length(value) <= LONGEST)
    asking = asking.group_by(value).order_by(sa.func.count().desc(), value).limit(MOST)
    return [str(one) for one in session.execute(asking).scalars() if one]


def _tags(session: Session, table: str, begun: str) -> list[str]:
    """Tags as they are found: in small letters."""
    handle = columns(Handle)  # type: ignore[arg-type]
    first = f"tag:{begun.casefold()}"
    key: sa.ColumnElement[str] = handle.c.key
    if session.get_bind().dialect.name == "postgresql":
        key = sa.collate(key, "C")
    asking = sa.select(handle.c.key).where(
        key >= first, key < f"{first}\U0010fffd", handle.c.table_name == table
    )
    looked = asking.limit(LOOKED).subquery()
    counted = (
        sa.select(looked.c.key)
        .group_by(looked.c.key)
        .order_by(sa.func.count().desc(), looked.c.key)
    )
    return [key.removeprefix("tag:") for key in session.execute(counted.limit(MOST)).scalars()]
