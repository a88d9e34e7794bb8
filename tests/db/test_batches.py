"""An import of any length finds what it wrote before, without holding it in memory."""

import pytest

from db.commands import batches
from db.commands.imports import Importing, Incoming
from db.engine import Database
from db.fates import Verdict
from db.models.history import Kind


def _taken(database: Database, rows: list[tuple[str, str, str]], chunk: int = 2) -> list[Verdict]:
    """The verdicts of people (name, e-mail, company), taken a few at a time."""
    incoming = [
        Incoming(
            number,
            organisation={"name": company},
            contact={"full_name": name, "emails": [email] if email else []},
        )
        for number, (name, email, company) in enumerate(rows, 1)
    ]
    with database.writing("Import a list", kind=Kind.import_) as session:
        taker = Importing(session, of_people=True, create_missing=True)
        fates = [
            fate
            for start in range(0, len(incoming), chunk)
            for fate in taker.take(incoming[start : start + chunk])
        ]
        taker.finish()
    return [fate.verdict for fate in fates]


NAMESAKES = [(f"Zhang Wei {n % 2}", "", f"Company {n}") for n in range(12)]


@pytest.mark.parametrize("most", [0, 3, 4000])
def test_what_was_written_and_forgotten_is_found_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(batches, "MOST", most)
    people = [("Jane Roe", "jane@roe.example", "Roe"), *NAMESAKES]
    twice = [*people, *people]
    assert _taken(database, twice) == [Verdict.created] * 13 + [Verdict.unchanged] * 13


def test_a_name_that_many_share_is_the_same_person_only_in_the_same_organisation(
    database: Database,
) -> None:
    assert _taken(database, NAMESAKES) == [Verdict.created] * 12
    again = [("Zhang Wei 1", "", "Company 7"), ("Zhang Wei 1", "", "Company 8")]
    assert _taken(database, again) == [Verdict.unchanged, Verdict.created]


def test_a_name_that_many_share_is_the_same_person_also_where_nobody_says_whose(
    database: Database,
) -> None:
    many = [*NAMESAKES, ("Zhang Wei 1", "", "")]
    assert _taken(database, many) == [Verdict.created] * 13
    assert _taken(database, [("Zhang Wei 1", "", "")]) == [Verdict.unchanged]


def test_a_long_list_leaves_few_rows_in_memory(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST", 10)
    with database.writing("Import a list", kind=Kind.import_) as session:
        taker = Importing(session, of_people=True, create_missing=True)
        for number in range(40):
            taker.take([Incoming(number, contact={"full_name": f"Person {number}"})])
        taker.finish()
        assert len(taker.people.rows) + len(taker.people.fresh) <= 11
        assert len(taker.people.keys) <= 44
