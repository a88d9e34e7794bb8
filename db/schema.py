"""Bring a record to the schema this program knows: made, migrated and marked in one transaction."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from . import history
from .sqlite import APPLICATION_ID

VERSION = 1  # user_version of the file; raised with every migration
HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up(engine: sa.Engine, fresh: bool) -> bool:
    """Make or migrate the schema; True if it was made just now by this call."""
    if not fresh and _version(engine) == VERSION:
        return False
    if engine.dialect.name == "sqlite":
        return _migrate_file(engine)
    return _migrate_server(engine)


def _version(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        head = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return VERSION if head == HEAD else 0


def _migrate_file(engine: sa.Engine) -> bool:
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
                _run(connection)
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"migration would break {len(broken)} links")
        finally:
            raw.execute("PRAGMA foreign_keys = ON")
    return bool(before == 0)


def _migrate_server(engine: sa.Engine) -> bool:
    with engine.begin() as connection:
        # One migrator at a time; the number is this program's own.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
        made = not sa.inspect(connection).has_table("change_set")
        _run(connection)
    return made


def _run(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    history.remove(connection)
    command.upgrade(config, "head")
    history.install(connection)
