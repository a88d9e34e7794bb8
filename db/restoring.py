"""Put a backup back as the record; what was there is kept beside it, and the act is told."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from . import history, keys, mounts, rows, sqlite
from .backup import Backup, backup, verified
from .copying import pour
from .engine import Database, open_database, place
from .errors import Damaged, Refused
from .keys import MAGIC
from .models.history import Kind
from .pages import beside, into, settle, told
from .recoding import recoded


@dataclass(frozen=True)
class Restored:
    """A record put back: what was there before (None: nothing) and the acts it no longer has."""

    where: str
    safety: Path | None
    lost: tuple[history.Entry, ...]
    rows: int
    head: str


def would_lose(
    target: str, path: Path | str, who: str, *, share: bool = False
) -> tuple[history.Entry, ...]:
    """The acts that a restore would take from the record, newest first; nothing is changed."""
    backup_file = verified(path).path
    if "://" not in target and not place(target).exists():
        return ()
    with contextlib.closing(open_database(target, who=who, seed=False, share=share)) as database:
        return _lost(database, backup_file)


def restore(target: str, path: Path | str, who: str, *, share: bool = False) -> Restored:
    """Put a backup back as the record. What was there is first copied beside it.

    Programs that have the record open see the restored one; none is cut off. Raises Invalid and
    Refused for a backup that is not whole or a record that belongs to another program.
    """
    found = verified(path)
    if found.altered:
        raise Damaged(
            f"The history in {found.path} was edited at change {found.altered[0]}, so it was not "
            "put back. Choose another backup."
        )
    if "://" in target:
        return _into_server(target, found, who)
    file = place(target)
    if not share:
        mounts.refuse_share(file)
    lost, safety = _put_aside(file, found.path, who)
    with told(file), _for(file, found.path) as copy, sqlite.looking(copy) as source:
        engine = sqlite.engine(file, keys.key_of(file) or keys.key_of(copy))
        with contextlib.closing(engine.raw_connection()) as connection:
            source.backup(connection.dbapi_connection)
        engine.dispose()
    with contextlib.closing(open_database(str(file), who=who, seed=False, share=True)) as database:
        return _restored(database, found, lost, safety)


@contextlib.contextmanager
def _for(file: Path, copy: Path) -> Iterator[Path]:
    """A copy as the file can take it in: an encrypted record stays so, whatever the copy is."""
    mine = keys.key_of(file)
    if mine is None or keys.key_of(copy):
        yield copy
        return
    with beside(file) as encrypted:
        recoded(copy, encrypted, mine)
        yield encrypted


def _must_stay_secret(file: Path, copy: Path) -> None:
    if keys.key_of(copy) and not keys.key_of(file):
        raise Refused(
            f"{copy} is encrypted and {file} is not, so nothing was put back. "
            "Encrypt the record first, with: crm encrypt"
        )


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
    _must_stay_secret(file, backup_file)
    with contextlib.closing(open_database(str(file), who=who, seed=False, share=True)) as database:
        lost = _lost(database, backup_file)
        with beside(aside) as copy, told(aside):
            pour(database, copy)  # as it is: a faulty record is worth keeping too
            settle(copy, aside)
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
        with sqlite.looking(path) as source:
            into(source, copy, keys.key_of(path))
        with contextlib.closing(open_database(str(copy), who=who, seed=False)) as database:
            yield database


def _restored(
    database: Database, found: Backup, lost: tuple[history.Entry, ...], safety: Path | None
) -> Restored:
    with database.engine.connect() as connection:
        head = history.head(connection.exec_driver_sql)
    if found.head and head != found.head:
        raise Refused(
            f"{database.where} is not what the backup holds: somebody wrote to it meanwhile. "
            "Look at it with crm history, and restore again if it is not what you want."
        )
    about: dict[str, Any] = {"source_file": str(safety) if safety else None}
    with database.writing(f"Restore {found.path.name}", kind=Kind.restore, **about):
        pass  # the act itself is what is told
    return Restored(database.where, safety, lost, found.rows, head)


def _lost(database: Database, backup_file: Path) -> tuple[history.Entry, ...]:
    with sqlite.looking(backup_file) as connection:
        found = connection.execute("SELECT id, at FROM change_set").fetchall()
    kept = {(number, datetime.fromisoformat(at)) for number, at in found}
    with database.reading() as session:
        entries = history.entries(session)
    return tuple(e for e in entries if (e.id, e.at) not in kept and e.kind is not Kind.restore)


def _aside(file: Path, beside: Path) -> Path:
    """A name nobody has yet for the record as it was before."""
    stem = f"{file.stem}.before-restore-{datetime.now():%Y%m%d-%H%M%S}"
    names = (f"{stem}{number}{beside.suffix}" for number in ("", *(f"-{n}" for n in range(2, 99))))
    return next(path for name in names if not (path := beside.with_name(name)).exists())
