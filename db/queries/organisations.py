"""Questions about organisations: how they are listed, what they wait for."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Contact, FollowUp, Organisation, columns
from db.models.follow_ups import Status as Open
from db.view import Field, Kind

from .lists import Listing

_O, _F = columns(Organisation), columns(FollowUp)


def _extend(session: Session, records: list[dict[str, Any]]) -> None:
    ids = [record["id"] for record in records]
    # Found by the organisation: all that are open would be many more than theirs.
    is_open = sa.and_(_F.c.status == Open.open, _F.c.archived_at.is_(None))
    promised = (
        sa.select(_F.c.organisation_id, sa.func.count(sa.case((is_open, 1))).label("n"))
        .where(_F.c.organisation_id.in_(ids))
        .group_by(_F.c.organisation_id)
    )
    counts = {row.organisation_id: row.n for row in session.execute(promised)}
    for record in records:
        record["open_follow_ups"] = counts.get(record["id"], 0)


LIST = Listing(
    model=Organisation,
    links={"parent": ("parent_id", Organisation), "owner": ("owner_id", Contact)},
    fields={"last_spoken": Field("last_spoken", Kind.day, _O.c.last_spoken)},
    extend=_extend,
)
