"""Keep a final report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from db.models import ReportVersion
from db.queries.reports import digest


def keep(
    session: Session, meeting_id: int, number: int, as_of: date, content: Mapping[str, Any]
) -> None:
    """Freeze the words of a report under its number; two who do it at once cannot both succeed."""
    session.add(
        ReportVersion(
            meeting_id=meeting_id,
            number=number,
            as_of=as_of,
            content=dict(content),
            sha256=digest(content),
        )
    )
    session.flush()
