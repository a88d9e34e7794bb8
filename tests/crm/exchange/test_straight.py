"""Lines that SQLite makes itself are, to the letter, those that go through objects."""

import csv
import io
import re

import pytest

from crm.exchange import export
from db.engine import Database
from db.models import Contact, Organisation, Site
from db.queries import csv_lines
from db.view import View
from tests.hostile import STRINGS

STORABLE = [
    text for text in STRINGS.values() if text.strip() and not re.search("[\0\ud800-\udfff]", text)
]


@pytest.fixture
def full(database: Database) -> Database:
    with database.writing("Bring") as session:
        for n, text in enumerate(STORABLE):
            body = Organisation(name=text, aliases=[text])
            session.add(body)
            session.flush()
            session.add(
                Contact(
                    given_name=text, family_name=text, organisation_id=body.id if n % 2 else None,
                    emails=[f"a{n}@b.example"], phones=[{"label": "work", "raw": text, "e164": None}],
                    tags=[text], extra={text: text}, external_ids={"odoo": text}, notes=f"{text}\r\n",
                    placeholder=n % 3 == 0, job_title="", country="AZ",
                )
            )  # fmt: skip
            session.add(Site(name=text, operator_id=body.id))
    with database.writing("Archive") as session:
        one = session.get(Contact, 1)
        assert one
        one.archived_at = one.created_at
    return database


def through_objects(database: Database, view: View) -> str:
    file = io.StringIO()
    with database.reading() as session:
        export._as_csv(view.noun, export.rows(session, view), file)
    return file.getvalue()


def written(database: Database, view: View) -> str:
    file = io.BytesIO()
    with database.reading() as session:
        export.export(session, view, export.Format.csv, file)
    return file.getvalue().decode()


@pytest.mark.parametrize("noun", ["contacts", "sites"])
@pytest.mark.parametrize("sort", ["", "-name"])
def test_a_list_written_straight_is_the_same_file(full: Database, noun: str, sort: str) -> None:
    view = View(noun, sort=sort, archived=None)
    assert written(full, view) == through_objects(full, view)


def test_contacts_go_the_straight_way_and_meetings_do_not(full: Database) -> None:
    """The canary: without it the test above compares a way with itself."""
    with full.reading() as session:
        on_file = full.engine.dialect.name == "sqlite"
        assert csv_lines.speaks(session, "contacts") is on_file
        assert not csv_lines.speaks(session, "meetings")
        assert not csv_lines.speaks(session, "organisations")


def test_what_is_gone_is_left_out_and_the_order_is_that_asked_for(full: Database) -> None:
    if full.engine.dialect.name != "sqlite":
        pytest.skip("a server goes the other way")
    with full.reading() as session:
        found = csv_lines.lines(session, "contacts", ["ref", "middle_name"], [3, 10**9, 1, 2])
    assert found == ["C3,\r\n", "C1,\r\n", "C2,\r\n"]


def test_progress_is_said_and_every_row_counted(full: Database) -> None:
    seen: list[tuple[int, int]] = []
    with full.reading() as session:
        file = io.BytesIO()
        view = View("contacts")
        count = export.export(
            session, view, export.Format.csv, file, lambda *told: seen.append(told)
        )
    rows = list(csv.reader(io.StringIO(file.getvalue().decode(), newline="")))
    assert len(rows) == count + 1
    assert seen[0] == (0, count)
