"""Questions about organisations: how they are listed, when we last spoke to them."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Contact, FollowUp, Meeting, MeetingOrganisation, Organisation, columns
from db.models.follow_ups import Status as Open
from db.models.meetings import Status
from db.view import Field, Kind

from .lists import Listing

_O, _M, _MO, _F = (columns(m) for m in (Organisation, Meeting, MeetingOrganisation, FollowUp))


def last_spoken(organisation_id: Any) -> Any:
    """The day of the last meeting held with an organisation; never the day of typing it."""
    return (
        sa.select(sa.func.max(_M.c.starts_on))
        .join(_MO, _MO.c.meeting_id == _M.c.id)
        .where(_MO.c.organisation_id == organisation_id, _M.c.status == Status.held)
        .scalar_subquery()
    )


def _extend(session: Session, records: list[dict[str, Any]]) -> None:
    ids = [record["id"] for record in records]
    spoken = sa.select(_O.c.id, last_spoken(_O.c.id).label("day")).where(_O.c.id.in_(ids))
    days = {row.id: row.day for row in session.execute(spoken)}
    promised = (
        sa.select(_F.c.organisation_id, sa.func.count().label("n"))
        .where(_F.c.organisation_id.in_(ids), _F.c.status == Open.open, _F.c.archived_at.is_(None))
        .group_by(_F.c.organisation_id)
    )
    counts = {row.organisation_id: row.n for row in session.execute(promised)}
    for record in records:
        record["last_spoken"] = days.get(record["id"])
        record["open_follow_ups"] = counts.get(record["id"], 0)


LIST = Listing(
    model=Organisation,
    links={"parent": ("parent_id", Organisation), "owner": ("owner_id", Contact)},
    fields={"last_spoken": Field("last_spoken", Kind.day, last_spoken(_O.c.id))},
    extend=_extend,
)
