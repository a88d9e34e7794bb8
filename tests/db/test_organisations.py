"""Organisations: what one must have, and what stays when somebody else edits too."""

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa

from db.commands import contacts, organisations
from db.engine import Database
from db.errors import Invalid, Stale
from db.models import Organisation
from db.queries import lists


def of(database: Database, one: int) -> Any:
    with database.reading() as session:
        return lists.rows(session, "organisations", [one])[0].values


def keys(database: Database, one: int) -> set[str]:
    ask = sa.text("SELECT key FROM handle WHERE table_name = 'organisation' AND row_id = :one")
    with database.reading() as session:
        return set(session.execute(ask, {"one": one}).scalars())


@pytest.mark.parametrize("values", [
    {}, {"name": ""}, {"name": " \t"}, {"name": "x", "country": "China"}, {"name": "x", "kind": "zoo"},
    {"name": "x", "employees": -1}, {"name": "x", "employees": 10**30}, {"name": "x", "tags": "a"},
    {"name": "x", "parent_id": 999}, {"name": "x", "colour": "red"}, {"name": "x", "id": 7},
    {"name": "x", "version": 7}, {"name": "x", "folded": "y"}, {"name": "x", "tier": "D"},
])  # fmt: skip
def test_what_is_no_organisation_is_refused_in_a_sentence(
    database: Database, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused, database.writing("Add") as session:
        organisations.add(session, **values)
    said = str(refused.value)
    assert "\n" not in said and "ck_" not in said and "constraint" not in said.lower()


def test_a_uid_that_is_there_already_is_said(database: Database) -> None:
    uid = of(database, 1)["uid"]
    with pytest.raises(Invalid, match="there already"), database.writing("Add") as session:
        organisations.add(session, name="Twin", uid=uid)


def test_an_organisation_is_not_its_own_parent(database: Database) -> None:
    with pytest.raises(Invalid, match="own parent"), database.writing("x") as session:
        organisations.amend(session, 1, {"parent_id": 1})


def test_edits_of_different_fields_are_merged(database: Database) -> None:
    was = of(database, 1)
    with database.writing("Theirs") as session:
        organisations.amend(session, 1, {"city": "Luoyang"}, was)
    with database.writing("Mine") as session:
        organisations.amend(session, 1, {"tier": "A"}, was)
    assert (of(database, 1)["city"], of(database, 1)["tier"]) == ("Luoyang", "A")


def test_edits_of_the_same_field_raise_stale_with_theirs(database: Database) -> None:
    was = of(database, 1)
    with database.writing("Theirs") as session:
        organisations.amend(session, 1, {"city": "Luoyang", "tags": ["theirs"]}, was)
    with pytest.raises(Stale, match="city, tags of O1") as stale, database.writing("x") as session:
        organisations.amend(session, 1, {"city": "Baku", "tags": ["mine"], "tier": "A"}, was)
    assert stale.value.theirs == {"city": "Luoyang", "tags": ["theirs"]}
    assert of(database, 1)["tier"] is None


def test_an_edit_to_what_is_there_already_is_no_conflict(database: Database) -> None:
    was = of(database, 1)
    with database.writing("Theirs") as session:
        organisations.amend(session, 1, {"city": "Luoyang"}, was)
    with database.writing("Mine") as session:
        organisations.amend(session, 1, {"city": "Luoyang"}, was)
    assert of(database, 1)["city"] == "Luoyang"


def test_handles_follow_every_edit(database: Database) -> None:
    with database.writing("Edit") as session:
        organisations.amend(session, 1, {
            "website": "https://www.Wanji.example/en", "email": "Info@Wanji.example",
            "tags": ["Anode"], "external_ids": {"crm": "77"},
        })  # fmt: skip
    assert {"domain:wanji.example", "email:info@wanji.example", "tag:anode", "ext:crm:77"} <= keys(
        database, 1
    )
    with database.writing("Edit") as session:
        organisations.amend(session, 1, {"tags": [], "email": None})
    assert not {"tag:anode", "email:info@wanji.example"} & keys(database, 1)


def test_search_words_follow_an_edit_of_a_record_that_was_expired(database: Database) -> None:
    with database.writing("Edit") as session:
        one = session.get_one(Organisation, 1)
        session.expire(one)
        organisations.amend(session, 1, {"city": "Ganja"})
    with database.reading() as session:
        for words in ("ganja", "wanji"):
            found = lists.ids(session, lists.parse("organisations", words))
            assert 1 in found


def test_an_archived_organisation_stays_on_what_mentions_it(database: Database) -> None:
    with database.writing("Archive") as session:
        organisations.archive(session, 1)
    with database.reading() as session:
        assert 1 not in lists.ids(session, lists.parse("organisations", ""))
        assert 1 in lists.ids(session, lists.parse("organisations", "archived"))
        assert lists.rows(session, "contacts", [2])[0].values["organisation_ref"] == "O1"
    with database.writing("Restore") as session:
        organisations.restore(session, 1)
    with database.reading() as session:
        assert 1 in lists.ids(session, lists.parse("organisations", ""))


def test_last_spoken_comes_from_meetings_held(database: Database) -> None:
    assert str(of(database, 1)["last_spoken"]) == "2026-01-19"
    assert of(database, 4)["name"] and of(database, 20)["last_spoken"] is None


def test_a_very_long_name_and_tag_are_kept(database: Database) -> None:
    # Words that do not repeat, for a database would squeeze those into its index.
    tag = "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(120))
    name = f"Ə{tag}"
    with database.writing("Add") as session:
        one = organisations.add(session, name=name, tags=[tag], aliases=[name[:-1]])
        contacts.add(session, full_name=name, emails=[tag], tags=[tag])
    assert (of(database, one)["name"], of(database, one)["tags"]) == (name, [tag])
    with database.reading() as session:
        assert lists.ids(session, lists.parse("organisations", f"tag:{tag}")).tolist() == [one]
