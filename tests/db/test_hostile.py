"""Hostile strings come back from the record as they went in; what no database can keep is said."""

from typing import Any

import pytest

from db import history
from db.commands import contacts, follow_ups, meetings, organisations
from db.engine import Database
from db.errors import Invalid
from db.queries import lists
from tests.hostile import NAUGHTY, STRINGS

ALL = {**STRINGS, **NAUGHTY}


def storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def test_every_string_comes_back_as_it_went_in(empty_database: Database) -> None:
    kept = {name: text for name, text in ALL.items() if storable(text)}
    assert len(kept) > 500
    with empty_database.writing("Add") as session:
        ids = {
            name: organisations.add(
                session, name=f"x{text}", notes=text, aliases=[text], tags=[text], city=f"x{text}",
                extra={text: text}, external_ids={"desk": text}, website=text, email=text,
            )
            for name, text in kept.items()
        }  # fmt: skip
    with empty_database.reading() as session:
        rows = {row.id: row for row in lists.rows(session, "organisations", list(ids.values()))}
        for name, one in ids.items():
            text, values = kept[name], rows[one].values
            assert values["name"] == f"x{text}" and values["city"] == f"x{text}", name
            assert (values["notes"] or "") == (text if text.strip() else ""), name
            assert values["aliases"] == values["tags"] == [text], name
            assert values["extra"] == {text: text}, name


def test_every_string_is_undone_and_brought_back(empty_database: Database) -> None:
    kept = [text for text in ALL.values() if storable(text)]
    with empty_database.writing("Add") as session:
        body = organisations.add(session, name="Acme", notes="Before")
        people = [contacts.add(session, full_name=f"x{t}", notes=t, emails=[t]) for t in kept]
    with empty_database.writing("Edit") as session:
        organisations.amend(session, body, {"notes": "\n".join(kept), "aliases": kept})
    assert empty_database.undo().kept == ()
    assert empty_database.undo().kept == ()
    empty_database.redo()
    empty_database.redo()
    with empty_database.reading() as session:
        rows = lists.rows(session, "contacts", people)
        assert [row.values["emails"] for row in rows] == [[text] for text in kept]
        assert lists.rows(session, "organisations", [body])[0].values["aliases"] == kept


@pytest.mark.parametrize(("text", "why"), [("a\0b", "NUL"), ("a\udcffb", "wrong encoding")])
@pytest.mark.parametrize("field", ["name", "notes", "aliases", "tags", "extra", "key"])
def test_what_no_database_keeps_is_refused_in_one_sentence(
    database: Database, text: str, why: str, field: str
) -> None:
    values: dict[str, Any] = {"name": "Acme", "notes": "x"}
    match field:
        case "aliases" | "tags":
            values[field] = ["fine", text]
        case "extra":
            values[field] = {"fine": text}
        case "key":
            values["extra"] = {text: "fine"}
        case _:
            values[field] = text
    with pytest.raises(Invalid, match=why) as refused, database.writing("Add") as session:
        organisations.add(session, **values)
    assert "\n" not in str(refused.value)
    assert list(refused.value.fields) == ["extra" if field == "key" else field]


@pytest.mark.parametrize("text", ["a\0b", "list\udcff.csv"])  # a name of a file can be any bytes
def test_labels_and_names_of_files_are_kept_readable(database: Database, text: str) -> None:
    with database.writing(f"Import {text}", source_file=text) as session:
        follow_ups.add(session, text="x")
    with database.reading() as session:
        entry = history.entries(session)[0]
    assert entry.label.startswith("Import ") and entry.source_file
    entry.label.encode()


def test_the_points_of_a_meeting_keep_every_string(empty_database: Database) -> None:
    kept = [text for text in ALL.values() if storable(text) and text.strip()]
    with empty_database.writing("Write up") as session:
        one = meetings.write_up(session, None, meetings.WriteUp(
            {"subject": "x"}, points=[{"text": text, "topic": text} for text in kept],
        ))  # fmt: skip
    from sqlmodel import select

    from db.models import Point, columns

    with empty_database.reading() as session:
        point = columns(Point)
        said = session.exec(
            select(Point).where(point.c.meeting_id == one).order_by(point.c.position)
        )
        assert [each.text for each in said] == kept
