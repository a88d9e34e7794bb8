"""Put back what no list shows: documents, final reports, saved views, settings."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid
from db.fates import Fate, Verdict
from db.models.types import Json, from_log
from db.queries.unlisted import TABLES, links, names


def put(session: Session, name: str, number: int, told: Mapping[str, str]) -> Fate:
    """Bring in one row as its cells say it; what is here already under its key stays as it is."""
    table = TABLES[name]
    try:
        values = _values(session, table, told)
    except (Invalid, ValueError) as wrong:
        said = str(wrong) if isinstance(wrong, Invalid) else "it cannot be read back"
        return Fate(number, None, Verdict.rejected, reason=said)
    here = _here(session, table, values)
    if here is None:
        session.execute(sa.insert(table).values(values))
        return Fate(number, None, Verdict.created)
    if all(here[column] == value for column, value in values.items() if column not in _BIRTH):
        return Fate(number, None, Verdict.unchanged)
    return Fate(number, None, Verdict.skipped, reason="another one is here under its name")


_BIRTH = ("uid", "created_at", "created_by")


def _values(session: Session, table: sa.Table, told: Mapping[str, str]) -> dict[str, Any]:
    """A whole row. Raises Invalid where what it belongs to is not here, ValueError for a cell."""
    if unknown := told.keys() - set(names(table)):
        raise Invalid(f"nothing here is called {', '.join(sorted(unknown))}.")
    linked = links(table)
    values = {
        column.name: _value(column, told.get(column.name, ""))
        for column in table.columns
        if column.name in told
    }
    for column, (word, target) in linked.items():
        if uid := told.get(f"{word}_uid"):
            found = session.execute(sa.select(target.c.id).where(target.c.uid == uid)).scalar()
            if found is None:
                raise Invalid(f"its {word.replace('_', ' ')} is not here.")
            values[column] = found
    return values


def _value(column: sa.Column[Any], cell: str) -> Any:
    if isinstance(column.type, Json):
        return json.loads(cell) if cell else {}
    if not cell:
        return None if column.nullable else ""
    return int(cell) if isinstance(column.type, sa.Integer) else from_log(column, cell)


def _here(session: Session, table: sa.Table, values: Mapping[str, Any]) -> Any:
    """The row that has one of the keys that only one may have."""
    keys = [list(table.primary_key.columns)] if "id" not in table.c else []
    keys += [
        list(rule.columns) for rule in table.constraints if isinstance(rule, sa.UniqueConstraint)
    ]
    keys += [[column] for column in table.columns if column.unique]
    same = (sa.and_(*(column == values.get(column.name) for column in key)) for key in keys)
    return session.execute(sa.select(table).where(sa.or_(*same))).mappings().first()
