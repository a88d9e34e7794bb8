"""Changes to organisations."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from db.errors import Invalid
from db.models import Organisation

from . import records


def add(session: Session, **values: Any) -> int:
    """A new organisation; returns its id. Raises Invalid without a name."""
    _named(values)
    return records.add(session, Organisation, values).id or 0


def amend(
    session: Session, one: int, changes: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> int:
    """Change fields of an organisation. Raises Invalid, Stale."""
    if "name" in changes:
        _named(changes)
    if changes.get("parent_id") == one:
        raise Invalid("An organisation cannot be its own parent.", {"parent": "is the same"})
    records.amend(session, Organisation, one, changes, was)
    return one


def archive(session: Session, one: int) -> int:
    records.archive(session, Organisation, one)
    return one


def restore(session: Session, one: int) -> int:
    records.restore(session, Organisation, one)
    return one


def _named(values: Mapping[str, Any]) -> None:
    if not str(values.get("name") or "").strip():
        raise Invalid("An organisation needs a name.", {"name": "is needed"})
