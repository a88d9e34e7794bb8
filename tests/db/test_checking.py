"""Check: a whole record has no fault, and every kind of fault is found (each a canary)."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db import triggers
from db.checking import Fault, check
from db.commands import contacts, meetings, organisations
from db.engine import Database
from db.models import Document


def tampered(database: Database, *statements: str) -> list[Fault]:
    """What check finds after statements that no trigger saw."""
    with database.engine.begin() as connection:
        triggers.remove(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)
        triggers.install(connection)
    return check(database)


def test_a_record_that_was_worked_with_is_whole(database: Database) -> None:
    assert check(database) == []
    with database.writing("Work") as session:
        one = organisations.add(session, name="Bəşirli MMC", tags=["x"], website="a.example")
        contacts.add(session, full_name="Jane", organisation_id=one, emails=["j@a.example"])
        organisations.archive(session, one)
        meetings.write_up(session, 2, meetings.WriteUp(points=[{"text": "x"}]))
    for _ in range(2):
        database.undo()
    database.redo()
    assert check(database) == []


def test_an_empty_record_is_whole(empty_database: Database) -> None:
    assert check(empty_database) == []


@pytest.mark.parametrize(("statement", "where", "sentence"), [
    ("UPDATE organisation SET city = 'Elsewhere' WHERE id = 1", "O1",
     "its city is not what the history says."),
    ("UPDATE contact SET organisation_id = 5 WHERE id = 2", "C2",
     "its organisation is not what the history says."),
    ("UPDATE meeting SET starts_on = '2026-01-20' WHERE id = 1", "M1",
     "its starts on is not what the history says."),
    ("DELETE FROM follow_up WHERE id = 1", "F1",
     "is gone, and the history does not say who took it."),
    ("DELETE FROM change WHERE table_name = 'site' AND row_id = 1", "S1",
     "is there, and the history does not say who made it."),
    ("UPDATE organisation SET folded = 'nothing' WHERE id = 1", "O1", "is not found by its words"),
    ("UPDATE point SET folded = 'nothing' WHERE id = 1", "point 1", "is not found by its words"),
    ("UPDATE contact SET handles = '[]' WHERE id = 1", "C1", "its keys are not those of its fields"),
    ("DELETE FROM handle WHERE table_name = 'contact' AND row_id = 1", "C1",
     "the table of keys does not hold its keys"),
    ("INSERT INTO handle VALUES ('tag:x', 'contact', 999)", "C999", "but is not there"),
    ("INSERT INTO handle VALUES ('tag:x', 'nonsense', 1)", "nonsense 1", "but is not there"),
    ("UPDATE organisation SET tags = 'not JSON' WHERE id = 1", "O1", "its tags cannot be read."),
    ("UPDATE change SET after = 'not JSON' WHERE table_name = 'project' AND row_id = 1", "P1",
     "is not what the history says"),
    ("UPDATE change_set SET is_open = 1 WHERE id = 1", "change 1", "was begun and never ended."),
    ("INSERT INTO change_set (at, by, label, kind, is_open) VALUES"
     " ('2026-01-01T00:00:00+00:00', 'x', 'x', 'edit', 0)", "change ", "says nothing"),
])  # fmt: skip
def test_what_was_altered_behind_the_history_is_found(
    database: Database, statement: str, where: str, sentence: str
) -> None:
    found = tampered(database, statement)
    assert any(fault.where.startswith(where) and sentence in fault.sentence for fault in found), (
        found
    )


def test_a_history_that_does_not_follow_from_itself_is_found(database: Database) -> None:
    for city in ("Luoyang", "Baku"):
        with database.writing(city) as session:
            organisations.amend(session, 1, {"city": city})
    alter = "UPDATE change SET after = '{\"city\": \"Ganja\"}' WHERE after LIKE '%Luoyang%' AND op = 'update'"
    found = tampered(database, alter.replace("%", "%%" if database.path is None else "%"))
    assert [fault.where for fault in found] == ["change 2", "O1"]
    assert "was edited" in found[0].sentence
    assert "does not follow from itself" in found[1].sentence


def _without_a_trigger(connection: sa.Connection) -> None:
    server = connection.dialect.name == "postgresql"
    connection.exec_driver_sql(
        "DROP TRIGGER crm_history ON contact" if server else "DROP TRIGGER crm_insert_contact"
    )


def _with_a_table(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE stranger (id INTEGER)")


def _with_a_tame_trigger(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "CREATE OR REPLACE FUNCTION crm_history() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NULL; END $$"
        )
        return
    connection.exec_driver_sql("DROP TRIGGER crm_insert_contact")
    connection.exec_driver_sql(
        "CREATE TRIGGER crm_insert_contact AFTER INSERT ON contact BEGIN SELECT 1; END"
    )


@pytest.mark.parametrize(("spoil", "sentence"), [
    (_without_a_trigger, "is missing from the schema."),
    (_with_a_table, "this program did not make it."),
    (_with_a_tame_trigger, "is not as this program makes it."),
])  # fmt: skip
def test_a_schema_that_is_not_ours_is_found(
    database: Database, spoil: Callable[[sa.Connection], None], sentence: str
) -> None:
    with database.engine.begin() as connection:
        spoil(connection)
    assert [fault.sentence.endswith(sentence) for fault in check(database)] == [True]


def test_a_link_to_nothing_is_found(seeded: Database) -> None:
    with seeded.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        triggers_of = [s for s in triggers.statements("sqlite") if "_contact" in s.split()[2]]
        for statement in triggers_of:
            raw.execute(f"DROP TRIGGER {statement.split()[2]}")
        raw.execute("UPDATE contact SET organisation_id = 999 WHERE id = 2")
        for statement in triggers_of:
            raw.execute(statement)
        raw.execute("PRAGMA foreign_keys = ON")
    found = check(seeded)
    assert Fault("C2", "points to a record that is not there (organisation).") in found


def test_a_word_outside_its_enumeration_is_found(seeded: Database) -> None:
    found = tampered(seeded, "PRAGMA ignore_check_constraints = ON",
                     "UPDATE organisation SET kind = 'castle' WHERE id = 1")  # fmt: skip
    assert Fault("O1", "its kind cannot be read.") in found


def test_a_damaged_page_is_found(seeded: Database) -> None:
    path = Path(str(seeded.path))
    seeded.close()
    data = bytearray(path.read_bytes())
    data[40 * 4096] ^= 0xFF
    path.write_bytes(data)
    from db.engine import open_database

    again = open_database(str(path), who="Tester", seed=False)
    assert any(
        "damaged" in fault.sentence or "read whole" in fault.sentence for fault in check(again)
    )
    again.close()


@pytest.mark.parametrize(("statement", "sentence"), [
    ("INSERT INTO search_contact (search_contact, rowid, folded) SELECT 'delete', id, folded"
     " FROM contact WHERE id = 2", "is not found by its words in the index."),
    ("INSERT INTO search_contact (rowid, folded) VALUES (2, 'more')",
     "is not found by its words in the index."),
    ("INSERT INTO search_contact (rowid, folded) VALUES (999, 'nobody')",
     "is in the search index, but is not there."),
])  # fmt: skip
def test_a_search_index_that_is_not_of_the_record_is_found(
    seeded: Database, statement: str, sentence: str
) -> None:
    assert [fault.sentence for fault in tampered(seeded, statement)] == [sentence]


def test_a_document_that_changed_is_found(seeded: Database, tmp_path: Path) -> None:
    paper = tmp_path / "minutes.txt"
    paper.write_text("As agreed")
    digest = hashlib.sha256(paper.read_bytes()).hexdigest()
    with seeded.writing("File") as session:
        for path in (str(paper), "https://example.org/minutes", "not/there.txt", "a\nb"):
            session.add(Document(title="Minutes", path=path, sha256=digest, meeting_id=1))
    assert check(seeded) == []
    paper.write_text("As altered")
    assert [fault.where for fault in check(seeded)] == [str(paper)]
