"""Many new rows in one change set: the search index takes them all at the end, in one statement.

The history is written row by row by its triggers all the same, so no row can slip past it (measured:
a set-based log would save 2 of 90 microseconds a row). The index is another matter: with a trigger it
writes a segment for every row.
"""

import sqlalchemy as sa
from sqlmodel import Session

from . import search
from .triggers import statements


class Late:
    """From now until `end` new rows of some tables wait for the search index. On PostgreSQL, which
    keeps its index itself, nothing waits. Before `end` nothing can be saved, only rolled back."""

    def __init__(self, session: Session, *tables: sa.Table) -> None:
        self.connection = session.connection()
        self.floors: dict[sa.Table, int] = {}
        if self.connection.dialect.name != "sqlite":
            return
        for table in tables:
            floor = session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)))
            self.floors[table] = int(floor.scalar_one())
            self._run(*waiting(table, self.floors[table]))
        if self.floors:
            sa.event.listen(self.connection, "commit", _not_yet)

    def end(self) -> None:
        """Index every row that waits, and put the triggers back."""
        for table, floor in self.floors.items():
            search.fill(self.connection, table, table.c.id > floor)
            self._run(*restored(table))
        if self.floors:
            sa.event.remove(self.connection, "commit", _not_yet)
        self.floors = {}

    def _run(self, *made: str) -> None:
        for statement in made:
            self.connection.exec_driver_sql(statement)


def _not_yet(_connection: sa.Connection) -> None:
    """Nothing is saved while rows still wait: they would never be found."""
    raise RuntimeError("a change set cannot end while new rows wait for the search index")


def _names(table: sa.Table) -> tuple[str, str]:
    return f"crm_search_insert_{table.name}", f"crm_search_update_{table.name}"


def _ours(table: sa.Table) -> list[str]:
    """The two triggers as they are made, to the letter: a file with others is refused."""
    begins = tuple(f"CREATE TRIGGER {name} " for name in _names(table))
    return [made for made in statements("sqlite") if made.startswith(begins)]


def waiting(table: sa.Table, floor: int) -> list[str]:
    """Take both triggers out; put the one of changes back for the rows that were there before."""
    _, update = _ours(table)
    before = update.replace(" WHEN ", f" WHEN OLD.id <= {floor} AND ", 1)
    return [*(f'DROP TRIGGER "{name}"' for name in _names(table)), before]


def restored(table: sa.Table) -> list[str]:
    return [f'DROP TRIGGER "{_names(table)[1]}"', *_ours(table)]
