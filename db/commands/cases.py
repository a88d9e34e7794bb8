"""Changes to incentive cases: they move only along their graph."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from db.errors import Invalid
from db.models import IncentiveCase
from db.models.cases import MOVES, State

from . import records

DAY_OF = {
    State.offered: "offered_on",
    State.applied: "applied_on",
    State.granted: "decided_on",
    State.refused: "decided_on",
    State.in_force: "in_force_on",
    State.expired: "ended_on",
    State.revoked: "ended_on",
    State.withdrawn: "ended_on",
}


def add(session: Session, **values: Any) -> int:
    """A new case, offered until it is moved; returns its id. Raises Invalid."""
    for needed in ("incentive_id", "organisation_id"):
        if not values.get(needed):
            word = needed.removesuffix("_id")
            raise Invalid(f"An incentive case needs its {word}.", {word: "is needed"})
    return records.add(session, IncentiveCase, values).id or 0


def amend(
    session: Session, one: int, changes: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> int:
    """Change fields of a case; its state only along the graph. Raises Invalid, Stale."""
    changes = dict(changes)
    record = records.find(session, IncentiveCase, one)
    if "state" in changes:
        _may(record, records.word(State, changes["state"], "state"))
    records.amend(session, IncentiveCase, one, changes, was)
    return one


def move(session: Session, one: int, state: State, on: date) -> int:
    """The next state of a case and the day it was reached. Raises Invalid where no way leads."""
    record = records.find(session, IncentiveCase, one)
    _may(record, state)
    records.amend(session, IncentiveCase, one, {"state": state, DAY_OF[state]: on})
    return one


def archive(session: Session, one: int) -> int:
    records.archive(session, IncentiveCase, one)
    return one


def restore(session: Session, one: int) -> int:
    records.restore(session, IncentiveCase, one)
    return one


def _may(record: IncentiveCase, state: State) -> None:
    if state is record.state or state in MOVES[record.state]:
        return
    ways = " or ".join(MOVES[record.state]) or "nothing any more"
    raise Invalid(
        f"{record.ref} is {record.state}: from there it can become {ways}, not {state}.",
        {"state": f"can become {ways}"},
    )
