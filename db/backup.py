"""Copies of a record: made while it is used, verified before they count, put back whole."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import history, sqlite
from .copying import pour
from .engine import Database, place
from .errors import Damaged, Invalid
from .models import metadata
from .pages import beside, settle, told


@dataclass(frozen=True)
class Backup:
    """A verified copy: its size, how many rows it holds, the head of its history ("" of a copy
    from before histories were sealed), and the acts whose seal does not hold."""

    path: Path
    bytes: int
    rows: int
    head: str
    altered: tuple[int, ...] = ()


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
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise Invalid(f"I cannot write in {path.parent}. Choose another place.")
    with beside(path) as copy, told(path):
        pour(database, copy)
        done = verified(copy)
        settle(copy, path)
    return replace(done, path=path)


def verified(path: Path | str) -> Backup:
    """A backup that can be put back. Raises Invalid or Refused saying what is wrong with it."""
    path = place(str(path))
    if not path.exists():
        raise Invalid(f"There is no backup at {path}. Check the name of the file.")
    if sqlite.prepare(path, create=False):
        raise Invalid(f"{path} is empty. Choose another backup.")
    with sqlite.looking(path) as connection:
        said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if said != "ok" or broken:
            raise Damaged(f"{path} is damaged, so nothing was done. Choose another backup.")
        kept = sum(_rows(connection, table.name) for table in metadata.tables.values())
        head, altered = _seals(connection)
        return Backup(path, path.stat().st_size, kept, head, altered)


def _seals(connection: Any) -> tuple[str, tuple[int, ...]]:
    if not _is_there(connection, "seal"):
        return "", ()
    altered = tuple(link.set_id for link in history.links(connection.execute) if not link.holds)
    return history.head(connection.execute), altered


def _rows(connection: Any, table: str) -> int:
    """Rows of a table; a backup of an older version may lack it."""
    if not _is_there(connection, table):
        return 0
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _is_there(connection: Any, table: str) -> bool:
    ask = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    return bool(connection.execute(ask, (table,)).fetchone()[0])
