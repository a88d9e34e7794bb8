"""An incentive case: one incentive on its way to one organisation."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa

from db.words import search_text

from .base import STRICT, Found, Sourced, common_handles, keyed
from .types import choice, day, link, listed, mapped, prose, whole


class State(StrEnum):
    offered = "offered"
    applied = "applied"
    granted = "granted"
    refused = "refused"
    in_force = "in_force"
    expired = "expired"
    revoked = "revoked"
    withdrawn = "withdrawn"


# The only moves there are (DESIGN: a case moves only along its graph).
MOVES: dict[State, tuple[State, ...]] = {
    State.offered: (State.applied, State.withdrawn),
    State.applied: (State.granted, State.refused, State.withdrawn),
    State.granted: (State.in_force, State.revoked, State.withdrawn),
    State.in_force: (State.expired, State.revoked),
    State.refused: (),
    State.expired: (),
    State.revoked: (),
    State.withdrawn: (),
}


class IncentiveCase(Found, Sourced, table=True):
    """`estimated_value` is in minor units of `currency`."""

    letter: ClassVar[str] = "K"
    noun: ClassVar[str] = "cases"
    __tablename__ = "incentive_case"
    __table_args__ = (
        sa.CheckConstraint("estimated_value IS NULL OR currency IS NOT NULL", name="value"),
        STRICT,
    )

    incentive_id: int = link("incentive", needed=True)
    organisation_id: int = link("organisation", needed=True)
    project_id: int | None = link("project")
    offered_in_id: int | None = link("meeting")
    state: State = choice(State, State.offered)
    offered_on: date | None = day()
    applied_on: date | None = day()
    decided_on: date | None = day()
    in_force_on: date | None = day()
    ended_on: date | None = day()
    reference_no: str | None = prose()
    papers_present: list[str] = listed()
    papers_missing: list[str] = listed()
    estimated_value: int | None = whole()
    currency: str | None = prose()
    obligations: str | None = prose()
    next_report_on: date | None = day()
    tags: list[str] = listed()
    notes: str | None = prose()
    external_ids: dict[str, str] = mapped()
    extra: dict[str, str] = mapped()

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        words = (values.get("reference_no"), values.get("obligations"), values.get("notes"))
        return {"folded": search_text(*words), "handles": keyed(common_handles(values))}
