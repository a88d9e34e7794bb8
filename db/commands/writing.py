"""Many rows into one table at once, and many keys sought at once, in the way each database does best."""

import json
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import stamp
from db.models.types import Json, as_json

Rows = Sequence[dict[str, Any]]
_TEXT = sa.Text()


def writing(session: Session, table: sa.Table, blank: Mapping[str, Any]) -> Callable[[Rows], None]:
    """What writes rows into a table; triggers see each of them. What a row leaves out is `blank`."""
    if session.get_bind().dialect.name != "sqlite":
        return lambda rows: _inserted(session, table, [{**blank, **row} for row in rows])
    return _Straight(session, table, blank)


def _inserted(session: Session, table: sa.Table, rows: Rows) -> None:
    session.execute(sa.insert(table), list(rows))


class _Straight:
    """Rows as tuples, straight to the driver: SQLAlchemy alone takes longer than SQLite does.

    Only columns that hold something are given: the driver takes longer to see that a cell is none of
    its types (0.4 microseconds for each None) than SQLite does to write one that is.
    """

    def __init__(self, session: Session, table: sa.Table, blank: Mapping[str, Any]) -> None:
        self.session, self.table = session, table
        self.dialect = session.get_bind().dialect
        self.kept = {
            column.name: as_json if isinstance(column.type, Json) else process
            for column in table.columns
            if (process := column.type.dialect_impl(self.dialect).bind_processor(self.dialect))
        }
        stamped = {
            "created_at": stamp.get().at, "updated_at": stamp.get().at, "version": 1,
            "created_by": stamp.get().by, "updated_by": stamp.get().by,
        }  # fmt: skip
        blank = {**blank, **stamped}
        self.blank = {n: self._cell(n, value) for n, value in blank.items() if value is not None}

    def _cell(self, name: str, value: Any) -> Any:
        return self.kept[name](value) if name in self.kept else value

    def __call__(self, rows: Rows) -> None:
        told = set(self.blank).union(*rows)
        names = [column.name for column in self.table.columns if column.name in told]
        made = sa.insert(self.table).compile(dialect=self.dialect, column_keys=names)
        cells = itemgetter(*names)
        kept = [(at, self.kept[name]) for at, name in enumerate(names) if name in self.kept]
        blank = {**dict.fromkeys(names), **self.blank}
        given = [_bound([*cells({**blank, **row})], kept) for row in rows]
        self.session.connection().exec_driver_sql(str(made), given)


def _bound(cells: list[Any], kept: Sequence[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    """Text stands as it is kept."""
    for at, process in kept:
        if (value := cells[at]) is not None and type(value) is not str:
            cells[at] = process(value)
    return tuple(cells)


def reading(session: Session, table: sa.Table) -> Callable[[Sequence[Any]], dict[str, Any]]:
    """What makes a row of a table of what the driver gives of it."""
    dialect, names = session.get_bind().dialect, [column.name for column in table.columns]
    kept = [
        (column.name, process)
        for column in table.columns
        if (process := column.type.dialect_impl(dialect).result_processor(dialect, None))
    ]

    def read(cells: Sequence[Any]) -> dict[str, Any]:
        row = dict(zip(names, cells, strict=True))
        for name, process in kept:
            if (value := row[name]) is not None:
                row[name] = process(value)
        return row

    return read


class Question:
    """A query put into words once, which takes longer than its answer; its rows come as the driver
    gives them."""

    def __init__(self, session: Session, query: sa.Select[Any]) -> None:
        made: Any = query.compile(dialect=session.get_bind().dialect)
        self.session, self.words, self.fixed = session, str(made), made.params
        self.order = made.positiontup

    def answer(self, told: Mapping[str, Any]) -> list[Any]:
        given: Any = {**self.fixed, **told}
        if self.order is not None:
            given = tuple([given[name] for name in self.order])
        answer: Any = self.session.connection().exec_driver_sql(self.words, given)
        return answer.cursor.fetchall()  # type: ignore[no-any-return]


def among(session: Session, kind: Any = _TEXT) -> Any:
    """A list of values to look for, given as `wanted`: one statement, however many there are."""
    given: sa.BindParameter[Any] = sa.bindparam("wanted")
    if session.get_bind().dialect.name == "sqlite":
        return sa.select(sa.func.json_each(given).table_valued("value").c.value)
    return sa.select(sa.func.unnest(sa.cast(given, sa.ARRAY(kind))))


def wanted(session: Session, values: Sequence[Any]) -> dict[str, Any]:
    """The values of `among`."""
    on_file = session.get_bind().dialect.name == "sqlite"
    return {"wanted": json.dumps(list(values)) if on_file else list(values)}
