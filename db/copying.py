"""A whole record, of a file or of a server, poured into one file."""

import contextlib
from pathlib import Path

from . import rows
from .engine import Database, open_database
from .pages import into


def pour(database: Database, copy: Path) -> None:
    """The whole record into an empty file: page by page, or row by row from a server."""
    if database.path is None:
        with contextlib.closing(open_database(str(copy), who=database.who, seed=False)) as made:
            rows.replace(database.engine, made.engine)
            with made.engine.connect() as connection:
                connection.connection.execute("PRAGMA journal_mode = DELETE")
        return
    with contextlib.closing(database.engine.raw_connection()) as connection:
        into(connection.dbapi_connection, copy, database.key)
