"""The history as a chain: whatever is edited, cut out, moved or put in is found, triggers or none."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from db import history, schema, triggers
from db.backup import backup
from db.checking import Fault, check
from db.commands import organisations
from db.engine import Database, open_database
from db.history import chain
from db.migrations.versions.m0010_indexes import REPEATED
from db.models import metadata

from .dump import dump
from .test_checking import tampered

CITIES = ("Luoyang", "Baku", "Ganja", "Sumqayıt")


@pytest.fixture
def edited(empty_database: Database) -> Database:
    """A record with five acts."""
    with empty_database.writing("Add") as session:
        organisations.add(session, name="Acme")
    for city in CITIES:
        with empty_database.writing(f"To {city}") as session:
            organisations.amend(session, 1, {"city": city})
    return empty_database


def head(database: Database) -> str:
    with database.engine.connect() as connection:
        return history.head(history.asking(connection))


def links(database: Database) -> list[chain.Link]:
    with database.engine.connect() as connection:
        return list(history.links(history.asking(connection)))


def test_every_act_moves_the_head_and_is_linked_to_the_one_before(edited: Database) -> None:
    assert [(link.set_id, link.place, link.holds) for link in links(edited)] == [
        (n, n, True) for n in range(1, 6)
    ]
    assert len({link.digest for link in links(edited)}) == 5
    before = head(edited)
    edited.undo()
    assert head(edited) != before == links(edited)[-2].digest
    assert check(edited) == []


def test_what_was_rolled_back_leaves_the_head(edited: Database) -> None:
    before = head(edited)
    with edited.writing("Try", keep=False) as session:
        organisations.amend(session, 1, {"city": "Quba"})
    with edited.writing("Nothing"):
        pass
    assert head(edited) == before


EDITS = {
    "a value": "UPDATE change SET after = '{\"city\": \"Baki\"}' WHERE id = 3",
    "what was there before": "UPDATE change SET before = '{\"city\": \"X\"}' WHERE id = 2",
    "whose change it is": "UPDATE change SET row_id = 2 WHERE id = 3",
    "the one who acted": "UPDATE change_set SET by = 'Somebody else' WHERE id = 3",
    "the time": "UPDATE change_set SET at = '2020-01-01T00:00:00.000000+00:00' WHERE id = 3",
    "the label": "UPDATE change_set SET label = 'Nothing' WHERE id = 3",
    "a change into another act": "UPDATE change SET change_set_id = 4 WHERE id = 3",
    "two changes in turn": "UPDATE change SET id = CASE id WHEN 3 THEN 40 ELSE 30 END WHERE id IN (3, 4)",
    "a change cut out": "DELETE FROM change WHERE id = 3",
    "the seal": "UPDATE seal SET digest = '00' WHERE place = 3",
}  # fmt: skip


@pytest.mark.parametrize("statement", EDITS.values(), ids=EDITS.keys())
def test_an_edited_history_is_found_although_the_triggers_were_out(
    edited: Database, statement: str
) -> None:
    found = tampered(edited, statement)
    assert any("edited" in fault.sentence for fault in found), found
    assert not all(link.holds for link in links(edited))


def _cut(*numbers: int) -> tuple[str, ...]:
    listed = ", ".join(map(str, numbers))
    return tuple(
        f"DELETE FROM {table} WHERE {key} IN ({listed})"
        for table, key in (("seal", "change_set_id"), ("change", "change_set_id"), ("change_set", "id"))
    )  # fmt: skip


def test_an_act_cut_out_with_its_seal_is_found(edited: Database) -> None:
    found = tampered(edited, *_cut(3))
    assert Fault("change 4", "does not follow: acts before it were cut out.") in found


def test_acts_moved_up_behind_a_cut_are_found(edited: Database) -> None:
    found = tampered(edited, *_cut(3), "UPDATE seal SET place = place - 1 WHERE place = 4",
                     "UPDATE seal SET place = place - 1 WHERE place = 5")  # fmt: skip
    assert Fault("change 4", "is not as it was sealed: the history was edited.") in found


def test_an_act_put_in_from_outside_is_found(edited: Database) -> None:
    found = tampered(
        edited,
        "INSERT INTO change_set (at, by, label, kind, is_open)"
        " VALUES ('2026-01-01T00:00:00.000000+00:00', 'x', 'x', 'edit', 0)",
        "INSERT INTO change (change_set_id, table_name, row_id, op, before, after)"
        " SELECT max(id), 'organisation', 1, 'update', '{}', '{}' FROM change_set",
    )
    assert any("was never sealed" in fault.sentence for fault in found)


def test_a_tail_cut_off_is_found_by_a_head_that_was_kept(edited: Database) -> None:
    kept = head(edited)
    assert check(edited, kept) == [] and check(edited, links(edited)[2].digest) == []
    found = tampered(edited, *_cut(5), "UPDATE organisation SET city = 'Ganja'")
    told = [fault for fault in found if "by its words" not in fault.sentence]
    assert told == [], "without a head nothing tells that there was more"
    assert any("its end was cut off" in fault.sentence for fault in check(edited, kept))


def test_the_seals_are_what_finds_it(edited: Database) -> None:
    """The canary: sealed anew after the edit, the same history has no fault."""
    with edited.engine.begin() as connection:
        triggers.remove(connection)
        connection.exec_driver_sql("UPDATE change_set SET by = 'Somebody else' WHERE id = 3")
        connection.exec_driver_sql("DELETE FROM seal")
        chain.catch_up(connection)
        triggers.install(connection)
    assert check(edited) == []


@pytest.mark.parametrize("statement", [
    "UPDATE seal SET digest = ''", "DELETE FROM seal", "DELETE FROM erased",
    "UPDATE erased SET was = ''",
])  # fmt: skip
def test_seals_only_grow(edited: Database, statement: str) -> None:
    with edited.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO erased (change_set_id, table_name, row_id, was, now) VALUES (1, 'x', 1, '', '')"
        )
    with (
        pytest.raises(sa.exc.DBAPIError, match="only grows"),
        edited.engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)


def test_two_officers_who_save_at_once_make_one_chain(empty_target: str) -> None:
    databases = [open_database(empty_target, who=f"Officer {n}") for n in range(3)]
    failed: list[BaseException] = []

    def save(database: Database) -> None:
        try:
            for n in range(8):
                with database.writing("Add") as session:
                    organisations.add(session, name=f"{database.who} {n}")
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=save, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    found = links(databases[0])
    assert [link.place for link in found] == list(range(1, 25))
    assert all(link.holds for link in found)
    for database in databases:
        database.close()


def test_the_head_is_the_same_on_both_databases(edited: Database, tmp_path: Any) -> None:
    made = backup(edited, tmp_path / "copy.db")
    assert made.head == head(edited) and made.altered == ()
    copy = open_database(str(tmp_path / "copy.db"), who="Tester", seed=False)
    assert all(link.holds for link in links(copy)) and dump(copy) == dump(edited)
    copy.close()


def _as_before_seals(connection: sa.Connection) -> None:
    triggers.remove(connection)
    for table in ("erased", "seal", "tally"):
        metadata.tables[table].drop(connection)
    here = "sqlite_master WHERE type = 'index' AND" if connection.dialect.name == "sqlite" else (
        "(SELECT indexname AS name FROM pg_indexes) AS i WHERE"
    )  # fmt: skip
    later = connection.exec_driver_sql(f"SELECT name FROM {here} name >= 'list_' AND name < 'lisu'")
    for (index,) in later.fetchall():
        connection.exec_driver_sql(f"DROP INDEX {index}")
    for table in ("organisation", "contact"):
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN last_spoken")
    for table, several in REPEATED.items():
        for name in several:
            column = {"due": "due_on"}.get(name, name)
            connection.exec_driver_sql(f"CREATE INDEX ix_{table}_{name} ON {table} ({column})")


def test_a_record_from_before_seals_is_sealed_when_it_is_opened(
    edited: Database, empty_target: str
) -> None:
    wanted, before = links(edited), dump(edited)
    with edited.engine.begin() as connection:
        _as_before_seals(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
        if edited.path:
            connection.exec_driver_sql("PRAGMA user_version = 3")
    edited.close()
    again = open_database(empty_target, who="Tester", seed=False)
    assert links(again) == wanted and dump(again) == before
    assert check(again) == []
    again.undo()
    again.close()
    assert schema.VERSION >= 4
