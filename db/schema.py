"""Bring a record to the schema this program knows: made, migrated and marked in one transaction."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from . import kept, search, triggers
from .errors import Refused
from .history import chain
from .models import metadata
from .models.keeping import Setting
from .sqlite import APPLICATION_ID

VERSION = 10  # user_version of the file; raised with every migration
HEAD = "0010"
FOLDED = 2  # the version that last changed how names are folded
MIGRATIONS = Path(__file__).parent / "migrations"


SEED = "seed"  # the setting that says a record was made to be seeded and is not yet
_S = Setting.__table__  # type: ignore[attr-defined]


def bring_up(engine: sa.Engine, fresh: bool, *, seed: bool) -> bool:
    """Make or migrate the schema; True if it was made just now by this call.

    With `seed` a record made now says that it waits for its seed, until `claim_seed`.
    """
    if not fresh and _version(engine) == VERSION:
        return False
    if engine.dialect.name == "sqlite":
        return _migrate_file(engine, seed)
    return _migrate_server(engine, seed)


def waits_for_seed(engine: sa.Engine) -> bool:
    """Whether the record was made to be seeded, and the program ended before it was."""
    with engine.connect() as connection:
        return (
            connection.execute(sa.select(_S.c.value).where(_S.c.name == SEED)).scalar() is not None
        )


def claim_seed(session: Session) -> bool:
    """True for the one who is to plant the seed, in the transaction that plants it."""
    claimed: Any = session.execute(sa.delete(_S).where(_S.c.name == SEED))
    return bool(claimed.rowcount)


def _version(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        head = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if head is not None and head > HEAD:
        raise Refused(
            f"This database was made by a newer version of this program (format {head}, this one "
            f"knows {HEAD}). Nothing was changed; update the program."
        )
    return VERSION if head == HEAD else 0


def _migrate_file(engine: sa.Engine, seed: bool) -> bool:
    """Foreign keys are off before BEGIN and checked before COMMIT: a batch change of a parent
    table would otherwise empty its children (research on reliability, finding 10)."""
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            connection = connection.execution_options(immediate=True)
            with connection.begin():
                before = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                if before == VERSION:
                    return False
                if before:
                    kept.before_migration(Path(str(engine.url.database)), before)
                rows = _counts(connection)
                _run(connection, before)
                _none_lost(connection, rows)
                if before == 0 and seed:
                    connection.execute(sa.insert(_S).values(name=SEED, value="waits"))
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"migration would break {len(broken)} links")
        finally:
            if not connection.invalidated:  # one that was broken off is closed already
                raw.execute("PRAGMA foreign_keys = ON")
    return bool(before == 0)


def _migrate_server(engine: sa.Engine, seed: bool) -> bool:
    with engine.begin() as connection:
        # One migrator at a time; the number is this program's own.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
        tables = sa.inspect(connection).get_table_names()
        made = "change_set" not in tables
        if made and tables:
            raise Refused(
                "This database belongs to another program. Nothing was changed; "
                "give the address of an empty one with --db."
            )
        rows = _counts(connection)
        _run(connection, 0 if made else _of_server(connection))
        _none_lost(connection, rows)
        if made and seed:
            connection.execute(sa.insert(_S).values(name=SEED, value="waits"))
    return made


def _of_server(connection: sa.Connection) -> int:
    return int(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def _counts(connection: sa.Connection) -> dict[str, int]:
    """How many rows each table of ours has."""
    there = set(sa.inspect(connection).get_table_names())
    ours = [table for table in metadata.sorted_tables if table.name in there]
    count = sa.func.count()
    return {
        table.name: connection.execute(sa.select(count).select_from(table)).scalar_one()
        for table in ours
    }


def _none_lost(connection: sa.Connection, before: dict[str, int]) -> None:
    """A migration changes tables; rows it neither takes nor adds where there were some."""
    now = _counts(connection)
    wrong = [name for name, number in before.items() if name != "seal" and now.get(name) != number]
    if wrong:
        raise RuntimeError(f"migration would change the number of rows of {', '.join(wrong)}")


def _run(connection: sa.Connection, before: int) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    triggers.remove(connection)
    command.upgrade(config, "head")
    if before < FOLDED:
        search.refold(connection)
        search.rebuild(connection)
    chain.catch_up(connection)
    triggers.install(connection)
