"""The libraries of SQLite that this process may use, and what each of them can do."""

import sqlite3
from functools import cache
from types import ModuleType

from .errors import Refused


def driver() -> ModuleType:
    """The SQLite library of this process: the wheel with the fix where there is one."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    else:
        return pysqlite3  # type: ignore[no-any-return]


def cipher() -> ModuleType:
    """SQLite that encrypts. Raises Refused where it is not installed."""
    try:
        import sqlcipher3
    except ImportError as error:
        raise Refused(
            "What encrypts a record is not installed, so nothing was done. "
            "Install it with: pip install '.[encrypted]'"
        ) from error
    return sqlcipher3  # type: ignore[no-any-return]


def has_wal_fix(version: tuple[int, ...]) -> bool:
    """Whether two writers in WAL mode are safe (fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    return version >= (3, 51, 3) or (version[:2] == (3, 50) and version[2] >= 7) or (
        version[:2] == (3, 44) and version[2] >= 6
    )  # fmt: skip


@cache
def has_safe_json(library: ModuleType) -> bool:
    """Whether the library lets a trigger of an untrusted schema write JSON, as the history does.

    3.40.1 (Debian 12) does not. There the schema is trusted: it was compared with ours, and a
    schema can only reach functions that are built in.
    """
    connection = library.connect(":memory:")
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("CREATE TABLE told (word TEXT)")
        connection.execute(
            "CREATE TRIGGER tell AFTER INSERT ON told BEGIN SELECT json_object('word', NEW.word); END"
        )
        connection.execute("INSERT INTO told VALUES ('x')")
    except library.OperationalError:
        return False
    else:
        return True
    finally:
        connection.close()
