"""A meeting: who sat on both sides, what was said by topic and side, which bodies took part."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa

from db.words import search_text

from .base import STRICT, Found, Record, Sourced, common_handles, keyed
from .types import choice, day, link, listed, mapped, prose, required, whole


class Kind(StrEnum):
    meeting = "meeting"
    call = "call"
    video = "video"
    site_visit = "site_visit"
    delegation = "delegation"
    event = "event"
    letter = "letter"


class Status(StrEnum):
    """Held never returns to planned."""

    planned = "planned"
    held = "held"
    cancelled = "cancelled"
    postponed = "postponed"


class Precision(StrEnum):
    """How exactly the day is known; a dateline is the date of a publication, not of the day."""

    time = "time"
    day = "day"
    dateline = "dateline"
    month = "month"


class Confidentiality(StrEnum):
    open = "open"
    desk = "desk"
    named = "named"


class Side(StrEnum):
    host = "host"
    guest = "guest"


class Speaker(StrEnum):
    """Which side made a point."""

    host = "host"
    guest = "guest"
    both = "both"


class Role(StrEnum):
    chair = "chair"
    member = "member"
    interpreter = "interpreter"
    note_taker = "note_taker"
    apologies = "apologies"


class Meeting(Found, Sourced, table=True):
    """Local day and time with the zone of the place, so that a change of law about the clock
    never moves a meeting (research: Almaty, March 2024)."""

    letter: ClassVar[str] = "M"
    noun: ClassVar[str] = "meetings"
    __table_args__ = (
        sa.CheckConstraint("status <> 'held' OR starts_on IS NOT NULL", name="held"),
        STRICT,
    )

    subject: str = required(nullable=False)
    kind: Kind = choice(Kind, Kind.meeting)
    status: Status = choice(Status, Status.planned)
    starts_on: date | None = day()
    starts_at: str | None = prose()
    ends_on: date | None = day()
    ends_at: str | None = prose()
    zone: str = required(default="Asia/Baku", nullable=False)
    date_precision: Precision = choice(Precision, Precision.day)
    place: str | None = prose()
    language: str | None = prose()
    convened_by: str | None = prose()
    purpose: str | None = prose()
    background: str | None = prose()
    summary: str | None = prose()
    outcome: str | None = prose()
    decisions: str | None = prose()
    assessment: str | None = prose()
    next_step: str | None = prose()
    confidentiality: Confidentiality = choice(Confidentiality, Confidentiality.desk)
    note_taker_id: int | None = link("contact")
    written_on: date | None = day()
    cleared_by: str | None = prose()
    distribution: str | None = prose()
    tags: list[str] = listed()
    notes: str | None = prose()
    external_ids: dict[str, str] = mapped()
    extra: dict[str, str] = mapped()

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        prose = ("place", "purpose", "background", "summary", "outcome", "decisions",
                 "assessment", "next_step", "notes")  # fmt: skip
        words = [*(values.get(name) for name in prose), *(values.get("tags") or ())]
        return {
            "folded": search_text(*words, names=[values["subject"]]),
            "handles": keyed(common_handles(values)),
        }


class MeetingOrganisation(Record, table=True):
    part_of: ClassVar[tuple[str, ...]] = ("meeting_id",)

    __tablename__ = "meeting_organisation"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "organisation_id"), STRICT)

    meeting_id: int = link("meeting", needed=True, indexed=True)
    organisation_id: int = link("organisation", needed=True)


class Attendance(Record, table=True):
    """Organisation and job title stay as they were that day, whatever the contact becomes."""

    part_of: ClassVar[tuple[str, ...]] = ("meeting_id",)
    __table_args__ = (sa.UniqueConstraint("meeting_id", "contact_id"), STRICT)

    meeting_id: int = link("meeting", needed=True, indexed=True)
    contact_id: int = link("contact", needed=True)
    side: Side = choice(Side, Side.guest)
    role: Role = choice(Role, Role.member)
    organisation: str | None = prose()
    job_title: str | None = prose()
    source: str | None = prose()


class Point(Record, table=True):
    """One thing said; with a link and no text it records an incentive or a site presented."""

    part_of: ClassVar[tuple[str, ...]] = ("meeting_id",)
    __table_args__ = (
        sa.CheckConstraint(
            "text <> '' OR incentive_id IS NOT NULL OR site_id IS NOT NULL", name="something"
        ),
        STRICT,
    )

    meeting_id: int = link("meeting", needed=True)
    position: int = whole(0, nullable=False)
    topic: str | None = prose()
    side: Speaker = choice(Speaker, Speaker.both)
    text: str = required(default="", nullable=False)
    project_id: int | None = link("project")
    incentive_id: int | None = link("incentive")
    site_id: int | None = link("site")
    source: str | None = prose()
    folded: str = required(default="", nullable=False)

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return {"folded": search_text(values.get("topic"), values.get("text"))}
