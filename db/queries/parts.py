"""What hangs on a record and has no list of its own, as an export carries it: by uid and name."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import (
    Attendance,
    Contact,
    Figure,
    Incentive,
    IncentiveWindow,
    MeetingOrganisation,
    Organisation,
    Point,
    Project,
    ProjectParty,
    ProjectSite,
    Site,
    columns,
)
from db.models.base import Record


@dataclass(frozen=True)
class Part:
    """One kind of part: its table, the column of its owner, plain columns, links by word."""

    model: type[Record]
    owner: str
    plain: tuple[str, ...]
    links: Mapping[str, type[Record]]


PARTS: dict[str, dict[str, Part]] = {
    "meetings": {
        "organisations": Part(MeetingOrganisation, "meeting_id", (), {"organisation": Organisation}),
        "seats": Part(
            Attendance, "meeting_id", ("side", "role", "organisation", "job_title", "source"),
            {"contact": Contact},
        ),
        "points": Part(
            Point, "meeting_id", ("position", "topic", "side", "text", "source"),
            {"project": Project, "incentive": Incentive, "site": Site},
        ),
    },
    "projects": {
        "parties": Part(ProjectParty, "project_id", ("role", "share"), {"organisation": Organisation}),
        "sites": Part(ProjectSite, "project_id", ("verdict", "source"), {"site": Site}),
        "figures": Part(
            Figure, "project_id",
            ("measure", "basis", "amount", "currency", "unit", "as_of", "source"), {},
        ),
    },
    "incentives": {
        "windows": Part(
            IncentiveWindow, "incentive_id", ("starts_on", "ends_on", "known_on", "basis"), {}
        ),
    },
}  # fmt: skip


def parts(
    session: Session, noun: str, ids: list[int]
) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """The parts of some records: id -> name -> what stands in a cell, in the order it was made."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = defaultdict(dict)
    for name, part in PARTS.get(noun, {}).items():
        for owner, told in _of(session, part, ids):
            found[owner].setdefault(name, []).append(told)
    return found


def _of(session: Session, part: Part, ids: list[int]) -> list[tuple[int, dict[str, Any]]]:
    table = columns(part.model)
    uids: list[Any] = []
    query: Any = sa.select(table).where(table.c[part.owner].in_(ids), table.c.archived_at.is_(None))
    for word, target in part.links.items():
        other = columns(target).alias(word)
        query = query.outerjoin(other, other.c.id == table.c[f"{word}_id"])
        uids.append(other.c.uid.label(f"{word}_uid"))
    rows = session.execute(query.add_columns(*uids).order_by(table.c.id)).mappings()
    return [(row[part.owner], _told(part, row)) for row in rows]


def _told(part: Part, row: Any) -> dict[str, Any]:
    told = {name: row[name] for name in ("uid", *part.plain) if row[name] is not None}
    told |= {f"{word}_uid": row[f"{word}_uid"] for word in part.links if row[f"{word}_uid"]}
    return {name: _plain(value) for name, value in told.items()}


def _plain(value: Any) -> Any:
    value = getattr(value, "value", value)
    return value.isoformat() if hasattr(value, "isoformat") else value
