"""A document: a file or a link that belongs to one record, with the checksum it had."""

from typing import ClassVar

import sqlalchemy as sa

from .base import STRICT, Record
from .types import link, prose, required

OWNERS = ("organisation_id", "contact_id", "meeting_id", "project_id", "case_id")


class Document(Record, table=True):
    part_of: ClassVar[tuple[str, ...]] = OWNERS

    __table_args__ = (
        sa.CheckConstraint(
            " + ".join(f"(CASE WHEN {owner} IS NULL THEN 0 ELSE 1 END)" for owner in OWNERS)
            + " = 1",
            name="one_owner",
        ),
        STRICT,
    )

    organisation_id: int | None = link("organisation")
    contact_id: int | None = link("contact")
    meeting_id: int | None = link("meeting")
    project_id: int | None = link("project")
    case_id: int | None = link("incentive_case")
    title: str = required(nullable=False)
    path: str = required(nullable=False)
    sha256: str | None = prose()
