"""Erasing a person: nothing of them is left in any byte, and the history still holds."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from db import daily, erasing, triggers
from db.checking import check
from db.commands import contacts, follow_ups, meetings, organisations
from db.engine import Database
from db.errors import Invalid, NotFound, Problem
from db.models import Draft

from .dump import dump
from .test_checking import tampered

WORDS = ("Jane Quillfeather", "jane.q@quill.example", "+994 50 777 88 99", "Джейн Квиллфезер",
         "Quillfeather")  # fmt: skip


@pytest.fixture
def known(database: Database) -> tuple[Database, int]:
    """A record in which a person left traces wherever one can."""
    with database.writing("Add Jane Quillfeather") as session:
        one = contacts.add(
            session, given_name="Jane", family_name="Quillfeather", organisation_id=1,
            native_name="Джейн Квиллфезер", emails=["jane.q@quill.example"],
            phones=[{"label": "work", "raw": "+994 50 777 88 99", "e164": "+994507778899"}],
        )  # fmt: skip
    with database.writing("Edit Jane Quillfeather") as session:
        contacts.amend(session, one, {"notes": "Jane Quillfeather likes tea", "city": "Baku"})
        organisations.amend(session, 2, {"notes": "Ask jane quillfeather, jane.q@quill.example"})
        meetings.write_up(session, 2, meetings.WriteUp(seats=[meetings.Seat(one)]))
        follow_ups.add(session, text="Call Jane Quillfeather", owner_id=one)
    with database.keeping() as session:
        session.add(Draft(at=datetime.now(UTC), by="x", form="contacts", ref=f"C{one}",
                          texts={"name": "Jane Quillfeather"}))  # fmt: skip
    database.undo()
    database.redo()
    return database, one


def _bytes(database: Database) -> bytes:
    """All that is on the disk, or all that a server gives."""
    if database.path is not None:
        files = sorted(database.path.parent.glob(f"{database.path.name}*"))
        return b"".join(file.read_bytes() for file in files)
    found: list[str] = []
    with database.engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            rows = connection.execute(sa.select(sa.text("*")).select_from(sa.table(name)))
            found += [str(row) for row in rows]
    return "\n".join(found).encode()


def hits(database: Database) -> dict[str, int]:
    said = _bytes(database).decode(errors="replace").lower()
    return {word: said.count(word.lower()) for word in WORDS if word.lower() in said}


def test_nothing_is_left_of_an_erased_person(known: tuple[Database, int]) -> None:
    database, one = known
    assert set(hits(database)) == set(WORDS), "the search for traces finds them before"
    told = erasing.erase(database, one)
    assert hits(database) == {}
    assert told.ref == f"C{one}" and "Jane Quillfeather" in told.words
    assert check(database) == []
    with database.writing("Go on") as session:
        organisations.amend(session, 1, {"city": "Gongyi"})
    database.undo()
    assert check(database) == []


def test_without_the_sweep_traces_stay_in_the_file(
    files: Any, seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The canary: rows taken away are still in the log and in free pages."""
    with seeded.writing("Add") as session:
        one = contacts.add(session, full_name="Jane Quillfeather")
    monkeypatch.setattr(erasing, "sweep", lambda database: None)
    erasing.erase(seeded, one)
    assert "Jane Quillfeather" in hits(seeded)


def test_a_dry_run_lists_everything_and_changes_nothing(known: tuple[Database, int]) -> None:
    database, one = known
    before = dump(database)
    told = {trace.where: trace.fate for trace in erasing.erasure(database, one).traces}
    assert told[f"C{one}"].startswith("removed")
    assert told["O2"] == "the words become [erased]"
    assert any(where.startswith("attendance") for where in told)
    assert any(where.startswith("draft") for where in told)
    assert any(where.startswith("change set") for where in told)
    assert hits(database) and dump(database) == before


def test_what_was_not_of_the_person_stays(known: tuple[Database, int]) -> None:
    database, one = known
    erasing.erase(database, one)
    with database.engine.connect() as connection:
        ask = connection.exec_driver_sql
        assert (
            ask("SELECT notes FROM organisation WHERE id = 2").scalar_one()
            == "Ask [erased], [erased]"
        )
        kept = ask("SELECT text, owner_id FROM follow_up ORDER BY id DESC LIMIT 1").one()
        assert tuple(kept) == ("Call [erased]", None)
        assert ask(f"SELECT count(*) FROM contact WHERE id = {one}").scalar_one() == 0


def test_an_erasure_is_for_good_and_what_it_touched_cannot_be_brought_back(
    known: tuple[Database, int],
) -> None:
    database, one = known
    erasing.erase(database, one)
    with database.reading() as session:
        last = session.execute(sa.text("SELECT max(id) FROM change_set")).scalar_one()
    with pytest.raises(Problem, match="was for good and cannot be undone"):
        database.undo(last)
    with pytest.raises(NotFound):
        erasing.erasure(database, one)
    with database.reading() as session:
        added = session.execute(sa.text("SELECT min(id) FROM change_set WHERE label LIKE 'Add [%'"))
        number = added.scalar_one()
    with pytest.raises(Problem, match=f"cannot be undone: C{one}"):
        database.undo(number)
    assert hits(database) == {} and check(database) == []


def test_an_emptied_entry_that_no_erasure_vouches_for_is_found(
    known: tuple[Database, int],
) -> None:
    database, one = known
    erasing.erase(database, one)
    found = tampered(database, "UPDATE change SET before = NULL, after = NULL WHERE row_id = 1"
                     " AND table_name = 'organisation'")  # fmt: skip
    assert any("edited" in fault.sentence for fault in found)


def test_a_forged_erasure_is_found(known: tuple[Database, int]) -> None:
    database, one = known
    erasing.erase(database, one)
    found = tampered(database, "UPDATE erased SET was = now WHERE id = 1")
    assert any("edited" in fault.sentence for fault in found)


def test_the_copies_that_still_hold_the_person_are_named(seeded: Database) -> None:
    from datetime import date

    with seeded.writing("Add") as session:
        one = contacts.add(session, full_name="Jane Quillfeather")
    copy = daily.keep(seeded, date(2026, 1, 21))
    assert erasing.erase(seeded, one).copies == (copy,)
    later = daily.keep(seeded, date(2026, 1, 22))
    assert later is not None and b"quillfeather" not in later.read_bytes().lower()


def test_only_a_person_is_erased() -> None:
    assert erasing.person_of("c40") == 40
    for ref in ("O1", "C", "40", "C-1", "C40; x"):
        with pytest.raises(Invalid, match="Only a contact"):
            erasing.person_of(ref)


def test_the_guards_of_the_log_are_back_after_an_erasure(known: tuple[Database, int]) -> None:
    database, one = known
    erasing.erase(database, one)
    with (
        pytest.raises(sa.exc.DBAPIError, match="only grows"),
        database.engine.begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE change SET after = NULL")
    assert triggers.LOG
