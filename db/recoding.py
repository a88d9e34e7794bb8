"""A whole file under another key: written into an empty one, and compared with it row by row."""

import contextlib
from itertools import zip_longest
from pathlib import Path
from typing import Any

from . import keys
from .keys import Key
from .libraries import cipher


def recoded(source: Path, copy: Path, key: Key | None) -> None:
    """Write what a file holds into an empty one that this key opens."""
    library, before = cipher(), keys.key_of(source)
    uri = f"{source.resolve().as_uri()}?mode=ro"
    with contextlib.closing(library.connect(uri, uri=True, isolation_level=None)) as connection:
        if before:
            before.unlock(connection)
        connection.execute("PRAGMA trusted_schema = OFF")
        export(connection, copy, key)


def export(connection: Any, copy: Path, key: Key | None) -> None:
    """Everything into an empty file, attached as `copy`; what the header says goes with it. It has
    no journal: it counts for nothing before it is whole, compared and synced."""
    connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(copy), key.literal if key else ""))
    connection.execute("PRAGMA copy.journal_mode = OFF")
    connection.execute("PRAGMA copy.synchronous = OFF")
    connection.execute("SELECT sqlcipher_export('copy')")
    for name in ("application_id", "user_version"):
        number = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
        connection.execute(f"PRAGMA copy.{name} = {number:d}")


def is_same(connection: Any) -> bool:
    """Whether `copy` has the schema and the rows of the file it was made from, in their order."""
    schemas = [connection.execute(ask).fetchall() for ask in (_SCHEMA, _SCHEMA_OF_COPY)]
    tables = [name for name, kind, virtual in map(_about, schemas[0]) if kind and not virtual]
    return schemas[0] == schemas[1] and all(_has_same_rows(connection, name) for name in tables)


_SCHEMA = (
    "SELECT name, type, tbl_name, sql, rootpage = 0 FROM main.sqlite_master ORDER BY type, name"
)
_SCHEMA_OF_COPY = _SCHEMA.replace("main.", "copy.")


def _about(row: Any) -> tuple[str, bool, bool]:
    return row[0], row[1] == "table", bool(row[4])


def _has_same_rows(connection: Any, table: str) -> bool:
    was = connection.execute(f'SELECT * FROM main."{table}"')
    now = connection.execute(f'SELECT * FROM copy."{table}"')
    return all(one == other for one, other in zip_longest(was, now))
