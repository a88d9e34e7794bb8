"""Whether a record is whole: its file, its schema, its links, what is derived, its history."""

from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa
from sqlmodel import Session

from db.engine import Database
from db.errors import Refused

from .derived import derived
from .documents import documents
from .fault import Fault
from .lives import lives
from .log import holds, log
from .schema import file, schema
from .search import search

_CHECKS = (file, schema, derived, search, log, lives, documents)


def check(database: Database, head: str = "") -> list[Fault]:
    """Every fault of a record; an empty list says it is whole. Nothing is changed.

    A `head` that was printed before must still be one of the history's: else its end was cut off.
    """
    faults = [fault for ask in _CHECKS for fault in _asked(ask, database)]
    return faults + (_asked(partial(holds, head), database) if head else [])


def _asked(ask: Callable[[Database, Session], Iterator[Fault]], database: Database) -> list[Fault]:
    try:
        with database.reading() as session:
            return list(ask(database, session))
    except (Refused, sa.exc.DBAPIError):
        return [Fault(database.where, "cannot be read whole. Restore a backup.")]


__all__ = ["Fault", "check"]
