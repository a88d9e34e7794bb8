"""Changes to projects: stages with what they need, parties, sites, figures that are never overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from db.errors import Invalid
from db.models import Figure, Project, ProjectParty, ProjectSite, columns
from db.models.projects import PartyRole, Stage, Status, Verdict
from db.queries.projects import missing

from . import records

WHOLE = 10_000  # all shares of a project, in basis points
NEEDED = {
    "parties": "an investor",
    "manager": "a manager",
    "sites": "a candidate site",
    "capex": "a capex figure",
    "committed_capex": "a committed capex figure",
    "realised_capex": "a realised capex figure",
    "decided_site": "a decided site",
    "expected_on": "an expected date",
    "type": "a type",
    "likelihood": "a likelihood",
    "sector": "a sector",
    "requirements": "the investor's requirements",
}


def add(session: Session, **values: Any) -> int:
    """A new project, a lead until it is advanced; returns its id. Raises Invalid without a name."""
    if not str(values.get("name") or "").strip():
        raise Invalid("A project needs a name.", {"name": "is needed"})
    stage = records.word(Stage, values.pop("stage", Stage.lead), "stage")
    _lost_with_reason(values)
    made = records.add(session, Project, values).id or 0
    if stage is not Stage.lead:
        advance(session, made, stage)
    return made


def amend(
    session: Session, one: int, changes: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> int:
    """Change fields of a project; lost and abandoned need a reason and a day. Raises Invalid."""
    changes = dict(changes)
    stage = changes.pop("stage", None)
    record = records.find(session, Project, one)
    _lost_with_reason({**record.model_dump(), **changes})
    records.amend(session, Project, one, changes, was)
    wanted = record.stage if stage is None else records.word(Stage, stage, "stage")
    if wanted is not record.stage:
        advance(session, one, wanted)
    return one


def advance(session: Session, one: int, stage: Stage) -> int:
    """Move a project to a stage, forwards or back. Raises Invalid listing exactly what is missing."""
    lacking = missing(session, one, stage)
    if lacking:
        words = ", ".join(NEEDED[need] for need in lacking)
        raise Invalid(f"P{one} cannot enter “{stage}” yet: it needs {words}.",
                      dict.fromkeys(lacking, "is needed") | {"stage": f"needs {words}"})  # fmt: skip
    records.amend(session, Project, one, {"stage": stage})
    return one


def lose(session: Session, one: int, reason: str, on: date, country: str | None = None) -> int:
    """The investment goes elsewhere, or nowhere."""
    changes = {"status": Status.lost, "loss_reason": reason, "loss_on": on, "loss_country": country}
    return amend(session, one, changes)


def join(session: Session, one: int, organisation_id: int, **values: Any) -> int:
    """An organisation takes part, with a role and perhaps a share in basis points."""
    party = columns(ProjectParty)
    given = sa.select(sa.func.coalesce(sa.func.sum(party.c.share), 0))
    taken = session.execute(given.where(party.c.project_id == one)).scalar_one()
    if taken + (values.get("share") or 0) > WHOLE:
        raise Invalid(
            f"The shares of P{one} would be more than 100 %; {(WHOLE - taken) / 100:g} % are left.",
            {"share": "is too much"},
        )
    values = {**values, "project_id": one, "organisation_id": organisation_id}
    return records.add(session, ProjectParty, values).id or 0


def consider(session: Session, one: int, site_id: int, **values: Any) -> int:
    """A site for the project, with a verdict; a second call changes the verdict."""
    table = columns(ProjectSite)
    query = select(ProjectSite).where(table.c.project_id == one, table.c.site_id == site_id)
    here = session.exec(query).first()
    if here is not None:
        return records.amend(session, ProjectSite, here.id or 0, values).id or 0
    return (
        records.add(session, ProjectSite, {**values, "project_id": one, "site_id": site_id}).id or 0
    )


def measure(session: Session, one: int, **values: Any) -> int:
    """A new dated figure beside the old ones."""
    return records.add(session, Figure, {**values, "project_id": one}).id or 0


@dataclass(frozen=True)
class Plan:
    """All that a project's form holds. What is None stays as it is; a list replaces what was there.

    `parties` are organisations with their roles, `sites` sites with their verdicts; `figures` are
    values of new figures.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    parties: Mapping[int, PartyRole] | None = None
    sites: Mapping[int, Verdict] | None = None
    figures: Sequence[Mapping[str, Any]] = ()


def save(
    session: Session, one: int | None, plan: Plan, was: Mapping[str, Any] | None = None
) -> int:
    """Save a project whole; the stage comes last, for it needs the rest. Raises Invalid, Stale."""
    values = dict(plan.values)
    stage = values.pop("stage", None)
    made = add(session, **values) if one is None else amend(session, one, values, was)
    if plan.parties is not None:
        _take_part(session, made, plan.parties)
    if plan.sites is not None:
        _look_at(session, made, plan.sites)
    for figure in plan.figures:
        measure(session, made, **figure)
    if stage is not None:
        amend(session, made, {"stage": stage})
    return made


def _take_part(session: Session, one: int, wanted: Mapping[int, PartyRole]) -> None:
    """Investors and local partners as they are told; advisers and contractors stay."""
    query = select(ProjectParty).where(columns(ProjectParty).c.project_id == one)
    told = (PartyRole.lead_investor, PartyRole.co_investor, PartyRole.local_partner)
    here = {party.organisation_id: party for party in session.exec(query) if party.role in told}
    for gone in here.keys() - wanted.keys():
        records.remove(session, here[gone])
    for organisation_id, role in wanted.items():
        if organisation_id in here:
            records.amend(session, ProjectParty, here[organisation_id].id or 0, {"role": role})
        else:
            join(session, one, organisation_id, role=role)


def _look_at(session: Session, one: int, wanted: Mapping[int, Verdict]) -> None:
    """Sites as they are told; what was visited or rejected stays so unless it is decided."""
    query = select(ProjectSite).where(columns(ProjectSite).c.project_id == one)
    here = {site.site_id: site for site in session.exec(query)}
    for site_id, verdict in wanted.items():
        known = here.get(site_id)
        if known is None or verdict is Verdict.decided or known.verdict is Verdict.decided:
            consider(session, one, site_id, verdict=verdict)
    for gone in here.keys() - wanted.keys():
        if here[gone].verdict in (Verdict.candidate, Verdict.decided):
            records.remove(session, here[gone])


def archive(session: Session, one: int) -> int:
    records.archive(session, Project, one)
    return one


def restore(session: Session, one: int) -> int:
    records.restore(session, Project, one)
    return one


def _lost_with_reason(values: Mapping[str, Any]) -> None:
    status = records.word(Status, values.get("status", Status.active), "status")
    if status not in (Status.lost, Status.abandoned):
        return
    said = {name: str(values.get(name) or "").strip() for name in ("loss_reason", "loss_on")}
    lacking = {name: "is needed" for name, text in said.items() if not text}
    if lacking:
        raise Invalid(f"A project that is {status} needs a reason and a day.", lacking)
