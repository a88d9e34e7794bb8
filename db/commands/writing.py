"""Many rows into one table at once, and many keys sought at once, in the way each database does best."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import stamp

Rows = Sequence[dict[str, Any]]


def writing(session: Session, table: sa.Table) -> Callable[[Rows], None]:
    """What writes complete rows into a table; triggers see each of them."""
    if session.get_bind().dialect.name != "sqlite":
        return lambda rows: _inserted(session, table, rows)
    return _Straight(session, table)


def _inserted(session: Session, table: sa.Table, rows: Rows) -> None:
    session.execute(sa.insert(table), list(rows))


class _Straight:
    """Rows as tuples, straight to the driver: SQLAlchemy alone takes longer than SQLite does."""

    def __init__(self, session: Session, table: sa.Table) -> None:
        self.session = session
        dialect = session.get_bind().dialect
        names = [column.name for column in table.columns]
        self.statement = str(sa.insert(table).compile(dialect=dialect, column_keys=names))
        self.cells = itemgetter(*names)
        self.bound = [
            (at, process)
            for at, column in enumerate(table.columns)
            if column.name not in _STAMPED
            and (process := column.type.dialect_impl(dialect).bind_processor(dialect))
        ]
        at = stamp.get().at.astimezone(UTC).isoformat(timespec="microseconds")
        self.stamped = {
            "created_at": at, "updated_at": at, "version": 1,
            "created_by": stamp.get().by, "updated_by": stamp.get().by, "last_spoken": None,
        }  # fmt: skip

    def __call__(self, rows: Rows) -> None:
        connection = self.session.connection()
        connection.exec_driver_sql(self.statement, [self._row(row) for row in rows])

    def _row(self, row: dict[str, Any]) -> tuple[Any, ...]:
        row |= self.stamped
        cells = list(self.cells(row))
        for at, process in self.bound:
            value = cells[at]
            if value is None:
                continue
            if not value and type(value) in _EMPTY:  # as most are
                cells[at] = _EMPTY[type(value)]
            else:
                cells[at] = process(value)
        return tuple(cells)


_EMPTY: dict[Any, str] = {list: "[]", dict: "{}"}


_STAMPED = ("created_at", "updated_at")


def among(session: Session) -> Any:
    """A list of values to look for, given as `wanted`: one statement, however many there are."""
    given: sa.BindParameter[Any] = sa.bindparam("wanted")
    if session.get_bind().dialect.name == "sqlite":
        return sa.select(sa.func.json_each(given).table_valued("value").c.value)
    return sa.select(sa.func.unnest(sa.cast(given, sa.ARRAY(sa.Text()))))


def wanted(session: Session, values: Sequence[str]) -> dict[str, Any]:
    """The values of `among`."""
    on_file = session.get_bind().dialect.name == "sqlite"
    return {"wanted": json.dumps(list(values)) if on_file else list(values)}
