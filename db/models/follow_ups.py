"""A follow-up: a promise of ours or of theirs, until it is kept or dropped."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa

from db.words import search_text

from .base import STRICT, Found, Sourced, common_handles, keyed
from .types import choice, day, link, listed, mapped, prose, required


class Side(StrEnum):
    """Who owes it."""

    ours = "ours"
    theirs = "theirs"


class Status(StrEnum):
    open = "open"
    done = "done"
    dropped = "dropped"


class Priority(StrEnum):
    high = "high"
    medium = "medium"
    low = "low"


class FollowUp(Found, Sourced, table=True):
    letter: ClassVar[str] = "F"
    noun: ClassVar[str] = "follow_ups"
    part_of: ClassVar[tuple[str, ...]] = ("meeting_id",)  # a promise is made in a meeting
    __tablename__ = "follow_up"
    __table_args__ = (
        sa.CheckConstraint("(status = 'done') = (done_on IS NOT NULL)", name="done"),
        STRICT,
    )

    text: str = required(nullable=False)
    side: Side = choice(Side, Side.ours)
    owner_id: int | None = link("contact")
    owner_role: str | None = prose()
    due_on: date | None = day()
    status: Status = choice(Status, Status.open)
    done_on: date | None = day()
    outcome: str | None = prose()
    priority: Priority = choice(Priority, Priority.medium)
    snoozed_until: date | None = day()
    meeting_id: int | None = link("meeting")
    organisation_id: int | None = link("organisation", indexed=True)
    project_id: int | None = link("project")
    case_id: int | None = link("incentive_case")
    tags: list[str] = listed()
    notes: str | None = prose()
    external_ids: dict[str, str] = mapped()
    extra: dict[str, str] = mapped()

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        words = (values["text"], values.get("outcome"), values.get("notes"))
        return {
            "folded": search_text(*words, *(values.get("tags") or ())),
            "handles": keyed(common_handles(values)),
        }
