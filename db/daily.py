"""The backup that makes itself, once a day of use."""

from datetime import date
from pathlib import Path

from . import kept
from .backup import backup
from .engine import Database
from .history import asking, head


def keep(database: Database, today: date) -> Path | None:
    """Copy and verify the record if that was not done today; None where there is nothing to do.

    A server has backups of its own. Raises Problem with its sentence where it cannot be done.
    """
    path = database.path
    if path is None or any(copy.name.startswith(today.isoformat()) for copy in kept.daily(path)):
        return None
    with database.engine.connect() as connection:
        ends = head(asking(connection))
    kept.folder(path).mkdir(mode=0o700, exist_ok=True)
    made = backup(database, kept.daily_name(path, today, ends), overwrite=True)
    kept.drop(kept.daily(path)[: -kept.DAYS])
    return made.path
