"""A project: an investment on its way, its parties, its figures and the sites it looked at."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa

from db.words import search_text

from .base import STRICT, Found, Record, Sourced, common_handles, keyed
from .types import choice, day, link, listed, mapped, prose, required, whole


class Stage(StrEnum):
    """In the order of the pipeline."""

    lead = "lead"
    qualified = "qualified"
    visit = "visit"
    negotiation = "negotiation"
    commitment = "commitment"
    implementation = "implementation"
    operating = "operating"


class Status(StrEnum):
    active = "active"
    delayed = "delayed"
    dormant = "dormant"
    lost = "lost"
    abandoned = "abandoned"


class Type(StrEnum):
    greenfield = "greenfield"
    expansion = "expansion"
    joint_venture = "joint_venture"
    merger_acquisition = "merger_acquisition"
    retention = "retention"
    capital_only = "capital_only"


class PartyRole(StrEnum):
    lead_investor = "lead_investor"
    co_investor = "co_investor"
    local_partner = "local_partner"
    adviser = "adviser"
    contractor = "contractor"


class Measure(StrEnum):
    capex = "capex"
    equity = "equity"
    jobs = "jobs"
    capacity = "capacity"
    export = "export"


class Basis(StrEnum):
    planned = "planned"
    committed = "committed"
    realised = "realised"


class Verdict(StrEnum):
    candidate = "candidate"
    visited = "visited"
    rejected = "rejected"
    decided = "decided"


# What has to be known before a stage is entered; each stage needs all before it as well.
STAGE_NEEDS: dict[Stage, tuple[str, ...]] = {
    Stage.lead: (),
    Stage.qualified: ("sector", "type", "parties"),
    Stage.visit: ("requirements", "manager"),
    Stage.negotiation: ("sites", "likelihood"),
    Stage.commitment: ("expected_on", "capex"),
    Stage.implementation: ("committed_capex", "decided_site"),
    Stage.operating: ("realised_capex",),
}


class Project(Found, Sourced, table=True):
    letter: ClassVar[str] = "P"
    noun: ClassVar[str] = "projects"
    __table_args__ = (
        sa.CheckConstraint("likelihood BETWEEN 0 AND 100", name="likelihood"),
        sa.CheckConstraint(
            "status NOT IN ('lost', 'abandoned') "
            "OR (coalesce(loss_reason, '') <> '' AND loss_on IS NOT NULL)",
            name="loss",
        ),
        STRICT,
    )

    name: str = required(nullable=False)
    native_name: str | None = prose()
    stage: Stage = choice(Stage, Stage.lead)
    status: Status = choice(Status, Status.active)
    type: Type | None = choice(Type)
    sector_code: str | None = prose()
    sector: str | None = prose()
    description: str | None = prose()
    requirements: str | None = prose()
    likelihood: int | None = whole()
    expected_on: date | None = day()
    manager_id: int | None = link("contact")
    loss_reason: str | None = prose()
    loss_on: date | None = day()
    loss_country: str | None = prose()
    tags: list[str] = listed()
    notes: str | None = prose()
    external_ids: dict[str, str] = mapped()
    extra: dict[str, str] = mapped()

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        names = (values["name"], values.get("native_name"))
        prose = ("sector", "description", "requirements", "notes")
        words = [*(values.get(name) for name in prose), *(values.get("tags") or ())]
        return {
            "folded": search_text(*words, names=names),
            "handles": keyed(common_handles(values)),
        }


class ProjectParty(Record, table=True):
    """`share` is in basis points; the shares of a project add up to at most 10,000."""

    part_of: ClassVar[tuple[str, ...]] = ("project_id",)
    __tablename__ = "project_party"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "organisation_id", "role"),
        sa.CheckConstraint("share BETWEEN 0 AND 10000", name="share"),
        STRICT,
    )

    project_id: int = link("project", needed=True, indexed=True)
    organisation_id: int = link("organisation", needed=True)
    role: PartyRole = choice(PartyRole, PartyRole.lead_investor)
    share: int | None = whole()


class ProjectSite(Record, table=True):
    part_of: ClassVar[tuple[str, ...]] = ("project_id",)

    __tablename__ = "project_site"
    __table_args__ = (sa.UniqueConstraint("project_id", "site_id"), STRICT)

    project_id: int = link("project", needed=True, indexed=True)
    site_id: int = link("site", needed=True)
    verdict: Verdict = choice(Verdict, Verdict.candidate)
    source: str | None = prose()


class Figure(Record, table=True):
    """One dated number; a new one never overwrites an old one.

    `amount` is in minor units where `currency` (ISO 4217) is set, else in whole `unit`s.
    """

    part_of: ClassVar[tuple[str, ...]] = ("project_id",)
    __table_args__ = (
        sa.CheckConstraint("(currency IS NULL) <> (unit IS NULL)", name="measured"),
        STRICT,
    )

    project_id: int = link("project", needed=True)
    measure: Measure = choice(Measure, Measure.capex)
    basis: Basis = choice(Basis, Basis.planned)
    amount: int = whole(0, nullable=False)
    currency: str | None = prose()
    unit: str | None = prose()
    as_of: date | None = day()
    source: str | None = prose()
