"""Whether the file is sound and the schema is the one this program makes."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from db import triggers
from db.engine import Database, open_database
from db.models import metadata

from .fault import Fault, plain, ref


def file(database: Database, session: Session) -> Iterator[Fault]:
    if database.path is None:
        return  # a server checks its own pages and links
    for (told,) in session.execute(sa.text("PRAGMA integrity_check")):
        if told != "ok":
            yield Fault(database.where, f"is damaged: {told}. Restore a backup.")
    for table, row, parent, _ in session.execute(sa.text("PRAGMA foreign_key_check")):
        yield Fault(ref(table, row), f"points to a record that is not there ({plain(parent)}).")


def schema(database: Database, session: Session) -> Iterator[Fault]:
    connection = session.connection()
    found = _made(connection)
    wanted = _of_this_version() if database.path else _of_this_server(connection)
    for kind, name in sorted(wanted.keys() - found.keys()):
        yield Fault(f"{kind} {name}", "is missing from the schema.")
    for kind, name in sorted(found.keys() - wanted.keys()):
        yield Fault(f"{kind} {name}", "is in the schema, and this program did not make it.")
    for kind, name in sorted(found.keys() & wanted.keys()):
        if found[kind, name] != wanted[kind, name]:
            yield Fault(f"{kind} {name}", "is not as this program makes it.")


_OF_A_FILE = (
    "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite@_%'"
    " ESCAPE '@'"
)
_OF_A_SERVER = (
    "SELECT 'trigger', t.tgname || ' of ' || t.tgrelid::regclass::text, '' FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace "
    "AND t.tgenabled <> 'D' "
    "UNION ALL SELECT 'function', proname, prosrc FROM pg_proc "
    "WHERE pronamespace = current_schema()::regnamespace "
    "UNION ALL SELECT 'table', tablename, '' FROM pg_tables WHERE schemaname = current_schema()"
)


def _made(connection: sa.Connection) -> dict[tuple[str, str], str]:
    ask = _OF_A_FILE if connection.dialect.name == "sqlite" else _OF_A_SERVER
    return {(kind, name): sql for kind, name, sql in connection.exec_driver_sql(ask)}


def _of_this_version() -> dict[tuple[str, str], str]:
    with tempfile.TemporaryDirectory() as folder:
        fresh = open_database(str(Path(folder) / "fresh.db"), who="check", seed=False)
        with closing(fresh), fresh.engine.connect() as connection:
            return _made(connection)


def _of_this_server(connection: sa.Connection) -> dict[tuple[str, str], str]:
    wanted = {("table", name): "" for name in (*metadata.tables, "alembic_version")}
    for statement in triggers.statements(connection.dialect.name):
        words = statement.split()
        if words[1] == "FUNCTION":
            wanted["function", words[2].removesuffix("()")] = statement.split("$$")[1]
        else:
            table = words[words.index("ON") + 1].strip('"')
            wanted["trigger", f"{words[2]} of {table}"] = ""
    return wanted
