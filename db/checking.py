"""Whether a record is whole: its file, its schema, its links, what is derived, its history."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from . import triggers
from .engine import Database, open_database
from .errors import Refused
from .history import CHANGES, SETS
from .models import MODELS, RECORDS, Document, Handle, Record, columns, metadata
from .models.types import from_log

BATCH = 400  # records looked at in one go
_UNREADABLE = object()


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it must be. `where` is a reference, a table, or the record."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


def check(database: Database) -> list[Fault]:
    """Every fault of a record; an empty list says it is whole. Nothing is changed."""
    return [fault for ask in _CHECKS for fault in _asked(ask, database)]


def _asked(ask: Callable[[Database, Session], Iterator[Fault]], database: Database) -> list[Fault]:
    try:
        with database.reading() as session:
            return list(ask(database, session))
    except (Refused, sa.exc.DBAPIError):
        return [Fault(database.where, "cannot be read whole. Restore a backup.")]


def _file(database: Database, session: Session) -> Iterator[Fault]:
    if database.path is None:
        return  # a server checks its own pages and links
    for (told,) in session.execute(sa.text("PRAGMA integrity_check")):
        if told != "ok":
            yield Fault(database.where, f"is damaged: {told}. Restore a backup.")
    for table, row, parent, _ in session.execute(sa.text("PRAGMA foreign_key_check")):
        yield Fault(_ref(table, row), f"points to a record that is not there ({_plain(parent)}).")


def _schema(database: Database, session: Session) -> Iterator[Fault]:
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


def _derived(_: Database, session: Session) -> Iterator[Fault]:
    for model in RECORDS:
        if "folded" in columns(model).columns:
            for batch in _batches(session, model):
                yield from _derived_of(session, model, batch)
    handle = columns(Handle)  # type: ignore[arg-type]
    for table in session.execute(sa.select(handle.c.table_name).distinct()).scalars():
        stray = sa.select(handle.c.row_id).distinct().where(handle.c.table_name == table)
        if table in MODELS:
            stray = stray.where(handle.c.row_id.not_in(sa.select(columns(MODELS[table]).c.id)))
        for row_id in session.execute(stray).scalars():
            yield Fault(_ref(table, row_id), "has search keys, but is not there.")


def _derived_of(session: Session, model: type[Record], batch: list[Any]) -> Iterator[Fault]:
    table = columns(model)
    keys = _keys(session, table.name, [row["id"] for row in batch])
    for row in batch:
        values = {column.name: _read(column, row[column.name]) for column in table.columns}
        if _UNREADABLE in values.values():
            continue  # said by the history
        ref = _ref(table.name, row["id"])
        right = model.derived(values)
        if values["folded"] != right["folded"]:
            yield Fault(
                ref, "is not found by its words: its search text is not that of its fields."
            )
        if "handles" in right and values["handles"] != right["handles"]:
            yield Fault(ref, "is not recognised: its keys are not those of its fields.")
        elif "handles" in right and keys.get(row["id"], set()) != set(right["handles"]):
            yield Fault(ref, "is not recognised: the table of keys does not hold its keys.")


def _keys(session: Session, table: str, ids: list[int]) -> dict[int, set[str]]:
    handle = columns(Handle)  # type: ignore[arg-type]
    ask = sa.select(handle.c.row_id, handle.c.key)
    found: dict[int, set[str]] = {}
    for row_id, key in session.execute(
        ask.where(handle.c.table_name == table, handle.c.row_id.in_(ids))
    ):
        found.setdefault(row_id, set()).add(key)
    return found


def _batches(session: Session, model: type[Record]) -> Iterator[list[Any]]:
    """The rows of a table as the driver gives them, in the order of their ids."""
    table, last = columns(model), -(2**63)
    raw = sa.table(table.name, *(sa.column(column.name) for column in table.columns))
    while batch := session.execute(
        sa.select(raw).where(raw.c.id > last).order_by(raw.c.id).limit(BATCH)
    ).mappings().all():  # fmt: skip
        yield list(batch)
        last = batch[-1]["id"]


def _history(_: Database, session: Session) -> Iterator[Fault]:
    opened = sa.select(SETS.c.id).where(SETS.c.is_open != 0)
    for number in session.execute(opened).scalars():
        yield Fault(f"change {number}", "was begun and never ended.")
    told = sa.select(SETS.c.id).where(SETS.c.id.not_in(sa.select(CHANGES.c.change_set_id)))
    for number in session.execute(told.where(SETS.c.is_open == 0)).scalars():
        yield Fault(f"change {number}", "says nothing of what it changed.")
    for model in RECORDS:
        for batch in _batches(session, model):
            yield from _lives(session, model, batch)
        yield from _gone(session, model)


def _lives(session: Session, model: type[Record], batch: list[Any]) -> Iterator[Fault]:
    told = _told(session, columns(model).name, [row["id"] for row in batch])
    for row in batch:
        yield from _life(model, row["id"], told.get(row["id"], []), row)


def _gone(session: Session, model: type[Record]) -> Iterator[Fault]:
    """Records that the history knows and the table does not have."""
    table = columns(model)
    ask = sa.select(CHANGES.c.row_id).distinct().where(CHANGES.c.table_name == table.name)
    gone = ask.where(CHANGES.c.row_id.not_in(sa.select(table.c.id))).order_by(CHANGES.c.row_id)
    ids = list(session.execute(gone).scalars())
    for start in range(0, len(ids), BATCH):
        for row_id, life in _told(session, table.name, ids[start : start + BATCH]).items():
            yield from _life(model, row_id, life, None)


def _told(session: Session, table: str, ids: list[int]) -> dict[int, list[Any]]:
    """What the history tells of some records of a table, oldest first."""
    query = sa.select(CHANGES).where(CHANGES.c.table_name == table, CHANGES.c.row_id.in_(ids))
    found = session.execute(query.order_by(CHANGES.c.row_id, CHANGES.c.id)).all()
    return {row_id: list(life) for row_id, life in groupby(found, key=lambda row: row.row_id)}


def _life(model: type[Record], row_id: int, life: Iterable[Any], row: Any) -> Iterator[Fault]:
    """Replay the history of one record and compare its end with the row."""
    table, ref = columns(model), _ref(columns(model).name, row_id)
    state: dict[str, Any] | None = None
    for change in life:
        before, after = _image(table, change.before), _image(table, change.after)
        follows = before == {name: (state or {}).get(name) for name in before}
        if (change.op == "insert") is (state is not None) or not follows:
            yield Fault(
                ref, f"has a history that does not follow from itself at entry {change.id}."
            )
        state = None if change.op == "delete" else {**(state or {}), **after}
    if row is None and state is not None:
        yield Fault(ref, "is gone, and the history does not say who took it.")
    if row is not None and state is None:
        yield Fault(ref, "is there, and the history does not say who made it.")
    if row is not None and state is not None:
        yield from _differences(table, ref, state, row)


def _differences(table: sa.Table, ref: str, state: dict[str, Any], row: Any) -> Iterator[Fault]:
    for name in triggers.logged(MODELS[table.name]):
        now = _read(table.columns[name], row[name])
        if now is _UNREADABLE:
            yield Fault(ref, f"its {_plain(name)} cannot be read.")
        elif now != state.get(name):
            yield Fault(ref, f"its {_plain(name)} is not what the history says.")


def _image(table: sa.Table, text: str | None) -> dict[str, Any]:
    """An image of the history in Python values; a column that is no more is left out."""
    try:
        told = json.loads(text or "{}")
    except ValueError:
        return {"id": _UNREADABLE}
    return {k: _read(table.columns[k], v) for k, v in told.items() if k in table.columns}


def _read(column: sa.Column[Any], value: Any) -> Any:
    try:
        return from_log(column, value)
    except (ValueError, TypeError):
        return _UNREADABLE


def _documents(database: Database, session: Session) -> Iterator[Fault]:
    document = columns(Document)
    query = sa.select(document.c.id, document.c.path, document.c.sha256)
    for row in session.execute(query.where(document.c.sha256.is_not(None))):
        folder = database.path.parent if database.path else Path()
        file = folder / row.path
        if "://" in row.path or "\0" in row.path or not file.is_file():
            continue
        if hashlib.sha256(file.read_bytes()).hexdigest() != row.sha256:
            yield Fault(str(file), "is not the document that was recorded: it has changed.")


def _ref(table: str, row_id: int) -> str:
    letter = MODELS[table].letter if table in MODELS else ""
    return f"{letter}{row_id}" if letter else f"{_plain(table)} {row_id}"


def _plain(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")


_CHECKS = (_file, _schema, _derived, _history, _documents)
