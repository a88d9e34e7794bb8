"""The seed: facts with their sources, planted as one act that can be taken back."""

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from db import history
from db.engine import Database
from db.models import NOUNS, RECORDS, Contact, Meeting, Organisation, columns
from db.models.history import Kind
from db.models.meetings import Precision, Status
from db.queries import lists
from db.seed import facts

from .dump import dump

SOURCES = ("article", "public source", "desk suggestion")


def rows(database: Database, model: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.execute(sa.select(columns(model))).mappings())


@pytest.mark.parametrize("noun", [n for n in facts() if n in NOUNS])
def test_every_fact_of_the_file_is_in_the_record(untouched: Database, noun: str) -> None:
    with untouched.reading() as session:
        shown, every = lists.count(session, lists.parse(noun, ""))
    assert shown == every == len(facts()[noun]) > 0


def test_every_row_says_where_it_comes_from(seeded: Database) -> None:
    for model in RECORDS:
        if "source" in columns(model).columns:
            for row in rows(seeded, model):
                assert str(row["source"]).startswith(SOURCES), (model.__name__, row["id"])


def test_facts_of_a_public_source_name_it_with_an_address(seeded: Database) -> None:
    for model in (Organisation, Contact, Meeting):
        for row in rows(seeded, model):
            named = [source for source in row["sources"] if "http" in source]
            assert named or row["source"] == "desk suggestion", row["id"]


def test_one_person_is_named_and_all_others_are_placeholders(seeded: Database) -> None:
    people = rows(seeded, Contact)
    named = [person for person in people if not person["placeholder"]]
    assert [(p["given_name"], p["family_name"]) for p in named] == [("Samed", "Bashirli")]
    assert all("to be recorded" in p["full_name"] for p in people if p["placeholder"])


def test_no_address_and_no_number_of_a_person_is_invented(seeded: Database) -> None:
    for person in rows(seeded, Contact):
        assert person["emails"] == [] and person["phones"] == []
        assert person["linkedin_url"] is None
        assert not re.search(r"[\w.]+@[\w.]+", person["notes"] or "")


def test_the_meeting_of_the_article_is_m1_with_the_day_of_its_dateline(untouched: Database) -> None:
    with untouched.reading() as session:
        row = lists.rows(session, "meetings", [1])[0]
    assert row.ref == "M1"
    assert row.values["starts_on"] == date(2026, 1, 19)
    assert row.values["date_precision"] is Precision.dateline
    assert row.values["status"] is Status.held
    assert {"Wanji Aluminum Co., Ltd.", "Sunstone Development Co., Ltd."} <= set(
        row.values["organisations"]
    )


def test_the_seed_is_one_change_set_that_undo_takes_back_and_redo_brings_again(
    database: Database,
) -> None:
    before = dump(database)
    with database.reading() as session:
        assert [entry.kind for entry in history.entries(session)] == [Kind.seed]
    undone = database.undo()
    assert undone.kept == ()
    assert not any(dump(database).values())
    redone = database.redo()
    assert redone.rows == undone.rows and redone.kept == ()
    assert dump(database) == before
