"""The whole record as plain values, for comparing before and after."""

from typing import Any

import sqlalchemy as sa

from db.engine import Database
from db.models import RECORDS, columns

RISING = frozenset({"version", "updated_at", "updated_by"})  # an undo writes too, so these go on


def dump(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that goes through the history, and the handles."""
    with database.reading() as session:
        found = {}
        for model in RECORDS:
            table = columns(model)
            shown = [column for column in table.columns if column.name not in RISING]
            rows = session.execute(sa.select(*shown).order_by(table.c.id)).mappings()
            found[table.name] = [dict(row) for row in rows]
        handles = sa.text("SELECT key, table_name, row_id FROM handle ORDER BY table_name, row_id")
        keys = [dict(row) for row in session.execute(handles).mappings()]
        found["handle"] = sorted(
            keys, key=lambda row: (row["table_name"], row["row_id"], row["key"])
        )
        return found
