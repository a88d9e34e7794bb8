"""The schema: what Alembic makes is what the models say, on both databases, whole or not at all."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from db import schema, sqlite, triggers
from db.commands.records import RULES
from db.engine import Database, open_database
from db.errors import Refused
from db.models import RECORDS, columns, metadata
from db.models.types import Choice
from tests.conftest import Server

CONSTRAINTS = sa.text(
    "SELECT conrelid::regclass::text AS t, conname, pg_get_constraintdef(oid) AS d "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2, 3"
)
COLUMNS = sa.text(
    "SELECT table_name, column_name, data_type, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
)
INDEXES = sa.text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
)


# The indexes of search and of long lists are no part of the metadata.
BESIDE = ("sqlite_", "search_", "list_")


def _plain(sql: str) -> list[str]:
    """A table's parts in an order of their own: migrations and metadata list them differently."""
    inner = re.sub(r"\s+", " ", sql).replace('"', "")
    head, _, rest = inner.partition("(")
    body, _, tail = rest.rpartition(")")
    parts, depth, part = [], 0, ""
    for letter in body:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            parts, part = [*parts, part.strip()], ""
        else:
            part += letter
    return [head.strip(), *sorted([*parts, part.strip()]), tail.strip()]


def _of_file(connection: sa.Connection) -> dict[tuple[str, str], list[str]]:
    found = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE sql <> ''")
    return {
        (kind, name): _plain(sql)
        for kind, name, sql in found
        if kind != "trigger" and name != "alembic_version" and not name.startswith(BESIDE)
    }


def _of_server(connection: sa.Connection) -> list[tuple[Any, ...]]:
    found = [
        tuple(row) for ask in (CONSTRAINTS, COLUMNS, INDEXES) for row in connection.execute(ask)
    ]
    return [
        row
        for row in found
        if "alembic_version" not in str(row) and not str(row[0]).startswith(BESIDE)
    ]


def test_migrations_make_the_file_that_the_models_describe(empty: Database, tmp_path: Path) -> None:
    other = sqlite.engine(_touched(tmp_path / "other.db"))
    metadata.create_all(other)
    with empty.engine.connect() as ours, other.connect() as theirs:
        made, described = _of_file(ours), _of_file(theirs)
    other.dispose()
    assert made == described
    tables = {name: parts[-1] for (kind, name), parts in made.items() if kind == "table"}
    assert len(tables) == len(metadata.tables)
    assert {name for name, tail in tables.items() if "STRICT" not in tail} == set()


def _touched(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_migrations_make_the_server_schema_that_the_models_describe(
    server: Server, empty_database: Database
) -> None:
    address = server.bare()
    other = sa.create_engine(address)
    metadata.create_all(other)
    with empty_database.engine.connect() as ours, other.connect() as theirs:
        assert _of_server(ours) == _of_server(theirs)
    other.dispose()
    server.drop(address)


def test_autogenerate_finds_no_difference(empty_database: Database) -> None:
    with empty_database.engine.connect() as connection:
        opts = {"compare_server_default": True, "include_name": _of_the_metadata}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def _of_the_metadata(name: str | None, kind: str, _: Any) -> bool:
    return kind not in ("table", "index") or not (name or "").startswith(BESIDE)


def test_no_index_only_repeats_how_another_begins(empty: Database) -> None:
    """The canary: one of a country beside that of countries and numbers does."""
    assert _repeated(empty) == set()
    with empty.engine.connect() as connection:
        connection.exec_driver_sql("CREATE INDEX of_country ON contact (country)")
        connection.commit()
    assert _repeated(empty) == {"of_country"}


def _repeated(database: Database) -> set[str]:
    found = set()
    with database.engine.connect() as connection:
        ask = connection.exec_driver_sql
        for table in metadata.tables:
            told = ask(f"PRAGMA index_list('{table}')").all()
            keys = {
                name: [part[2] for part in ask(f"PRAGMA index_info('{name}')")]
                for _, name, _, _, partial in told
                if not partial
            }
            for _, name, unique, _, _ in told:
                key = keys.get(name, [None])
                longer = [k for k in keys.values() if len(k) > len(key) and k[: len(key)] == key]
                if longer and not unique and None not in key:
                    found.add(name)
    return found


def test_every_enumeration_is_held_by_the_database(seeded: Database) -> None:
    with seeded.engine.connect() as connection:
        ask = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        made = dict(map(tuple, connection.exec_driver_sql(ask)))
    held = 0
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Choice):
                words = ", ".join(f"'{word.value}'" for word in column.type.words)
                rule = f"CONSTRAINT ck_{table.name}_{column.name}_word CHECK ({column.name} IN ({words}))"
                assert rule in made[table.name]
                held += 1
    assert held > 20


def test_every_other_check_has_its_sentence() -> None:
    for model in RECORDS:
        table = columns(model)
        for check in table.constraints:
            if isinstance(check, sa.CheckConstraint):
                name = str(check.name).removeprefix(f"ck_{table.name}_")
                assert name.endswith("_word") or name in RULES, check.name


def test_a_word_outside_an_enumeration_is_refused(database: Database) -> None:
    with (
        pytest.raises(sa.exc.IntegrityError),
        database.writing("Break") as session,
    ):
        session.execute(sa.text("UPDATE organisation SET kind = 'castle'"))


def test_a_file_says_whose_it_is_and_which_version(empty: Database) -> None:
    with empty.engine.connect() as connection:
        ask = connection.exec_driver_sql
        assert ask("PRAGMA application_id").scalar_one() == sqlite.APPLICATION_ID
        assert ask("PRAGMA user_version").scalar_one() == schema.VERSION
        assert ask("SELECT version_num FROM alembic_version").scalar_one() == schema.HEAD


def test_every_table_of_the_record_has_its_triggers(empty_database: Database) -> None:
    with empty_database.engine.connect() as connection:
        if empty_database.path:
            ask = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        else:
            ask = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        there = [tuple(row) for row in connection.exec_driver_sql(ask)]
        made = triggers.statements(connection.dialect.name)
    wanted = [statement for statement in made if statement.startswith("CREATE TRIGGER")]
    assert len(there) == len(wanted)
    assert {table for _, table in there} >= {columns(model).name for model in RECORDS}


class _Fuse:
    """Stops the n-th statement of an engine, as a kill would."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, *_: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


def _statements(monkeypatch: pytest.MonkeyPatch, target: str, after: int) -> _Fuse:
    """Open a record while a fuse burns; returns it."""
    fuse, make = _Fuse(after), sa.create_engine

    def fused(*args: Any, **options: Any) -> sa.Engine:
        made = make(*args, **options)
        sa.event.listen(made, "before_cursor_execute", fuse)
        return made

    with monkeypatch.context() as patch:
        patch.setattr(sa, "create_engine", fused)
        try:
            open_database(target, who="Tester").close()
        except KeyboardInterrupt:
            return fuse
    return fuse


EVERY = 59  # of about 600 statements: prime, so that no kind of statement is passed over


def test_a_record_killed_while_it_is_made_opens_whole_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = 0
    while True:
        path = tmp_path / f"{after}" / "desk.db"
        fuse = _statements(monkeypatch, str(path), after)
        if fuse.left >= 0:
            break
        again = open_database(str(path), who="Tester")
        with again.engine.connect() as connection:
            ask = connection.exec_driver_sql
            assert ask("PRAGMA user_version").scalar_one() == schema.VERSION
            assert ask("SELECT count(*) FROM meeting").scalar_one() == 3, after
            assert ask("SELECT count(*) FROM change_set").scalar_one() == 1
            assert ask("PRAGMA integrity_check").scalar_one() == "ok"
        again.close()
        after += EVERY
    assert after > 5 * EVERY


def test_a_server_record_killed_while_it_is_made_opens_whole_the_next_time(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for after in (40, 150, 300):
        address = server.bare()
        assert _statements(monkeypatch, address, after).left < 0
        again = open_database(address, who="Tester")
        with again.engine.connect() as connection:
            ask = connection.exec_driver_sql
            assert ask("SELECT count(*) FROM meeting").scalar_one() == 3, after
            assert ask("SELECT count(*) FROM change_set").scalar_one() == 1
        again.close()
        server.drop(address)


def test_a_server_record_of_a_newer_version_is_refused(server: Server) -> None:
    address = server.new(seed=False)
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(Refused, match="newer version"):
        open_database(address, who="Tester")
    server.drop(address)


def test_a_server_database_of_another_program_is_refused(server: Server) -> None:
    address = server.bare()
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE organisation (id int)")
    engine.dispose()
    with pytest.raises(Refused, match="belongs to another program"):
        open_database(address, who="Tester")
    server.drop(address)
