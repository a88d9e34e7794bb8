"""A final report: its words as they were signed, numbered, and never changed again."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from .base import STRICT, Record
from .types import day, link, mapped, required, whole


class ReportVersion(Record, table=True):
    """`content` is the report in each language as plain JSON; `sha256` is over its canonical form."""

    __tablename__ = "report_version"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"), STRICT)

    meeting_id: int = link("meeting", needed=True, indexed=True)
    number: int = whole(nullable=False)
    as_of: date = day(nullable=False)
    content: dict[str, Any] = mapped()
    sha256: str = required(nullable=False)
