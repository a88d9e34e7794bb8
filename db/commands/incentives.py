"""Changes to incentives and their windows of validity."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from db.errors import Invalid
from db.models import Incentive, IncentiveWindow

from . import records


def add(session: Session, **values: Any) -> int:
    """A new incentive; returns its id. Raises Invalid without a name."""
    if not str(values.get("name") or "").strip():
        raise Invalid("An incentive needs a name.", {"name": "is needed"})
    return records.add(session, Incentive, values).id or 0


def amend(
    session: Session, one: int, changes: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> int:
    """Change fields of an incentive. Raises Invalid, Stale."""
    records.amend(session, Incentive, one, changes, was)
    return one


def save(
    session: Session,
    one: int | None,
    values: Mapping[str, Any],
    window: Mapping[str, Any],
    was: Mapping[str, Any] | None = None,
) -> int:
    """Save an incentive and, where `window` has a start, a new window of it. Raises Invalid, Stale."""
    made = add(session, **values) if one is None else amend(session, one, values, was)
    if window.get("starts_on"):
        open_window(session, made, **window)
    return made


def open_window(session: Session, one: int, **values: Any) -> int:
    """A span in which it can be granted, with its basis and the day that became known."""
    return records.add(session, IncentiveWindow, {**values, "incentive_id": one}).id or 0


def archive(session: Session, one: int) -> int:
    records.archive(session, Incentive, one)
    return one


def restore(session: Session, one: int) -> int:
    records.restore(session, Incentive, one)
    return one
