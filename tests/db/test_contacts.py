"""Contacts: a name in its own order, and what identifies a person."""

from typing import Any

import pytest
import sqlalchemy as sa

from db.commands import contacts
from db.engine import Database
from db.errors import Invalid
from db.models.contacts import display_name
from db.queries import lists


@pytest.mark.parametrize(("values", "shown"), [
    ({"given_name": "Samed", "family_name": "Bashirli"}, "Samed Bashirli"),
    ({"given_name": "Jane", "middle_name": "Q.", "family_name": "Roe"}, "Jane Q. Roe"),
    ({"given_name": "小明", "family_name": "王"}, "王小明"),
    ({"given_name": "Xiaoming", "family_name": "王"}, "王 Xiaoming"),
    ({"family_name": "王"}, "王"),
    ({"given_name": "길동", "family_name": "홍"}, "홍길동"),
    ({"full_name": "As typed", "given_name": "x"}, "As typed"),
    ({"emails": ["a@b.cn"]}, "a@b.cn"),
    ({}, ""),
])  # fmt: skip
def test_a_name_is_shown_in_the_order_of_its_script(values: dict[str, Any], shown: str) -> None:
    assert display_name(values) == shown


@pytest.mark.parametrize("values", [
    {}, {"full_name": " "}, {"job_title": "Director"}, {"emails": "a@b.c"}, {"country": "Azerbaijan"},
    {"full_name": "x", "phones": ["+994"]}, {"full_name": "x", "organisation_id": 999},
    {"full_name": "x", "decision_role": "king"}, {"full_name": "x", "emails": [1]},
])  # fmt: skip
def test_what_is_no_contact_is_refused_in_a_sentence(
    database: Database, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused, database.writing("Add") as session:
        contacts.add(session, **values)
    assert "\n" not in str(refused.value) and "ck_" not in str(refused.value)


def test_a_contact_cannot_lose_its_last_name(database: Database) -> None:
    with pytest.raises(Invalid, match="needs a name"), database.writing("x") as session:
        contacts.amend(session, 1, {"given_name": "", "family_name": None})


def test_a_person_is_identified_by_name_address_number_and_profile(database: Database) -> None:
    with database.writing("Add") as session:
        one = contacts.add(
            session, given_name="Jane", family_name="Roe", emails=["Jane@Roe.example"],
            phones=[{"label": "work", "raw": "(012) 345-67-89", "e164": "+994123456789"}],
            linkedin_url="https://www.linkedin.com/in/Jane-Roe/?trk=x", aliases=["Roe, Jane"],
        )  # fmt: skip
    ask = sa.text("SELECT key FROM handle WHERE table_name = 'contact' AND row_id = :one")
    with database.reading() as session:
        keys = list(session.execute(ask, {"one": one}).scalars())
    assert {"email:jane@roe.example", "phone:994123456789", "linkedin:jane-roe"} <= set(keys)
    assert len([key for key in keys if key.startswith("name:")]) == 1


def test_the_row_of_a_contact_names_its_organisation(untouched: Database) -> None:
    with untouched.reading() as session:
        row = lists.rows(session, "contacts", [1])[0]
    assert (row.ref, row.name) == ("C1", "Samed Bashirli")
    assert row.values["organisation"].startswith("Ministry of Economy")
    assert str(row.values["last_spoken"]) == "2026-01-19"
    assert {"ref", "uid", "name", "emails", "phones", "tags", "extra"} <= set(row.values)
    assert "folded" not in row.values and "handles" not in row.values
