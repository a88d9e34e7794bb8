"""Changes to follow-ups: promise, complete, reopen, drop, snooze."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from db.errors import Invalid
from db.models import FollowUp
from db.models.follow_ups import Status

from . import records


def add(session: Session, **values: Any) -> int:
    """A new follow-up; returns its id. Raises Invalid without words."""
    if not str(values.get("text") or "").strip():
        raise Invalid("A follow-up needs words: what is to be done.", {"text": "is needed"})
    _dated(values.get("status", Status.open), values.get("done_on"))
    return records.add(session, FollowUp, values).id or 0


def amend(
    session: Session, one: int, changes: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> int:
    """Change fields of a follow-up; `done` keeps its day. Raises Invalid, Stale."""
    record = records.find(session, FollowUp, one)
    changes = dict(changes)
    status = _dated(changes.get("status", record.status), changes.get("done_on", record.done_on))
    if status is not Status.done:
        changes["done_on"] = None
    records.amend(session, FollowUp, one, changes, was)
    return one


def complete(session: Session, one: int, on: date, outcome: str | None = None) -> int:
    """The promise is kept."""
    record = records.find(session, FollowUp, one)
    if record.status is Status.done:
        raise Invalid(f"{record.ref} is done already.")
    changes: dict[str, Any] = {"status": Status.done, "done_on": on}
    if outcome:
        changes["outcome"] = outcome
    records.amend(session, FollowUp, one, changes)
    return one


def reopen(session: Session, one: int) -> int:
    """Done or dropped too soon."""
    records.amend(session, FollowUp, one, {"status": Status.open, "done_on": None})
    return one


def drop(session: Session, one: int, outcome: str | None = None) -> int:
    """Nobody will do it any more; it stays in the record."""
    changes = {
        "status": Status.dropped,
        "done_on": None,
        **({"outcome": outcome} if outcome else {}),
    }
    records.amend(session, FollowUp, one, changes)
    return one


def snooze(session: Session, one: int, until: date) -> int:
    """Out of sight until a day."""
    records.amend(session, FollowUp, one, {"snoozed_until": until})
    return one


def archive(session: Session, one: int) -> int:
    records.archive(session, FollowUp, one)
    return one


def restore(session: Session, one: int) -> int:
    records.restore(session, FollowUp, one)
    return one


def _dated(status: object, done_on: object) -> Status:
    known = records.word(Status, status, "status")
    if known is Status.done and not done_on:
        raise Invalid("A follow-up that is done needs the day.", {"done_on": "is needed"})
    return known
