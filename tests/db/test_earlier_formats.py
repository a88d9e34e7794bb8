"""A file that an earlier version wrote opens with all it holds; a migration is whole or not there."""

import contextlib
import stat
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db import history, kept, pages, schema, sqlite
from db.checking import check
from db.engine import Database, open_database
from db.errors import Refused
from db.keys import Key
from db.models.keeping import ImportRun
from db.queries.search import search

from . import test_seed

ACTS = ["Seed", "Import linkedin", "Import excel_az", "Undo"]


def opened(path: Path) -> Database:
    return open_database(str(path), who="Tester", seed=False)


Rows = dict[str, list[dict[str, Any]]]


def rows(path: Path) -> Rows:
    """What the tables of a file hold, without what is computed."""
    with sqlite.looking(path) as connection:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'")]  # fmt: skip
        return {name: _rows(connection, name) for name in names if name not in COMPUTED}


COMPUTED = ("handle", "seal", "erased", "folded", "handles")


def _rows(connection: Any, table: str) -> list[dict[str, Any]]:
    found = connection.execute(f'SELECT * FROM "{table}" ORDER BY 1')
    columns = [about[0] for about in found.description]
    told = [dict(zip(columns, row, strict=True)) for row in found]
    return [{name: row[name] for name in row if name not in COMPUTED} for row in told]


def as_before(now: Rows, before: Rows) -> Rows:
    """Only the tables and columns that there were before."""
    return {
        table: [
            {name: new[name] for name in old} for old, new in zip(rows, now[table], strict=True)
        ]
        for table, rows in before.items()
    }


def test_a_record_of_the_first_format_keeps_its_rows_its_history_and_its_imports(
    first: Path,
) -> None:
    before, database = rows(first), opened(first)
    with database.reading() as session:
        acts = [entry.label for entry in reversed(history.entries(session))]
        found = search(session, "Bəşirli")
    assert all(label.startswith(began) for label, began in zip(acts, ACTS, strict=True))
    assert [hit.ref for hit in found][:1] == ["C1"]
    assert len(test_seed.rows(database, ImportRun)) == 2
    assert check(database) == []
    database.close()
    later = ("alembic_version",)
    old = {name: kept for name, kept in before.items() if name not in later}
    assert as_before(rows(first), old) == old


def test_acts_of_the_first_format_can_be_undone_and_brought_back(first: Path) -> None:
    database = opened(first)
    assert database.redo().label.startswith("Import excel_az")
    assert database.undo(2).rows > 13
    assert check(database) == []
    database.close()


def test_a_record_is_copied_before_it_is_brought_to_a_newer_format(first: Path) -> None:
    before = rows(first)
    opened(first).close()
    (copy,) = kept.folder(first).iterdir()
    assert copy.name.startswith("before-format-1-")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert rows(copy) == before


class Killed(BaseException):
    """No code may catch it."""


class _Fuse:
    """Stops the n-th statement, as a kill would."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, *_: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed


def test_a_migration_that_is_killed_leaves_the_old_record(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after, made = rows(first), 1, sqlite.engine
    while True:
        fuse = _Fuse(after)

        def fused(path: Path, key: Key | None, fuse: _Fuse = fuse) -> sa.Engine:
            engine = made(path, key)
            sa.event.listen(engine, "before_cursor_execute", fuse)
            return engine

        with monkeypatch.context() as patch:
            patch.setattr(sqlite, "engine", fused)
            patch.setattr(schema.kept, "before_migration", lambda *_: None)
            with contextlib.suppress(Killed):
                opened(first).close()
        if fuse.left >= 0:
            break
        assert rows(first) == before, after
        with sqlite.looking(first) as connection:
            assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        after += 37  # prime, so that no kind of statement is passed over
    assert after > 3 * 37
    database = opened(first)
    assert check(database) == []
    database.close()


def test_a_migration_that_loses_rows_is_refused_and_undone(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, run = rows(first), schema._run

    def careless(connection: sa.Connection, before: int) -> None:
        run(connection, before)
        connection.exec_driver_sql("DELETE FROM import_row")
        connection.exec_driver_sql("DELETE FROM handle")

    monkeypatch.setattr(schema, "_run", careless)
    with pytest.raises(RuntimeError, match="would change the number of rows of handle"):
        opened(first)
    assert rows(first) == before
    monkeypatch.setattr(schema, "_none_lost", lambda *_: None)
    opened(first).close()  # the canary: it was the count that refused


def test_a_migration_needs_room(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(first)

    class Full:
        free = 1000

    monkeypatch.setattr(pages.shutil, "disk_usage", lambda _: Full)
    with pytest.raises(Refused, match="too little room"):
        opened(first)
    assert rows(first) == before
