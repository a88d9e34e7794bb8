"""History: every write in one change set, whichever way it comes; undo and redo read it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from db import history, triggers
from db.commands import contacts, meetings, organisations, projects
from db.engine import Database, open_database
from db.errors import NotFound, Problem
from db.models import Organisation, columns
from db.models.history import Kind

from .dump import dump

BODY = columns(Organisation)
CHANGES, SETS = history.CHANGES, history.SETS


def add(database: Database, name: str = "Acme", **values: Any) -> int:
    with database.writing(f"Add {name}") as session:
        return organisations.add(session, name=name, **values)


def changes(database: Database) -> list[Any]:
    with database.reading() as session:
        return list(session.execute(sa.select(CHANGES).order_by(CHANGES.c.id)))


def field(database: Database, one: int, name: str) -> Any:
    with database.reading() as session:
        return session.execute(sa.select(BODY.c[name]).where(BODY.c.id == one)).scalar_one()


def labels(database: Database) -> list[str]:
    with database.reading() as session:
        return [entry.label for entry in history.entries(session)]


def _by_orm(session: Any, one: int) -> None:
    session.get(Organisation, one).city = "Baku"


def _by_core(session: Any, one: int) -> None:
    session.execute(sa.update(BODY).values(city="Baku"))


def _by_sql(session: Any, one: int) -> None:
    session.execute(sa.text("UPDATE organisation SET city = 'Baku'"))


def _by_driver(session: Any, one: int) -> None:
    session.connection().exec_driver_sql("UPDATE organisation SET city = 'Baku'")


WAYS = [_by_orm, _by_core, _by_sql, _by_driver]


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_is_logged_whichever_way_it_comes(empty_database: Database, way: Any) -> None:
    one = add(empty_database, city="Luoyang")
    with empty_database.writing("Move") as session:
        way(session, one)
    last = changes(empty_database)[-1]
    assert (last.table_name, last.row_id, last.op) == ("organisation", one, "update")
    assert json.loads(last.before) == {"city": "Luoyang"}
    assert json.loads(last.after) == {"city": "Baku"}


@pytest.mark.parametrize("way", WAYS)
def test_the_version_rises_whichever_way_a_row_is_changed(
    empty_database: Database, way: Any
) -> None:
    one = add(empty_database)
    with empty_database.writing("Move") as session:
        way(session, one)
    assert field(empty_database, one, "version") == 2
    empty_database.undo()
    assert field(empty_database, one, "version") == 3


def test_a_bulk_statement_is_logged_row_by_row(empty_database: Database) -> None:
    for n in range(5):
        add(empty_database, f"Firm {n}", tier="C" if n % 2 else "B")
    with empty_database.writing("Promote", kind=Kind.bulk) as session:
        session.execute(sa.update(BODY).where(BODY.c.tier == "C").values(tier="A"))
    assert [change.row_id for change in changes(empty_database)[5:]] == [2, 4]
    empty_database.undo()
    with empty_database.reading() as session:
        tiers = session.execute(sa.select(BODY.c.tier).order_by(BODY.c.id)).scalars().all()
    assert tiers == ["B", "C", "B", "C", "B"]


def test_a_deletion_keeps_the_whole_row_and_undo_puts_it_back(empty_database: Database) -> None:
    one = add(empty_database, "Acme", city="Baku", tags=["x"], aliases=["ACME", "АКМЕ"])
    before = dump(empty_database)
    with empty_database.writing("Remove") as session:
        session.execute(sa.text("DELETE FROM organisation"))
    assert json.loads(changes(empty_database)[-1].before)["city"] == "Baku"
    empty_database.undo()
    assert dump(empty_database) == before
    assert field(empty_database, one, "handles")


@pytest.mark.parametrize("statement", [
    "INSERT INTO organisation (uid, name, created_at, created_by, updated_at, updated_by, version,"
    " sources, folded, handles, aliases, kind, side, check_status, tags, external_ids, extra)"
    " VALUES ('u', 'n', '2026-01-01T00:00:00+00:00', 'x', '2026-01-01T00:00:00+00:00', 'x', 1,"
    " '[]', '', '[]', '[]', 'other', 'other', 'pending', '[]', '{}', '{}')",
    "UPDATE organisation SET city = 'Baku'",
    "DELETE FROM organisation",
])  # fmt: skip
def test_a_write_outside_a_change_set_is_refused_and_slips_through_without_the_triggers(
    empty_database: Database, statement: str
) -> None:
    add(empty_database)
    with pytest.raises(sa.exc.DBAPIError, match="outside a change set"):
        _run(empty_database, statement)
    assert dump(empty_database)["organisation"][0]["city"] is None
    with empty_database.engine.begin() as connection:
        triggers.remove(connection)
    _run(empty_database, statement)  # the canary: it was the triggers that refused
    assert len(changes(empty_database)) == 1


def _run(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("statement", [
    "UPDATE change SET after = '{}'",
    "UPDATE change SET id = id + 1000",
    "DELETE FROM change",
    "UPDATE change_set SET label = 'something else'",
    "UPDATE change_set SET is_open = 1",
    "DELETE FROM change_set WHERE id = 2",
])  # fmt: skip
def test_the_log_only_grows(empty_database: Database, statement: str) -> None:
    one = add(empty_database)
    with empty_database.writing("Move") as session:
        _by_core(session, one)
    before = changes(empty_database), labels(empty_database)
    with pytest.raises(sa.exc.DBAPIError, match=r"only grows|foreign key"):
        _run(empty_database, statement)
    with (
        pytest.raises(sa.exc.DBAPIError, match="only grows"),
        empty_database.writing("Inside a change set") as session,
    ):
        session.execute(sa.text(statement))
    assert (changes(empty_database), labels(empty_database)) == before


@pytest.mark.parametrize("statement", [
    "INSERT OR REPLACE INTO change SELECT id, change_set_id, table_name, row_id, op, before, '{}'"
    " FROM change",
    "UPDATE OR REPLACE change SET id = 1",
    "INSERT OR REPLACE INTO change_set SELECT id, at, by, 'x', kind, reverses_id, source_file,"
    " source_sha256, is_open FROM change_set",
])  # fmt: skip
@pytest.mark.parametrize("recursive", ["ON", "OFF"])  # other programs leave it off
def test_replace_cannot_slip_past_the_log(empty: Database, statement: str, recursive: str) -> None:
    add(empty)
    with (
        pytest.raises(sa.exc.DBAPIError, match="only grows"),
        empty.engine.connect() as connection,
    ):
        connection.exec_driver_sql(f"PRAGMA recursive_triggers = {recursive}")
        connection.exec_driver_sql(statement)
    assert labels(empty) == ["Add Acme"]


def test_replace_of_a_record_is_logged(empty: Database) -> None:
    add(empty, city="Baku")
    with empty.writing("Replace") as session:
        names = ", ".join(column.name for column in BODY.columns)
        session.execute(sa.text(
            f"INSERT OR REPLACE INTO organisation ({names}) SELECT {names} FROM organisation"
        ))  # fmt: skip
    assert [change.op for change in changes(empty)] == ["insert", "delete", "insert"]


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["organisation", "change", "change_set"])
def test_truncate_is_refused(empty_database: Database, table: str) -> None:
    add(empty_database)
    with pytest.raises(sa.exc.DBAPIError, match="crm:"):
        _run(empty_database, f"TRUNCATE {table} CASCADE")
    assert len(changes(empty_database)) == 1


def test_a_change_set_says_who_when_and_what(empty_database: Database) -> None:
    start = datetime.now(UTC)
    with empty_database.writing(
        "Import of a list", kind=Kind.import_, source_file="list.csv", source_sha256="ab"
    ) as session:
        organisations.add(session, name="Acme")
    with empty_database.reading() as session:
        entry = history.entries(session)[0]
    assert (entry.by, entry.label, entry.kind, entry.source_file, entry.rows) == (
        "Tester", "Import of a list", Kind.import_, "list.csv", 1,
    )  # fmt: skip
    assert start <= entry.at <= datetime.now(UTC)


def test_a_change_set_in_which_nothing_changed_leaves_no_trace(empty_database: Database) -> None:
    one = add(empty_database, city="Baku")
    with empty_database.writing("Edit") as session:
        organisations.amend(session, one, {"city": "Baku"})
    assert labels(empty_database) == ["Add Acme"]
    assert field(empty_database, one, "version") == 1


def test_a_failed_act_leaves_nothing(empty_database: Database) -> None:
    with pytest.raises(ZeroDivisionError), empty_database.writing("Fail") as session:
        organisations.add(session, name="Acme")
        raise ZeroDivisionError
    assert labels(empty_database) == [] and not any(dump(empty_database).values())


def test_a_dry_run_leaves_nothing(empty_database: Database) -> None:
    with empty_database.writing("Try", keep=False) as session:
        organisations.add(session, name="Acme")
    assert labels(empty_database) == [] and not any(dump(empty_database).values())


def test_the_steps_of_a_record_name_each_field_with_both_values(empty_database: Database) -> None:
    one = add(empty_database, city="Luoyang", tags=["a"])
    with empty_database.writing("Edit Acme") as session:
        organisations.amend(session, one, {"city": "Baku", "tags": ["a", "b"], "tier": "A"})
    with empty_database.reading() as session:
        steps = [s for s in history.steps(session, "organisation", one) if s.label == "Edit Acme"]
    assert {s.field: (s.before, s.after) for s in steps} == {
        "city": ("Luoyang", "Baku"), "tags": (["a"], ["a", "b"]), "tier": (None, "A"),
    }  # fmt: skip
    assert {s.by for s in steps} == {"Tester"}


def test_undo_keeps_the_newer_value_of_a_field_and_names_it(empty_database: Database) -> None:
    one = add(empty_database, city="Luoyang", sector="Steel")
    with empty_database.writing("First") as session:
        organisations.amend(session, one, {"city": "Baku", "sector": "Aluminium"})
    with empty_database.writing("Second") as session:
        organisations.amend(session, one, {"city": "Ganja"})
    done = empty_database.undo(2)
    assert [(kept.ref, kept.fields, kept.why) for kept in done.kept] == [
        (f"O{one}", ("city",), "changed since")
    ]
    assert field(empty_database, one, "city") == "Ganja"
    assert field(empty_database, one, "sector") == "Steel"


def test_undo_of_a_creation_in_use_keeps_and_names_it(empty_database: Database) -> None:
    with empty_database.writing("Two firms") as session:
        used = organisations.add(session, name="Used")
        organisations.add(session, name="Unused")
    with empty_database.writing("Employ") as session:
        contacts.add(session, full_name="Jane Roe", organisation_id=used)
    done = empty_database.undo(1)
    assert [(kept.ref, kept.why) for kept in done.kept] == [(f"O{used}", "used by other records")]
    assert [row["name"] for row in dump(empty_database)["organisation"]] == ["Used"]


def test_any_earlier_act_can_be_undone(empty_database: Database) -> None:
    one = add(empty_database, "One")
    add(empty_database, "Two")
    add(empty_database, "Three")
    assert empty_database.undo(2).label == "Add Two"
    assert [row["name"] for row in dump(empty_database)["organisation"]] == ["One", "Three"]
    assert empty_database.undo().label == "Add Three"
    assert field(empty_database, one, "name") == "One"


def test_what_cannot_be_undone_is_said_and_leaves_no_change_set(empty_database: Database) -> None:
    with pytest.raises(Problem, match="nothing to undo"):
        empty_database.undo()
    with pytest.raises(Problem, match="nothing to redo"):
        empty_database.redo()
    with pytest.raises(NotFound, match="no change number 7"):
        empty_database.undo(7)
    used = add(empty_database)
    with empty_database.writing("Employ") as session:
        contacts.add(session, full_name="Jane Roe", organisation_id=used)
    with pytest.raises(Problem, match=f"O{used}"):
        empty_database.undo(1)
    empty_database.undo()
    with pytest.raises(Problem, match="already undone"):
        empty_database.undo(2)
    assert labels(empty_database) == ["Undo: Employ", "Employ", "Add Acme"]


def test_undo_and_redo_walk_back_and_forth(empty_database: Database) -> None:
    states = [dump(empty_database)]
    one = add(empty_database)
    states.append(dump(empty_database))
    for city in ("Baku", "Ganja", "Sumqayıt"):
        with empty_database.writing(f"To {city}") as session:
            organisations.amend(session, one, {"city": city})
        states.append(dump(empty_database))
    for _ in range(2):
        for state in reversed(states[:-1]):
            empty_database.undo()
            assert dump(empty_database) == state
        for state in states[1:]:
            empty_database.redo()
            assert dump(empty_database) == state
    with pytest.raises(Problem):
        empty_database.redo()


def test_an_act_after_an_undo_ends_the_redo(empty_database: Database) -> None:
    add(empty_database, "One")
    empty_database.undo()
    add(empty_database, "Two")
    with pytest.raises(Problem, match="nothing to redo"):
        empty_database.redo()


def test_undoing_an_undo_by_its_number_is_a_redo(empty_database: Database) -> None:
    add(empty_database)
    state = dump(empty_database)
    empty_database.undo()
    assert empty_database.undo(2).label == "Add Acme"
    assert dump(empty_database) == state
    assert empty_database.undo(3).label == "Add Acme"  # and of a redo, an undo
    assert not any(dump(empty_database).values())
    with empty_database.reading() as session:
        act = history.entry(session, 1)
    assert act.undone
    assert empty_database.redo().label == "Add Acme"
    assert dump(empty_database) == state


def test_undo_and_redo_survive_a_restart(target: str) -> None:
    first = open_database(target, who="One")
    before = dump(first)
    with first.writing("Edit") as session:
        organisations.amend(session, 1, {"city": "Luoyang", "tier": "A"})
    after = dump(first)
    first.undo()
    first.close()
    second = open_database(target, who="Two")
    assert dump(second) == before
    assert second.redo().label == "Edit"
    second.close()
    third = open_database(target, who="Three")
    assert dump(third) == after
    with third.reading() as session:
        assert [entry.by for entry in history.entries(session)[:3]] == ["Two", "One", "One"]
    third.close()


def test_a_meeting_with_all_its_parts_is_undone_and_brought_back(database: Database) -> None:
    before = dump(database)
    with database.writing("Write up") as session:
        one = meetings.write_up(session, None, meetings.WriteUp(
            {"subject": "Second meeting", "starts_on": "2026-02-01", "place": "Baku",
             "status": "held"},
            organisations=[1, 2],
            seats=[meetings.Seat(1, "host"), meetings.Seat(2, "guest")],
            points=[{"text": "Anodes", "topic": "Supply", "side": "guest"}],
            promises=[{"text": "Send the profile", "side": "theirs"}],
        ))  # fmt: skip
        meetings.hold(session, one)
    after = dump(database)
    assert database.undo().kept == ()
    assert dump(database) == before
    database.redo()
    assert dump(database) == after


def test_undo_of_removed_parts_puts_them_back(database: Database) -> None:
    before = dump(database)
    with database.writing("Say nothing") as session:
        meetings.write_up(session, 2, meetings.WriteUp(organisations=[], points=[], seats=[]))
    with database.writing("Regard") as session:
        projects.consider(session, 1, 1, verdict="rejected")
    database.undo()
    database.undo()
    assert dump(database) == before
