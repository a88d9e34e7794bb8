"""Files that appear whole or not at all: written beside, synced, renamed, the folder synced."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import sqlite
from .errors import Damaged, Refused
from .keys import Key


def into(source: Any, copy: Path, key: Key | None) -> None:
    """Copy what a connection has open into an empty file, which is encrypted as the source is."""
    target = sqlite.connected(copy, key)
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
    except sqlite.errors() as error:
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


def copied(source: Any, path: Path, key: Key | None) -> None:
    """A verified copy of an open file of SQLite, under its name only when it is whole.

    Raises Refused where it cannot be written and Damaged where the copy is not sound.
    """
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with beside(path) as copy, told(path):
        into(source, copy, key)
        with sqlite.looking(copy) as made:
            if made.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise Damaged(f"The copy {path} would be damaged, so it was not kept.")
        settle(copy, path)


def must_fit(path: Path, times: int) -> None:
    """Raises Refused where the disk has no room for so many more copies of a file."""
    needed = times * path.stat().st_size
    if shutil.disk_usage(path.parent).free < needed:
        raise Refused(
            f"The disk under {path} has too little room: {needed // 1_000_000 + 1} MB are needed. "
            "Nothing was changed; free some space and start again."
        )
