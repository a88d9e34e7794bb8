"""Files that appear whole or not at all, and a whole record poured into one."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import rows, sqlite
from .engine import Database, open_database
from .errors import Refused


def pour(database: Database, copy: Path) -> None:
    """The whole record into an empty file: page by page, or row by row from a server."""
    if database.path is None:
        with contextlib.closing(open_database(str(copy), who=database.who, seed=False)) as made:
            rows.replace(database.engine, made.engine)
            with made.engine.connect() as connection:
                connection.connection.execute("PRAGMA journal_mode = DELETE")
        return
    with contextlib.closing(database.engine.raw_connection()) as connection:
        into(connection.dbapi_connection, copy)


def into(source: Any, copy: Path) -> None:
    target = sqlite.driver().connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
    finally:
        target.close()


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
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
def told(path: Path) -> Iterator[None]:
    """A copy that could not be written, in one sentence."""
    try:
        yield
    except (sqlite.driver().Error, OSError) as error:
        raise Refused(f"I could not write {path}: {error}. Nothing was changed.") from error


def settle(copy: Path, path: Path) -> None:
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
