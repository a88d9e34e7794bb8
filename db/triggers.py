"""The triggers that write the history, on either database; no write of a row slips past them.

They are generated from the tables, put in after every migration and taken out before one.
"""

import sqlalchemy as sa

from . import search
from .models import RECORDS, columns
from .models.base import KEPT, Record

_OPEN = "(SELECT id FROM change_set WHERE is_open = 1)"
_OUTSIDE = "crm: a write outside a change set"


def logged(model: type[Record]) -> list[str]:
    """The columns of a table that the history keeps."""
    return [column.name for column in columns(model).columns if column.name not in KEPT]


def install(connection: sa.Connection) -> None:
    """Put in all triggers; the caller's transaction decides."""
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def remove(connection: sa.Connection) -> None:
    """Take out all triggers of ours."""
    if connection.dialect.name == "sqlite":
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' "
            "AND name LIKE 'crm\\_%' ESCAPE '\\'"
        )
        for (name,) in connection.exec_driver_sql(names).fetchall():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    else:
        for function in (
            "history",
            "touch",
            "handles",
            "log_only_grows",
            "sealed",
            "never_emptied",
        ):
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS crm_{function}() CASCADE")


_GUARDS = {"change": "log", "change_set": "sets"}  # of what an erasure empties


def open_log(connection: sa.Connection) -> None:
    """Let the log be changed until `close_log`, in the same transaction: an erasure empties it."""
    for table, name in _GUARDS.items():
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER crm_{name}_no_update")
        else:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER crm_{name}")


def close_log(connection: sa.Connection) -> None:
    for table, name in _GUARDS.items():
        if connection.dialect.name == "sqlite":
            made = f"CREATE TRIGGER crm_{name}_no_update "
            connection.exec_driver_sql(next(s for s in _SQLITE_LOG if s.startswith(made)))
        else:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER crm_{name}")


def statements(dialect: str) -> list[str]:
    """The DDL of every trigger, in the order in which it can be run."""
    if dialect == "sqlite":
        kept = [made for table in search.indexed() for made in search.triggers(table)]
        return [made for model in RECORDS for made in _sqlite(model)] + kept + _SQLITE_LOG
    return _POSTGRESQL_LOG + [made for model in RECORDS for made in _postgresql(model)]


def _sqlite(model: type[Record]) -> list[str]:
    table, names = columns(model).name, logged(model)
    made = [
        _sqlite_insert(table, names),
        _sqlite_update(table, names),
        _sqlite_delete(table, names),
    ]
    if "handles" in columns(model).columns:
        made += _sqlite_handles(table)
    return made


def _sqlite_image(row: str, names: list[str]) -> str:
    # What is null is left out. Measured: a third faster than json_patch over json_object.
    pairs = " UNION ALL ".join(f"SELECT '{name}' AS k, {row}.\"{name}\" AS v" for name in names)
    return f"(SELECT json_group_object(k, v) FROM ({pairs}) WHERE v IS NOT NULL)"


def _sqlite_log(table: str, row: str, op: str, before: str, after: str) -> str:
    return (
        "INSERT INTO change (change_set_id, table_name, row_id, op, before, after) "
        f"VALUES ({_OPEN}, '{table}', {row}.id, '{op}', {before}, {after});"
    )


_GUARD = f"SELECT RAISE(ABORT, '{_OUTSIDE}') WHERE {_OPEN} IS NULL;"


def _sqlite_insert(table: str, names: list[str]) -> str:
    log = _sqlite_log(table, "NEW", "insert", "NULL", _sqlite_image("NEW", names))
    return f'CREATE TRIGGER crm_insert_{table} AFTER INSERT ON "{table}" BEGIN {_GUARD} {log} END'


def _sqlite_delete(table: str, names: list[str]) -> str:
    log = _sqlite_log(table, "OLD", "delete", _sqlite_image("OLD", names), "NULL")
    return f'CREATE TRIGGER crm_delete_{table} AFTER DELETE ON "{table}" BEGIN {_GUARD} {log} END'


def _sqlite_update(table: str, names: list[str]) -> str:
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in names)
    differing = " UNION ALL ".join(
        f'SELECT \'{name}\' AS k, OLD."{name}" AS o, NEW."{name}" AS n '
        f'WHERE OLD."{name}" IS NOT NEW."{name}"'
        for name in names
    )
    images = (f"(SELECT json_group_object(k, {side}) FROM ({differing}))" for side in "on")
    log = _sqlite_log(table, "NEW", "update", *images)
    touch = (
        f'UPDATE "{table}" SET version = OLD.version + 1, '
        f"updated_at = (SELECT at FROM change_set WHERE is_open = 1), "
        f"updated_by = (SELECT by FROM change_set WHERE is_open = 1) WHERE id = NEW.id;"
    )
    return (
        f'CREATE TRIGGER crm_update_{table} AFTER UPDATE ON "{table}" WHEN {changed} '
        f"BEGIN {_GUARD} {log} {touch} END"
    )


def _sqlite_handles(table: str) -> list[str]:
    put = (
        f"INSERT OR IGNORE INTO handle (key, table_name, row_id) "
        f"SELECT value, '{table}', NEW.id FROM json_each(NEW.handles);"
    )
    drop = f"DELETE FROM handle WHERE table_name = '{table}' AND row_id = OLD.id;"
    return [
        f'CREATE TRIGGER crm_handles_insert_{table} AFTER INSERT ON "{table}" BEGIN {put} END',
        f'CREATE TRIGGER crm_handles_update_{table} AFTER UPDATE OF handles ON "{table}" '
        f"WHEN OLD.handles IS NOT NEW.handles BEGIN {drop} {put} END",
        f'CREATE TRIGGER crm_handles_delete_{table} AFTER DELETE ON "{table}" BEGIN {drop} END',
    ]


_GROWS = "crm: the history only grows"
LOG = ("change", "change_set", "seal", "erased")


def _sqlite_grows(table: str, name: str, key: str, only: str = "") -> list[str]:
    """A table whose rows are only added: never changed, taken away or replaced."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_GROWS}'); END"
    there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    return [
        f"CREATE TRIGGER crm_{name}_no_update BEFORE UPDATE ON {table} {only}{refuse}",
        f"CREATE TRIGGER crm_{name}_no_delete BEFORE DELETE ON {table} {only}{refuse}",
        f"CREATE TRIGGER crm_{name}_no_replace BEFORE INSERT ON {table} {there} {refuse}",
    ]


_SQLITE_LOG = [
    *_sqlite_grows("change", "log", "id"),
    *_sqlite_grows("change_set", "sets", "id", "WHEN OLD.is_open = 0 "),
    *_sqlite_grows("seal", "seals", "place"),
    *_sqlite_grows("erased", "erased", "id"),
]

_KEPT = "ARRAY[" + ", ".join(f"'{name}'" for name in sorted(KEPT)) + "]::text[]"


_HERE = "DECLARE here bigint := nullif(current_setting('crm.change_set', true), '')::bigint;"


def _function(name: str, body: str, declare: str = "") -> str:
    return (
        f"CREATE FUNCTION crm_{name}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"{declare}\nBEGIN\n{body}\nEND $$"
    )


_POSTGRESQL_LOG = [
    _function(
        "history",
        f"""
        IF here IS NULL THEN RAISE EXCEPTION '{_OUTSIDE}'; END IF;
        IF TG_OP <> 'INSERT' THEN o := to_jsonb(OLD) - {_KEPT}; END IF;
        IF TG_OP <> 'DELETE' THEN n := to_jsonb(NEW) - {_KEPT}; END IF;
        IF TG_OP = 'UPDATE' THEN
          SELECT jsonb_object_agg(w.key, w.value), jsonb_object_agg(w.key, n -> w.key)
            INTO was, now FROM jsonb_each(o) AS w WHERE n -> w.key IS DISTINCT FROM w.value;
          IF was IS NULL THEN RETURN NULL; END IF;
        ELSE was := jsonb_strip_nulls(o); now := jsonb_strip_nulls(n); END IF;
        INSERT INTO change (change_set_id, table_name, row_id, op, before, after) VALUES
          (here, TG_TABLE_NAME, COALESCE((n ->> 'id')::bigint, (o ->> 'id')::bigint),
           lower(TG_OP), was::text, now::text);
        RETURN NULL;""",
        f"{_HERE} o jsonb; n jsonb; was jsonb; now jsonb;",
    ),
    _function(
        "touch",
        f"""
        IF to_jsonb(NEW) - {_KEPT} IS DISTINCT FROM to_jsonb(OLD) - {_KEPT} THEN
          IF here IS NULL THEN RAISE EXCEPTION '{_OUTSIDE}'; END IF;
          NEW.version := OLD.version + 1;
          SELECT s.at, s.by INTO NEW.updated_at, NEW.updated_by FROM change_set s
            WHERE s.id = here;
        END IF;
        RETURN NEW;""",
        _HERE,
    ),
    _function(
        "handles",
        """
        IF TG_OP <> 'INSERT' THEN
          DELETE FROM handle WHERE table_name = TG_TABLE_NAME AND row_id = OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
          INSERT INTO handle (key, table_name, row_id)
            SELECT DISTINCT v, TG_TABLE_NAME, NEW.id
            FROM jsonb_array_elements_text(NEW.handles::jsonb) AS v;
        END IF;
        RETURN NULL;""",
    ),
    _function("log_only_grows", f"RAISE EXCEPTION '{_GROWS}';"),
    _function(
        "sealed",
        f"IF OLD.is_open = 0 THEN RAISE EXCEPTION '{_GROWS}'; END IF; RETURN COALESCE(NEW, OLD);",
    ),
    # TRUNCATE fires no trigger of a row, so it would slip past the history.
    _function("never_emptied", "RAISE EXCEPTION 'crm: a table is never emptied at once';"),
    *(
        f'CREATE TRIGGER crm_whole BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION crm_never_emptied()"
        for table in (*LOG, *(columns(model).name for model in RECORDS))
    ),
    *(
        f"CREATE TRIGGER crm_log BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION crm_log_only_grows()"
        for table in ("change", "seal", "erased")
    ),
    "CREATE TRIGGER crm_sets BEFORE UPDATE OR DELETE ON change_set "
    "FOR EACH ROW EXECUTE FUNCTION crm_sealed()",
]


def _postgresql(model: type[Record]) -> list[str]:
    table = columns(model).name
    made = [
        f'CREATE TRIGGER crm_history AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION crm_history()",
        f'CREATE TRIGGER crm_touch BEFORE UPDATE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION crm_touch()",
    ]
    if "handles" in columns(model).columns:
        made.append(
            f'CREATE TRIGGER crm_handles AFTER INSERT OR DELETE OR UPDATE OF handles ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION crm_handles()"
        )
    return made
