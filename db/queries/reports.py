"""The final reports of a meeting, as they were signed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Refused
from db.models import ReportVersion, columns

_V = columns(ReportVersion)


@dataclass(frozen=True)
class Version:
    """One final report; `content` maps a language to the report as plain values."""

    number: int
    as_of: date
    content: Mapping[str, Any]
    at: datetime
    by: str


def versions(session: Session, meeting_id: int) -> tuple[Version, ...]:
    """Oldest first. Raises Refused where one is not as it was signed any more."""
    query = sa.select(_V).where(_V.c.meeting_id == meeting_id, _V.c.archived_at.is_(None))
    return tuple(_version(row) for row in session.execute(query.order_by(_V.c.number)))


def _version(row: Any) -> Version:
    if digest(row.content) != row.sha256:
        raise Refused(
            f"Version {row.number} of the report of M{row.meeting_id} is not as it was signed: its "
            "checksum differs. Look with: crm check"
        )
    return Version(row.number, row.as_of, row.content, row.created_at, row.created_by)


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in a form that does not depend on the order of its keys."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
