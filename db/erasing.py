"""Erase a person for good: record, history values, mentions, drafts, search, free pages and log.

Undo cannot bring it back. The chain of the history still holds: what a change was before it was
emptied is vouched for by its digest in `erased`, and the erasure is sealed itself.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from . import kept, search, sqlite, triggers
from .engine import Database
from .errors import Invalid, Refused
from .models.history import Kind
from .traces import Person, Trace


@dataclass(frozen=True)
class Erasure:
    """A person, the words that are looked for, where they are, and the copies that still hold them."""

    ref: str
    words: tuple[str, ...]
    traces: tuple[Trace, ...]
    copies: tuple[Path, ...]


def erasure(database: Database, contact_id: int) -> Erasure:
    """Everything an erasure would touch; nothing is changed. Raises NotFound."""
    with database.reading() as session:
        person = Person(session, contact_id)
        traces = (*person.own_traces(), *person.mentions())
        return Erasure(f"C{contact_id}", person.words, traces, _copies(database, contact_id))


def erase(database: Database, contact_id: int) -> Erasure:
    """Erase a person. Raises NotFound, and Refused where another program keeps traces alive."""
    told = erasure(database, contact_id)
    with database.writing(f"Erase C{contact_id}", kind=Kind.erase) as session:
        person = Person(session, contact_id)
        person.take_away()
        with _unguarded(session.connection()):
            person.empty_history(session.info["change_set"])
    sweep(database)
    return told


def sweep(database: Database) -> None:
    """Write the database anew, so that nothing erased is left in free pages, index and log."""
    database.engine.dispose()
    if database.path is None:
        with database.engine.connect() as connection:
            free = connection.execution_options(isolation_level="AUTOCOMMIT")
            free.exec_driver_sql("VACUUM FULL")
        return
    with database.keeping() as session:
        search.optimize(session.connection())
    with database.reading() as session:
        raw: Any = session.connection().connection.dbapi_connection
        raw.rollback()
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("VACUUM")
        busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    database.engine.dispose()
    if busy and busy[0] == 1:
        raise Refused(
            "The person is erased, but another program has the record open, so old pages may still "
            "be in its files. Close it, then: crm erase --sweep"
        )


def _copies(database: Database, contact_id: int) -> tuple[Path, ...]:
    """The copies beside the record that still hold the person; others are where they were put."""
    if database.path is None:
        return ()
    return tuple(copy for copy in kept.copies(database.path) if _holds(copy, contact_id))


def _holds(copy: Path, contact_id: int) -> bool:
    ask = (
        "SELECT count(*) FROM change WHERE table_name = 'contact' AND row_id = ? "
        "AND (before IS NOT NULL OR after IS NOT NULL)"
    )
    try:
        with sqlite.looking(copy) as connection:
            return bool(connection.execute(ask, (contact_id,)).fetchone()[0])
    except Refused:
        return True  # it cannot be read, so it cannot be ruled out


@contextlib.contextmanager
def _unguarded(connection: sa.Connection) -> Iterator[None]:
    """The guards of the log are out for the length of an erasure, inside its transaction."""
    triggers.open_log(connection)
    yield
    triggers.close_log(connection)


def person_of(ref: str) -> int:
    """The number of a contact's reference. Raises Invalid for any other."""
    found = re.fullmatch(r"[Cc](\d{1,18})", ref.strip())
    if found is None:
        raise Invalid(f"“{ref}” is no person. Only a contact, such as C40, can be erased.")
    return int(found[1])
