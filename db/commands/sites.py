"""Changes to sites."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from db.errors import Invalid
from db.models import Site

from . import records


def add(session: Session, **values: Any) -> int:
    """A new site; returns its id. Raises Invalid without a name."""
    if not str(values.get("name") or "").strip():
        raise Invalid("A site needs a name.", {"name": "is needed"})
    return records.add(session, Site, values).id or 0


def amend(
    session: Session, one: int, changes: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> int:
    """Change fields of a site. Raises Invalid, Stale."""
    records.amend(session, Site, one, changes, was)
    return one


def archive(session: Session, one: int) -> int:
    records.archive(session, Site, one)
    return one


def restore(session: Session, one: int) -> int:
    records.restore(session, Site, one)
    return one
