"""Questions about meetings: how they are listed, and the dossier that a report is made of."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Contact, Meeting, MeetingOrganisation, Organisation, columns
from db.models.organisations import Side
from db.view import Field, Kind

from .fields import Listing, country_of

_M, _MO, _O = (columns(m) for m in (Meeting, MeetingOrganisation, Organisation))


def when(day: Any, clock: str | None) -> str | None:
    """A day and, where known, the local time: "2026-01-19" or "2026-01-19T10:00"."""
    if day is None:
        return None
    return f"{day.isoformat()}T{clock}" if clock else str(day.isoformat())


MOST = 200  # organisations of our side whose names a promise may begin with


def our_bodies(session: Session) -> list[str]:
    """The names of the organisations of the desk's own side."""
    mine = sa.and_(_O.c.side == Side.host, _O.c.archived_at.is_(None))
    query = sa.select(_O.c.name).where(mine).order_by(_O.c.name).limit(MOST)
    return list(session.execute(query).scalars())


def _extend(session: Session, records: list[dict[str, Any]]) -> None:
    query = (
        sa.select(_MO.c.meeting_id, _O.c.id, _O.c.name)
        .join(_O, _O.c.id == _MO.c.organisation_id)
        .where(_MO.c.meeting_id.in_([record["id"] for record in records]))
        .order_by(sa.case((_O.c.side == Side.host, 1), else_=0), _MO.c.id)  # those who came first
    )
    bodies: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        bodies[row.meeting_id].append(row)
    for record in records:
        took_part = bodies[record["id"]]
        record["organisations"] = [row.name for row in took_part]
        record["organisations_refs"] = [f"O{row.id}" for row in took_part]
        record["start"] = when(record["starts_on"], record["starts_at"])
        record["end"] = when(record["ends_on"] or record["starts_on"], record["ends_at"])


LIST = Listing(
    model=Meeting,
    links={"note_taker": ("note_taker_id", Contact)},
    name=lambda values: str(values["subject"]),
    sort="-starts_on",
    also={"start": "starts_on", "end": "ends_on", "date": "starts_on"},
    fields={
        "organisation": Field(
            "organisation",
            Kind.link,
            sa.select(_MO.c.organisation_id).where(_MO.c.meeting_id == _M.c.id),
            target=Organisation,
        ),
        "country": country_of(_MO.c.organisation_id, _MO.c.meeting_id == _M.c.id),
    },
    extend=_extend,
)
