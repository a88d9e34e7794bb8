"""Many new rows in one change set: what is derived from them is written for many at once.

The history is written row by row by its triggers all the same, so no row can slip past it (measured:
a set-based log would save 2 of 90 microseconds a row). Search words and handles are another matter: with
a trigger the index of search writes a segment for every row, and handles that come in any order touch a
page for each. Indexes stay: made anew at the end they save a twentieth of the time, but SQLite sorts a
million names in 80 MB of memory.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from . import search
from .triggers import statements


@dataclass
class _Waiting:
    """What of a table waits: the rows after `settled`, up to `written`."""

    settled: int
    written: int


class Late:
    """From now until `end` new rows of some tables and their handles wait for `settle`, which finds
    them in the search index. On PostgreSQL, which keeps its index itself, nothing waits. Before `end`
    nothing can be saved, only rolled back."""

    def __init__(self, session: Session, *tables: sa.Table) -> None:
        self.connection = session.connection()
        self.tables: dict[sa.Table, _Waiting] = {}
        if self.connection.dialect.name != "sqlite":
            return
        for table in tables:
            highest = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))
            floor = self.connection.execute(highest).scalar_one()
            self.tables[table] = _Waiting(floor, floor)
            self._run(*waiting(table, floor))
        if self.tables:
            sa.event.listen(self.connection, "commit", _not_yet)

    def written(self, table: sa.Table, highest: int) -> None:
        """After new rows, up to that one."""
        if here := self.tables.get(table):
            here.written = highest

    def settle(self, table: sa.Table) -> None:
        """What was written is found from now on: by its handles, put in the order of the keys, and
        by its words."""
        here = self.tables.get(table)
        if here is None or here.written == here.settled:
            return
        self._run(f"{_handles(table)} WHERE r.id > {here.settled} ORDER BY h.value")
        search.fill(self.connection, table, table.c.id > here.settled)
        here.settled = here.written
        self._run(*_watched(table, here.settled))

    def end(self) -> None:
        """Settle every row that waits, and put the triggers back."""
        for table in self.tables:
            self.settle(table)
            self._run(*restored(table))
        if self.tables:
            sa.event.remove(self.connection, "commit", _not_yet)
        self.tables = {}

    def _run(self, *made: str) -> None:
        for statement in made:
            self.connection.exec_driver_sql(statement)


def _not_yet(_connection: sa.Connection) -> None:
    """Nothing is saved while rows still wait: they would never be found."""
    raise RuntimeError("a change set cannot end while new rows wait for the search index")


def _handles(table: sa.Table) -> str:
    """What puts the handles of new rows, as their trigger does for each."""
    return (
        f"INSERT OR IGNORE INTO handle (key, table_name, row_id) SELECT h.value, '{table.name}', r.id "
        f'FROM "{table.name}" AS r, json_each(r.handles) AS h'
    )


def _names(table: sa.Table) -> tuple[str, str, str]:
    name = table.name
    return f"crm_search_insert_{name}", f"crm_search_update_{name}", f"crm_handles_insert_{name}"


def _ours(table: sa.Table) -> dict[str, str]:
    """The triggers as they are made, to the letter: a file with others is refused."""
    made = {name: f"CREATE TRIGGER {name} " for name in _names(table)}
    return {
        name: next(each for each in statements("sqlite") if each.startswith(begins))
        for name, begins in made.items()
    }


def waiting(table: sa.Table, settled: int) -> list[str]:
    """Take the triggers out; put the one of changes back for the rows that are settled."""
    put, _, handles = _names(table)
    return [f'DROP TRIGGER "{put}"', f'DROP TRIGGER "{handles}"', *_watched(table, settled)]


def _watched(table: sa.Table, settled: int) -> list[str]:
    _, changed, _ = _names(table)
    made = _ours(table)[changed].replace(" WHEN ", f" WHEN OLD.id <= {settled} AND ", 1)
    return [f'DROP TRIGGER "{changed}"', made]


def restored(table: sa.Table) -> list[str]:
    _, changed, _ = _names(table)
    return [f'DROP TRIGGER "{changed}"', *_ours(table).values()]
