"""SQLite as a promise: what a file must be before it is opened, and how its connections are set.

Sources of the settings: research on reliability, findings 7 to 13 (WAL-reset fault of SQLite up to
3.51.2; FULL in WAL and EXTRA in DELETE mode are the weakest levels that lose no acknowledged save).
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from . import keys
from .errors import Damaged, Invalid, Refused
from .keys import Key
from .libraries import cipher, driver, has_safe_json, has_wal_fix

APPLICATION_ID = 0x49524352  # "IRCR": says in the file's header whose it is
BUSY_SECONDS = 5.0
PATIENT, HURRIED = 5000, 200  # milliseconds


def driver_of(key: Key | None) -> ModuleType:
    """The library that reads a file with this key; None: one that is not encrypted."""
    return cipher() if key else driver()


def errors() -> tuple[type[Exception], ...]:
    """What is raised where a file cannot be written: by the system, or by a library in use."""
    ciphers = (cipher().Error,) if keys.ring.keys else ()
    return (OSError, driver().Error, *ciphers)


def connected(path: Path, key: Key | None) -> Any:
    """A connection as the library makes it, for copies that nobody else has open."""
    connection = driver_of(key).connect(path, isolation_level=None)
    if key:
        key.unlock(connection)
    return connection


def prepare(path: Path, *, create: bool) -> bool:
    """Look at a file before it is opened for writing; True if it is still to be filled.

    Raises Refused for what is not ours, newer or damaged; Invalid for a folder or a missing file.
    """
    with _within_reach(path):
        return _seen(path, create)


def holds_record(path: Path) -> bool:
    """Whether a record stands there already. Raises as `prepare` does for what is no place for one."""
    with _within_reach(path):
        return path.exists() and not _seen(path, create=False)


@contextlib.contextmanager
def _within_reach(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(f"I cannot open {path}: {error.strerror}. Choose another place.") from error


def _seen(path: Path, create: bool) -> bool:
    if path.is_dir():
        raise Invalid(f"{path} is a folder. Give the name of a file in it, such as {path}/desk.db")
    if not path.exists():
        if not create:
            raise Invalid(f"There is no record at {path}. Make one with: crm init")
        _make(path)
        return True
    if not stat.S_ISREG(path.stat().st_mode):
        raise Invalid(f"{path} is not a file. Choose another one with --db.")
    return path.stat().st_size == 0 or _is_empty(path)


def _make(path: Path) -> None:
    """An empty file nobody else can read; SQLite gives its companions the same mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        path.chmod(0o600)
    except OSError as error:
        if path.exists():  # somebody else made it in this moment
            return
        raise Refused(f"I cannot make {path}: {error.strerror}. Choose another place.") from error


def _is_empty(path: Path) -> bool:
    from .schema import VERSION

    with looking(path) as connection:
        mine = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        strange = _strangers(connection, version) if mine == APPLICATION_ID else []
    if mine != APPLICATION_ID:
        if tables or version or mine:
            raise Refused(
                f"{path} belongs to another program. Nothing was changed; "
                "choose another file with --db."
            )
        return True
    if version > VERSION:
        raise Refused(
            f"{path} was made by a newer version of this program (format {version}, "
            f"this one knows {VERSION}). Nothing was changed; update the program."
        )
    if strange:
        raise Refused(
            f"{path} holds {', '.join(strange)}, which this program did not make. "
            "Nothing was changed; restore a backup you trust."
        )
    return False


def _strangers(connection: Any, version: int) -> list[str]:
    """Triggers and views that could act on our writes and are not ours, to the letter."""
    from .schema import VERSION
    from .triggers import statements

    ours = set(statements("sqlite"))
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"
    )
    return [
        f"the {kind} {name}"
        for kind, name, sql in found
        if sql not in ours and (version == VERSION or not name.startswith("crm_"))
    ]


@contextlib.contextmanager
def looking(path: Path) -> Iterator[Any]:
    """A read-only connection that changes nothing, for a file not yet trusted."""
    key = keys.key_of(path)
    library = driver_of(key)
    uri = f"{path.resolve().as_uri()}?mode=ro"
    _roll_back(path, key)
    try:
        connection = library.connect(uri, uri=True, timeout=BUSY_SECONDS)
        try:
            if key:
                key.unlock(connection)
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection
        finally:
            connection.close()
    except (library.DatabaseError, UnicodeDecodeError) as error:
        if "locked" in str(error):
            raise Refused(f"Another program holds {path}. Try again in a moment.") from error
        if "unable to open" in str(error):
            raise Refused(f"I cannot open {path}. Check that you may read it.") from error
        raise Damaged(
            f"{path} is not a record of this program, or it is damaged. Nothing was changed; "
            "choose another file with --db or restore a backup with: crm restore FILE"
        ) from error


def _roll_back(path: Path, key: Key | None) -> None:
    """Let SQLite take back a save that a crash broke off; one that may only read cannot."""
    if not path.with_name(f"{path.name}-journal").exists():
        return
    library = driver_of(key)
    with contextlib.suppress(library.DatabaseError):  # what is wrong is said by whoever looks
        connection = library.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)
        try:
            if key:
                key.unlock(connection)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()


def engine(path: Path, key: Key | None = None) -> sa.Engine:
    """The engine of a file; every connection is set before it is used. `key` is of an empty file
    that is to be encrypted; any other file's own is found. Raises Refused where none opens it."""
    key = keys.ring.add(key) if key else keys.key_of(path)
    made = sa.create_engine(
        f"sqlite:///{path}",
        module=driver_of(key),
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    sa.event.listen(made, "begin", _begin)
    seen = path.stat()
    made.update_execution_options(inode=(seen.st_dev, seen.st_ino), key=key)
    sa.event.listen(made, "connect", lambda connection, _: _settle(made, connection))
    sa.event.listen(made, "close", lambda connection, _: keys.ring.held.pop(id(connection), None))
    return made


def _settle(made: sa.Engine, connection: Any) -> None:
    about: Any = made.get_execution_options()
    library = driver_of(about["key"])
    keys.ring.held[id(connection)] = about["inode"], about["key"]
    if about["key"]:
        about["key"].unlock(connection)
    connection.isolation_level = None  # transactions are begun by _begin, never by the driver
    run = connection.execute
    if has_wal_fix(library.sqlite_version_info):
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
    else:
        run("PRAGMA journal_mode = DELETE")
        run("PRAGMA synchronous = EXTRA")
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA recursive_triggers = ON")  # so that REPLACE cannot slip past the history
    if has_safe_json(library):
        run("PRAGMA trusted_schema = OFF")
    run("PRAGMA cell_size_check = ON")
    run("PRAGMA temp_store = MEMORY")
    run("PRAGMA wal_autocheckpoint = 8192")  # pages, 32 MB; sooner in a quiet moment, see `rest`
    run(
        "PRAGMA cache_size = -32768"
    )  # KiB at most: with the 2,000 of old a long import reads all again


def _begin(connection: sa.Connection) -> None:
    how = connection.get_execution_options()
    if not how.get("immediate", False):
        connection.exec_driver_sql("BEGIN")
    elif not how.get("hurried", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        _begin_at_once(connection)


def _begin_at_once(connection: sa.Connection) -> None:
    """Only the beginning is hurried: without WAL the end waits for those who read."""
    try:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {HURRIED}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENT}")


def still_there(path: Path, made: sa.Engine) -> None:
    """Refuse to write into a file that was moved or replaced: SQLite would say OK and lose it."""
    try:
        now = path.stat()
    except FileNotFoundError:
        now = None
    if now is None or (now.st_dev, now.st_ino) != made.get_execution_options()["inode"]:
        raise Refused(
            f"{path} was moved or replaced while it was open, so nothing was saved. "
            "Put it back, or start the program again."
        )
