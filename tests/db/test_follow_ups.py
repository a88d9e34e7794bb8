"""Follow-ups: a promise is open until it is kept or dropped."""

from datetime import date
from typing import Any

import pytest

from db.commands import follow_ups
from db.engine import Database
from db.errors import Invalid
from db.models import FollowUp
from db.models.follow_ups import Status
from db.queries import lists

DAY = date(2026, 2, 4)


def test_done_keeps_its_day_and_reopened_forgets_it(database: Database) -> None:
    with database.writing("Complete") as session:
        follow_ups.complete(session, 1, DAY, "Sent by mail")
        one = session.get_one(FollowUp, 1)
        assert (one.status, one.done_on, one.outcome) == (Status.done, DAY, "Sent by mail")
    with pytest.raises(Invalid, match="F1 is done already"), database.writing("x") as session:
        follow_ups.complete(session, 1, DAY)
    with database.writing("Reopen") as session:
        follow_ups.reopen(session, 1)
        assert session.get_one(FollowUp, 1).done_on is None


def test_done_by_an_edit_needs_the_day(database: Database) -> None:
    with pytest.raises(Invalid, match="needs the day") as refused, database.writing("x") as session:
        follow_ups.amend(session, 1, {"status": "done"})
    assert list(refused.value.fields) == ["done_on"]
    with pytest.raises(Invalid, match="needs the day"), database.writing("x") as session:
        follow_ups.add(session, text="x", status="done")
    with database.writing("x") as session:
        follow_ups.amend(session, 1, {"status": "done", "done_on": DAY})


def test_dropped_and_snoozed_stay_in_the_record(database: Database) -> None:
    with database.writing("Drop") as session:
        follow_ups.drop(session, 1, "No longer wanted")
        follow_ups.snooze(session, 2, DAY)
        assert session.get_one(FollowUp, 1).status is Status.dropped
        assert session.get_one(FollowUp, 2).snoozed_until == DAY


@pytest.mark.parametrize("values", [
    {}, {"text": "  "}, {"text": "x", "status": "finished"}, {"text": "x", "due_on": "soon"},
    {"text": "x", "meeting_id": 999}, {"text": None}, {"text": ["x"]},
])  # fmt: skip
def test_what_is_no_follow_up_is_refused_in_a_sentence(
    database: Database, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused, database.writing("x") as session:
        follow_ups.add(session, **values)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("changes", [{"text": ""}, {"status": "finished"}, {"due_on": "soon"}])
def test_an_edit_that_cannot_be_is_refused_in_a_sentence(
    database: Database, changes: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused, database.writing("x") as session:
        follow_ups.amend(session, 1, changes)
    assert "\n" not in str(refused.value) and "_" not in str(refused.value)


def test_they_are_listed_by_the_day_they_are_due(database: Database) -> None:
    with database.reading() as session:
        ids = lists.ids(session, lists.parse("follow_ups", ""))
        days = [row.values["due_on"] for row in lists.rows(session, "follow_ups", ids)]
    known = [day for day in days if day]
    assert known == sorted(known) and days[: len(known)] == known
