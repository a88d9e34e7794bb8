"""Incentive cases: they move only along their graph."""

from datetime import date

import pytest

from db.commands import cases
from db.commands.cases import DAY_OF
from db.engine import Database
from db.errors import Invalid
from db.models import IncentiveCase
from db.models.cases import MOVES, State
from db.queries import lists

DAY = date(2026, 2, 4)


def new(database: Database) -> int:
    with database.writing("Offer") as session:
        return cases.add(session, incentive_id=1, organisation_id=1, offered_in_id=1)


def _way(to: State) -> list[State]:
    """The shortest way from offered."""
    ways = [[State.offered]]
    while ways[0][-1] is not to:
        way = ways.pop(0)
        ways += [[*way, state] for state in MOVES[way[-1]]]
    return ways[0][1:]


@pytest.mark.parametrize("start", State)
def test_a_case_moves_only_along_its_graph(database: Database, start: State) -> None:
    for to in set(State) - {start}:
        one = new(database)
        with database.writing("Move") as session:
            for state in _way(start):
                cases.move(session, one, state, DAY)
        if to in MOVES[start]:
            with database.writing("Move") as session:
                cases.move(session, one, to, DAY)
                moved = session.get_one(IncentiveCase, one)
                assert moved.state is to and getattr(moved, DAY_OF[to]) == DAY
            continue
        with pytest.raises(Invalid, match=f"K{one} is {start}"), database.writing("x") as session:
            cases.move(session, one, to, DAY)
        with pytest.raises(Invalid, match=f"K{one} is {start}"), database.writing("x") as session:
            cases.amend(session, one, {"state": to.value})


def test_a_case_is_listed_under_its_incentive_and_organisation(database: Database) -> None:
    one = new(database)
    with database.reading() as session:
        row = lists.rows(session, "cases", [one])[0]
        title = lists.titles(session, IncentiveCase, [one])[one].name
    assert row.ref == f"K{one}" and "Wanji" in row.name and row.name == title
    assert row.values["offered_in_ref"] == "M1"


@pytest.mark.parametrize("values", [
    {}, {"incentive_id": 1}, {"incentive_id": 999, "organisation_id": 1},
    {"incentive_id": 1, "organisation_id": 1, "state": "dreamt"},
    {"incentive_id": 1, "organisation_id": 1, "estimated_value": 5},
])  # fmt: skip
def test_what_is_no_case_is_refused_in_a_sentence(
    database: Database, values: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused, database.writing("x") as session:
        cases.add(session, **values)
    assert "\n" not in str(refused.value) and "ck_" not in str(refused.value)


def test_an_unknown_state_is_refused_in_a_sentence(database: Database) -> None:
    one = new(database)
    with pytest.raises(Invalid, match="state"), database.writing("x") as session:
        cases.amend(session, one, {"state": "dreamt"})
