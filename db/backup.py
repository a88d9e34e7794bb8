"""Copies of a record: made while it is used, verified before they count, put back whole."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from . import history, rows, sqlite
from .checking import Fault, check
from .engine import Database, open_database, place
from .errors import Damaged, Invalid, Refused
from .models import metadata

MAGIC = b"SQLite format 3\0"  # what every file of SQLite begins with


@dataclass(frozen=True)
class Backup:
    """A verified copy: its size, how many rows it holds, and the digest of its history."""

    path: Path
    bytes: int
    rows: int
    head: str


@dataclass(frozen=True)
class Restored:
    """A record put back: what was there before (None: nothing) and the acts it no longer has."""

    where: str
    safety: Path | None
    lost: tuple[history.Entry, ...]
    rows: int
    head: str


def backup(database: Database, path: Path | str, *, overwrite: bool = False) -> Backup:
    """Copy a record of either database into one file while it is in use, and verify the copy.

    The file is 0600 and appears whole or not at all. Raises Invalid where something is at `path`
    already (unless `overwrite`) or nothing can be, and Refused where it cannot be written.
    """
    path = place(str(path))
    if path == database.path:
        raise Invalid(f"{path} is the record itself. Give the backup another name.")
    if path.is_dir():
        raise Invalid(
            f"{path} is a folder. Give the name of a file in it, such as {path}/backup.db"
        )
    if path.exists() and not overwrite:
        raise Invalid(f"{path} is there already, so no backup was made. Give another name.")
    with _beside(path) as copy, _told(path):
        _pour(database, copy)
        done = verified(copy)
        _settle(copy, path)
    return Backup(path, done.bytes, done.rows, done.head)


def verified(path: Path | str) -> Backup:
    """A backup that can be put back. Raises Invalid or Refused saying what is wrong with it."""
    path = place(str(path))
    if not path.exists():
        raise Invalid(f"There is no backup at {path}. Check the name of the file.")
    if sqlite.prepare(path, create=False):
        raise Invalid(f"{path} is empty. Choose another backup.")
    with sqlite.looking(path) as connection:
        told = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if told != "ok" or broken:
            raise Damaged(f"{path} is damaged, so nothing was done. Choose another backup.")
        kept = sum(_rows(connection, table.name) for table in metadata.tables.values())
        return Backup(path, path.stat().st_size, kept, history.head(connection.execute))


def _rows(connection: Any, table: str) -> int:
    """Rows of a table; a backup of an older version may lack it."""
    there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    if not connection.execute(there, (table,)).fetchone()[0]:
        return 0
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def would_lose(target: str, path: Path | str, who: str) -> tuple[history.Entry, ...]:
    """The acts that a restore would take from the record, newest first; nothing is changed."""
    backup_file = verified(path).path
    if "://" not in target and not place(target).exists():
        return ()
    with contextlib.closing(open_database(target, who=who, seed=False)) as database:
        return _lost(database, backup_file)


def restore(target: str, path: Path | str, who: str) -> Restored:
    """Put a backup back as the record. What was there is first copied beside it.

    Programs that have the record open see the restored one; none is cut off. Raises Invalid and
    Refused for a backup that is not whole or a record that belongs to another program.
    """
    found = verified(path)
    if "://" in target:
        return _into_server(target, found, who)
    file = place(target)
    lost, safety = _put_aside(file, found.path, who)
    with _told(file), _opened(found.path) as source:
        engine = sqlite.engine(file)
        with contextlib.closing(engine.raw_connection()) as connection:
            source.backup(connection.dbapi_connection)
        engine.dispose()
    with contextlib.closing(open_database(str(file), who=who, seed=False)) as database:
        return _restored(database, found, lost, safety)


def _put_aside(
    file: Path, backup_file: Path, who: str
) -> tuple[tuple[history.Entry, ...], Path | None]:
    """What the record holds beyond the backup, and a copy of it; makes the file where none is."""
    aside = _aside(file, file)
    try:
        if sqlite.prepare(file, create=True):
            return (), None
    except Damaged:
        _must_be_a_database(file)
        file.rename(aside)  # nobody can have it open: it cannot be opened
        sqlite.prepare(file, create=True)
        return (), aside
    with contextlib.closing(open_database(str(file), who=who, seed=False)) as database:
        lost = _lost(database, backup_file)
        with _beside(aside) as copy, _told(aside):
            _pour(database, copy)  # as it is: a faulty record is worth keeping too
            _settle(copy, aside)
    return lost, aside


def _must_be_a_database(file: Path) -> None:
    with file.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            raise Refused(
                f"{file} is not a database, so nothing was put over it. Move it away first."
            )


def _into_server(target: str, found: Backup, who: str) -> Restored:
    with contextlib.closing(open_database(target, who=who, seed=False)) as database:
        lost, aside = _lost(database, found.path), _aside(found.path, found.path)
        safety = None if database.fresh else backup(database, aside).path
        with _current(found.path, who) as source:
            rows.replace(source.engine, database.engine)
        return _restored(database, found, lost, safety)


@contextlib.contextmanager
def _current(path: Path, who: str) -> Iterator[Database]:
    """A copy of a backup, brought to this version's schema."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "desk.db"
        with _opened(path) as source:
            _into(source, copy)
        with contextlib.closing(open_database(str(copy), who=who, seed=False)) as database:
            yield database


def _restored(
    database: Database, found: Backup, lost: tuple[history.Entry, ...], safety: Path | None
) -> Restored:
    with database.engine.connect() as connection:
        head = history.head(connection.exec_driver_sql)
    if head != found.head:
        raise Refused(
            f"{database.where} is not what the backup holds: somebody wrote to it meanwhile. "
            "Look at it with crm history, and restore again if it is not what you want."
        )
    return Restored(database.where, safety, lost, found.rows, head)


def _lost(database: Database, backup_file: Path) -> tuple[history.Entry, ...]:
    with sqlite.looking(backup_file) as connection:
        found = connection.execute("SELECT id, at FROM change_set").fetchall()
    kept = {(number, datetime.fromisoformat(at)) for number, at in found}
    with database.reading() as session:
        return tuple(e for e in history.entries(session) if (e.id, e.at) not in kept)


def _aside(file: Path, beside: Path) -> Path:
    """A name nobody has yet for the record as it was before."""
    stem = f"{file.stem}.before-restore-{datetime.now():%Y%m%d-%H%M%S}"
    names = (f"{stem}{number}{beside.suffix}" for number in ("", *(f"-{n}" for n in range(2, 99))))
    return next(path for name in names if not (path := beside.with_name(name)).exists())


def _pour(database: Database, copy: Path) -> None:
    """The whole record into an empty file: page by page, or row by row from a server."""
    if database.path is None:
        with contextlib.closing(open_database(str(copy), who=database.who, seed=False)) as made:
            rows.replace(database.engine, made.engine)
            with made.engine.connect() as connection:
                connection.connection.execute("PRAGMA journal_mode = DELETE")
        return
    with contextlib.closing(database.engine.raw_connection()) as connection:
        _into(connection.dbapi_connection, copy)


def _into(source: Any, copy: Path) -> None:
    target = sqlite.driver().connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
    finally:
        target.close()


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    with sqlite.looking(path) as connection:
        yield connection


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file in the folder of `path` that only we can read; gone unless it was renamed."""
    try:
        handle, name = tempfile.mkstemp(prefix=".backup-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise Refused(
            f"I cannot write in {path.parent}: {error.strerror}. Choose another place."
        ) from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for companion in ("", "-wal", "-shm", "-journal"):
            Path(name + companion).unlink(missing_ok=True)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """A copy that could not be written, in one sentence."""
    try:
        yield
    except (sqlite.driver().Error, OSError) as error:
        raise Refused(f"I could not write {path}: {error}. Nothing was changed.") from error


def _settle(copy: Path, path: Path) -> None:
    """Sync, give the file its name, and sync the folder that says so."""
    _sync(copy)
    copy.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


__all__ = ["Backup", "Fault", "Restored", "backup", "check", "restore", "verified", "would_lose"]
