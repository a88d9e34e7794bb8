"""Encrypt a record, decrypt it, or give it another key: a compared copy takes the place of the file."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import kept, keys, mounts, sqlite
from .backup import Backup, verified
from .engine import place
from .errors import Busy, Damaged, Invalid
from .keys import Key
from .libraries import cipher
from .pages import beside, must_fit, settle, told
from .recoding import export, is_same

_BUSY = "Another program has {path} open, so nothing was changed. Close it there and try again."


@dataclass(frozen=True)
class Recoded:
    """A record under another key (or none), whether what it was before could be overwritten, and the
    copies beside it that the new key does not open."""

    path: Path
    rows: int
    overwritten: bool
    earlier: tuple[Path, ...]


def recode(target: str, key: Key | None, *, share: bool = False) -> Recoded:
    """Encrypt a record with a key, or write it plainly (None). At any moment the file is whole, the
    old or the new one; nobody else may have it open.

    Raises Invalid for what is no file of ours, Busy, Refused and Damaged; nothing was changed then.
    """
    path = _of_ours(target)
    if not share:
        mounts.refuse_share(path)
    must_fit(path, 2)
    before = keys.key_of(path)
    if keys.is_held(path):
        raise Busy(_BUSY.format(path=path))
    if key:
        keys.ring.add(key)
    with beside(path) as copy, told(path), _old(path) as old:
        made = _replaced(path, copy, before, key)
        return Recoded(path, made.rows, _overwrite(old), _earlier(path, key))


def _replaced(path: Path, copy: Path, before: Key | None, key: Key | None) -> Backup:
    with _alone(path, before) as connection:
        export(connection, copy, key)
        made = _compared(connection, copy, key, path)
        settle(copy, path)
    return made


def _of_ours(target: str) -> Path:
    if "://" in target:
        raise Invalid(
            "A server encrypts what it keeps by itself; only a file can be encrypted here."
        )
    path = place(target)
    if sqlite.prepare(path, create=False):
        raise Invalid(f"{path} is empty. Make a record in it with: crm init --encrypted")
    return path


@contextlib.contextmanager
def _alone(path: Path, key: Key | None) -> Iterator[Any]:
    """The file to ourselves and in one piece, until its place is taken: who waits for it finds it
    moved, and says so."""
    library = cipher()
    connection = library.connect(path, isolation_level=None, timeout=sqlite.BUSY_SECONDS)
    try:
        if key:
            key.unlock(connection)
        for statement in _SETTINGS:
            connection.execute(statement)
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise Busy(_BUSY.format(path=path))
        connection.execute("PRAGMA journal_mode = MEMORY")  # no file that could outlive its own
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")  # the lock stays
        for companion in ("-journal", "-shm"):  # they would stand beside the file that comes
            path.with_name(path.name + companion).unlink(missing_ok=True)
        yield connection
    except library.OperationalError as error:
        if "locked" in str(error):
            raise Busy(_BUSY.format(path=path)) from error
        raise
    finally:
        connection.close()


_SETTINGS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA locking_mode = EXCLUSIVE",
)


def _compared(connection: Any, copy: Path, key: Key | None, path: Path) -> Backup:
    """Raises Damaged unless the copy is sound and has the same schema and the same rows."""
    same = is_same(connection)
    connection.execute("DETACH DATABASE copy")
    made = verified(copy)
    if not same or made.altered or keys.key_of(copy) != key:
        raise Damaged(f"The copy of {path} is not what it should be, so nothing was changed.")
    return made


@contextlib.contextmanager
def _old(path: Path) -> Iterator[int]:
    """The file as it is now, whatever takes its name. Closed last: that drops SQLite's locks."""
    handle = os.open(path, os.O_WRONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _overwrite(old: int) -> bool:
    """Zeros over a file that has no name any more; False where it still has another one."""
    seen = os.fstat(old)
    if seen.st_nlink:
        return False
    for at in range(0, seen.st_size, len(_ZEROS)):
        os.pwrite(old, _ZEROS[: seen.st_size - at], at)
    os.fsync(old)
    return True


_ZEROS = bytes(1 << 20)


def _earlier(path: Path, key: Key | None) -> tuple[Path, ...]:
    salt = key.salt if key else None
    return tuple(copy for copy in kept.copies(path) if keys.salt_of(copy) != salt)
