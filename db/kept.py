"""Where a record keeps copies of itself, how they are named, and which stay."""

import glob
import re
from datetime import date, datetime
from pathlib import Path

from . import keys, sqlite
from .pages import copied, must_fit

DAYS = 7  # daily copies that stay
MIGRATIONS = 5  # copies from before a migration that stay
ROOM = 3  # times the size of the file that must be free before a migration

_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}\.db")
_BEFORE = re.compile(r"before-format-\d+-\d{8}-\d{6}\.db")


def folder(path: Path) -> Path:
    """Where the copies of a record lie: beside it, readable by nobody else."""
    return path.with_name(f"{path.stem}.backups")


def daily(path: Path) -> list[Path]:
    """The daily copies of a record, oldest first."""
    return _named(path, _DAILY)


def daily_name(path: Path, today: date, head: str) -> Path:
    """The name of a daily copy: the day, and how the history ended."""
    return folder(path) / f"{today.isoformat()}-{head[:8]}.db"


def before_migration(path: Path, version: int) -> Path:
    """Copy a file of an older format before it is migrated, and verify the copy.

    By a connection of its own: SQLite copies none that is in the middle of a write.
    """
    must_fit(path, ROOM)
    name = f"before-format-{version}-{datetime.now():%Y%m%d-%H%M%S}.db"
    with sqlite.looking(path) as connection:
        copied(connection, folder(path) / name, keys.key_of(path))
    drop(_named(path, _BEFORE)[:-MIGRATIONS])
    return folder(path) / name


def copies(path: Path) -> list[Path]:
    """Every copy of a record that lies beside it, also those from before a restore."""
    aside = path.parent.glob(f"{glob.escape(path.stem)}.before-restore-*")
    return sorted([*aside, *folder(path).glob("*.db")])


def _named(path: Path, names: re.Pattern[str]) -> list[Path]:
    if not folder(path).is_dir():
        return []
    return sorted(each for each in folder(path).iterdir() if names.fullmatch(each.name))


def drop(old: list[Path]) -> None:
    for each in old:
        each.unlink(missing_ok=True)
