"""Copies that make themselves, and migrations that happen whole or not at all."""

import contextlib
import gzip
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db import daily, kept, pages, schema, sqlite
from db.backup import verified
from db.checking import check
from db.commands import organisations
from db.engine import Database, open_database
from db.errors import Refused
from db.keys import Key

FIRST = Path(__file__).parents[1] / "data" / "record-format-1.sql.gz"
DAY = date(2026, 1, 21)


def opened(path: Path) -> Database:
    return open_database(str(path), who="Tester", seed=False)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A record as version 0.1.0 made it: the seed, an edit, a contact added and taken back."""
    path = tmp_path / "desk.db"
    path.touch(0o600)
    connection = sqlite.driver().connect(path, isolation_level=None)
    connection.executescript(gzip.decompress(FIRST.read_bytes()).decode())
    connection.close()
    return path


def rows(path: Path) -> dict[str, list[Any]]:
    """What the tables of version 0.1.0 hold, without what is computed."""
    with sqlite.looking(path) as connection:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'")]  # fmt: skip
        found = {}
        for name in names:
            columns = [c[1] for c in connection.execute(f"PRAGMA table_info({name})")]
            plain = ", ".join(f'"{c}"' for c in columns if c not in ("folded", "handles"))
            if plain and name not in ("handle", "seal", "erased"):
                found[name] = sorted(connection.execute(f'SELECT {plain} FROM "{name}"'), key=str)
        return found


def test_the_copy_of_the_day_is_made_once_a_day_and_verified(seeded: Database) -> None:
    path = Path(str(seeded.path))
    made = daily.keep(seeded, DAY)
    assert made is not None and kept.daily(path) == [made]
    assert made.name == f"2026-01-21-{verified(made).head[:8]}.db"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    with seeded.writing("Edit") as session:
        organisations.amend(session, 1, {"city": "Gongyi"})
    assert daily.keep(seeded, DAY) is None
    later = daily.keep(seeded, date(2026, 1, 22))
    assert later is not None and verified(later).head != verified(made).head


def test_only_the_last_copies_stay(seeded: Database) -> None:
    path = Path(str(seeded.path))
    kept.folder(path).mkdir()
    (kept.folder(path) / "minutes.txt").write_text("mine")
    for number in range(1, 12):
        (kept.folder(path) / f"2026-01-{number:02}-01234567.db").touch()
    made = daily.keep(seeded, DAY)
    assert [copy.name[:10] for copy in kept.daily(path)] == [
        *(f"2026-01-{number:02}" for number in range(6, 12)), "2026-01-21",
    ]  # fmt: skip
    assert kept.daily(path)[-1] == made
    assert (kept.folder(path) / "minutes.txt").exists()


def test_a_server_keeps_its_own_copies(database: Database) -> None:
    assert (daily.keep(database, DAY) is None) is (database.path is None)


def test_a_record_of_the_first_version_comes_with_all_its_rows_and_a_copy_of_before(
    first: Path,
) -> None:
    before = rows(first)
    database = opened(first)
    assert check(database) == []
    database.redo()
    database.undo(2)
    database.close()
    (copy,) = kept.folder(first).iterdir()
    assert copy.name.startswith("before-format-1-")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert rows(copy) == before
    now = rows(first)
    grown = {"change", "change_set", "organisation", "contact", "alembic_version", "report_version"}
    assert {name: now[name] for name in before if name not in grown} == {
        name: before[name] for name in before if name not in grown
    }
    assert set(before["change"]) <= set(now["change"])


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
