"""Questions about contacts: how they are listed, when we last met them."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Attendance, Contact, Meeting, Organisation, columns
from db.models.contacts import display_name
from db.models.meetings import Status
from db.view import Field, Kind

from .lists import Listing

_C, _M, _A, _O = (columns(m) for m in (Contact, Meeting, Attendance, Organisation))


def last_met(contact_id: Any) -> Any:
    """The day of the last meeting held that a contact attended."""
    return (
        sa.select(sa.func.max(_M.c.starts_on))
        .join(_A, _A.c.meeting_id == _M.c.id)
        .where(_A.c.contact_id == contact_id, _M.c.status == Status.held)
        .scalar_subquery()
    )


def _extend(session: Session, records: list[dict[str, Any]]) -> None:
    ids = [record["id"] for record in records]
    met = sa.select(_C.c.id, last_met(_C.c.id).label("day")).where(_C.c.id.in_(ids))
    days = {row.id: row.day for row in session.execute(met)}
    for record in records:
        record["last_spoken"] = days.get(record["id"])


LIST = Listing(
    model=Contact,
    links={"organisation": ("organisation_id", Organisation)},
    name=display_name,
    fields={"last_spoken": Field("last_spoken", Kind.day, last_met(_C.c.id))},
    extend=_extend,
)
