"""Changes to contacts."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from db.errors import Invalid
from db.models import Contact
from db.models.contacts import display_name

from . import records


def add(session: Session, **values: Any) -> int:
    """A new contact; returns its id. Raises Invalid without a name and an e-mail address."""
    _named(values)
    return records.add(session, Contact, values).id or 0


def amend(
    session: Session, one: int, changes: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> int:
    """Change fields of a contact; a name recorded ends the placeholder. Raises Invalid, Stale."""
    record = records.find(session, Contact, one)
    after = {**record.model_dump(), **changes}
    _named(after)
    records.amend(session, Contact, one, changes, was)
    return one


def archive(session: Session, one: int) -> int:
    records.archive(session, Contact, one)
    return one


def restore(session: Session, one: int) -> int:
    records.restore(session, Contact, one)
    return one


def _named(values: Mapping[str, Any]) -> None:
    if not display_name(values).strip():
        raise Invalid(
            "A contact needs a name or an e-mail address.",
            {"family_name": "is needed, or an e-mail"},
        )
