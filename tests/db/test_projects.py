"""Projects: a stage needs what it needs, shares end at the whole, figures never overwrite."""

from datetime import date
from typing import Any

import pytest

from db.commands import projects
from db.engine import Database
from db.errors import Invalid
from db.models import Project
from db.models.projects import STAGE_NEEDS, Stage
from db.queries import lists

DAY = date(2026, 2, 4)


def new(database: Database, **values: Any) -> int:
    with database.writing("Add") as session:
        return projects.add(session, name="Anode plant", **values)


def fulfil(session: Any, one: int, need: str) -> None:
    match need:
        case "parties":
            projects.join(session, one, 1)
        case "sites":
            projects.consider(session, one, 1)
        case "decided_site":
            projects.consider(session, one, 1, verdict="decided")
        case "manager":
            projects.amend(session, one, {"manager_id": 1})
        case "capex" | "committed_capex" | "realised_capex":
            basis = {"capex": "planned"}.get(need, need.partition("_")[0])
            projects.measure(session, one, measure="capex", basis=basis, amount=1, currency="USD")
        case _:
            values = {"type": "joint_venture", "likelihood": 50, "expected_on": DAY}
            projects.amend(session, one, {need: values.get(need, "known")})


def missing(database: Database, one: int) -> list[str]:
    with database.reading() as session:
        return list(lists.rows(session, "projects", [one])[0].values["missing"])


def test_each_stage_lists_exactly_what_it_lacks_and_opens_with_it(database: Database) -> None:
    one = new(database)
    for stage in list(Stage)[1:]:
        needs = list(STAGE_NEEDS[stage])
        while needs:
            assert missing(database, one) == needs
            with (
                pytest.raises(Invalid, match="cannot enter") as refused,
                database.writing("Advance") as session,
            ):
                projects.advance(session, one, stage)
            assert set(refused.value.fields) == {*needs, "stage"}
            with database.writing("Fulfil") as session:
                fulfil(session, one, needs.pop(0))
        with database.writing("Advance") as session:
            projects.advance(session, one, stage)
    assert missing(database, one) == []


def test_a_stage_cannot_be_slipped_into_by_an_edit_or_at_birth(database: Database) -> None:
    one = new(database)
    with pytest.raises(Invalid, match="cannot enter"), database.writing("Edit") as session:
        projects.amend(session, one, {"stage": "negotiation"})
    with pytest.raises(Invalid, match="cannot enter"):
        new(database, stage="operating")


def test_a_stage_can_be_gone_back(database: Database) -> None:
    one = new(database, sector="Aluminium", type="greenfield")
    with database.writing("Advance") as session:
        projects.join(session, one, 1)
        projects.advance(session, one, Stage.qualified)
        projects.advance(session, one, Stage.lead)
        assert session.get_one(Project, one).stage is Stage.lead


@pytest.mark.parametrize("status", ["lost", "abandoned"])
@pytest.mark.parametrize("given", [{}, {"loss_reason": "Price"}, {"loss_on": DAY},
                                   {"loss_reason": " ", "loss_on": DAY}])  # fmt: skip
def test_lost_and_abandoned_need_a_reason_and_a_day(
    database: Database, status: str, given: dict[str, Any]
) -> None:
    one = new(database)
    with pytest.raises(Invalid, match="needs a reason and a day"), database.writing("x") as session:
        projects.amend(session, one, {"status": status, **given})
    with pytest.raises(Invalid):
        new(database, status=status, **given)


def test_a_project_is_lost_with_a_reason_a_day_and_a_country(database: Database) -> None:
    one = new(database)
    with database.writing("Lose") as session:
        projects.lose(session, one, "Price of power", DAY, "KZ")
    with database.reading() as session:
        assert session.get_one(Project, one).loss_country == "KZ"


def test_shares_end_at_the_whole(database: Database) -> None:
    one = new(database)
    with database.writing("Join") as session:
        projects.join(session, one, 1, share=6000)
        projects.join(session, one, 2, role="co_investor", share=4000)
        projects.join(session, one, 3, role="adviser")
    with pytest.raises(Invalid, match="0 % are left") as refused, database.writing("x") as session:
        projects.join(session, one, 4, share=1)
    assert refused.value.fields == {"share": "is too much"}


@pytest.mark.parametrize("share", [-1, 10001])
def test_a_share_is_a_part_of_the_whole(database: Database, share: int) -> None:
    one = new(database)
    with pytest.raises(Invalid), database.writing("x") as session:
        projects.join(session, one, 1, share=share)


def test_a_new_figure_stands_beside_the_old(database: Database) -> None:
    one = new(database)
    for amount in (50_000_000_00, 60_000_000_00):
        with database.writing("Measure") as session:
            projects.measure(session, one, amount=amount, currency="USD", as_of=DAY)
    with database.reading() as session:
        figures = lists.rows(session, "projects", [one])[0].values["figures"]
    assert [figure["amount"] for figure in figures] == [50_000_000_00, 60_000_000_00]


@pytest.mark.parametrize("values", [
    {"amount": 1}, {"amount": 1, "currency": "USD", "unit": "t"},
    {"amount": 10**30, "currency": "USD"}, {"amount": -(10**30), "unit": "t"},
])  # fmt: skip
def test_a_figure_has_a_currency_or_a_unit_and_fits(
    database: Database, values: dict[str, Any]
) -> None:
    one = new(database)
    with pytest.raises(Invalid), database.writing("x") as session:
        projects.measure(session, one, **values)


def test_a_second_verdict_replaces_the_first(database: Database) -> None:
    one = new(database)
    with database.writing("Look") as session:
        assert projects.consider(session, one, 1) == projects.consider(
            session, one, 1, verdict="visited"
        )


@pytest.mark.parametrize("values", [
    {"stage": "dream"}, {"status": "happy"}, {"likelihood": 101}, {"type": 7}, {"manager_id": 999},
])  # fmt: skip
def test_what_is_no_project_is_refused_in_a_sentence(
    database: Database, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        new(database, **values)
    one = new(database)
    with pytest.raises(Invalid), database.writing("Edit") as session:
        projects.amend(session, one, values)
    assert "\n" not in str(refused.value) and "ck_" not in str(refused.value)
