"""A whole record, row by row, from one database into another, history and all."""

from typing import Any

import sqlalchemy as sa

from . import search, triggers
from .models import metadata

BATCH = 500  # rows of one statement

_LINKS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)


def replace(source: sa.Engine, target: sa.Engine) -> None:
    """Make the target hold exactly the rows of the source, in one transaction.

    Both have the schema of this version. The triggers rest meanwhile: the history is copied, not
    written. Links are checked at the end, for tables point to each other in circles.
    """
    with source.connect() as reading:
        reading = reading.execution_options(**_one_state(source))
        with reading.begin(), target.connect() as writing:
            if target.dialect.name == "sqlite":
                _into_file(reading, writing)
            else:
                _into_server(reading, writing)


def _one_state(engine: sa.Engine) -> dict[str, Any]:
    """All tables are read as they were at one moment; a transaction of SQLite does so anyway."""
    server = engine.dialect.name == "postgresql"
    return {"isolation_level": "REPEATABLE READ"} if server else {}


def _into_file(reading: sa.Connection, writing: sa.Connection) -> None:
    raw: Any = writing.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys = OFF")  # can only be said outside a transaction
    try:
        with writing.execution_options(immediate=True).begin():
            _swap(reading, writing)
            writing.exec_driver_sql("DELETE FROM sqlite_sequence")
            for table in _numbered():
                put = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)")
                writing.execute(put, {"name": table.name, "seq": _highest(writing, table)})
            if writing.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("the copy would have broken links")
    finally:
        if not writing.invalidated:
            raw.execute("PRAGMA foreign_keys = ON")


def _into_server(reading: sa.Connection, writing: sa.Connection) -> None:
    with writing.begin():
        links = writing.exec_driver_sql(_LINKS).fetchall()
        for table, name, _ in links:
            writing.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        _swap(reading, writing)
        for table, name, rule in links:
            writing.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}')
        for table in _numbered():
            highest = _highest(writing, table)
            sequence = sa.func.pg_get_serial_sequence(table.name, "id")
            writing.execute(sa.select(sa.func.setval(sequence, max(highest, 1), highest > 0)))


def _swap(reading: sa.Connection, writing: sa.Connection) -> None:
    triggers.remove(writing)
    for table in reversed(metadata.sorted_tables):
        writing.execute(sa.delete(table))
    for table in metadata.sorted_tables:
        for batch in reading.execute(sa.select(table)).partitions(BATCH):
            writing.execute(sa.insert(table), [dict(row._mapping) for row in batch])
    search.rebuild(writing)
    triggers.install(writing)


def _numbered() -> list[sa.Table]:
    return [table for table in metadata.sorted_tables if "id" in table.columns]


def _highest(connection: sa.Connection, table: sa.Table) -> int:
    """The highest number ever given in a table: one that was taken back is not given again."""
    change = metadata.tables["change"]
    asked = (
        sa.select(sa.func.max(table.c.id)),
        sa.select(sa.func.max(change.c.row_id)).where(change.c.table_name == table.name),
    )
    return max(int(connection.execute(ask).scalar() or 0) for ask in asked)
