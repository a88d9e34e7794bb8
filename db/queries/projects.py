"""Questions about projects: how they are listed, their figures, what the next stage still needs."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import (
    Contact,
    Figure,
    Organisation,
    Project,
    ProjectParty,
    ProjectSite,
    Site,
    columns,
)
from db.models.projects import STAGE_NEEDS, Basis, Measure, Stage, Verdict
from db.view import Field, Kind

from .fields import Listing, country_of

_P, _F, _PP, _PS = (columns(m) for m in (Project, Figure, ProjectParty, ProjectSite))
_O, _S = columns(Organisation), columns(Site)


def _latest(measure: Measure) -> Any:
    """The newest figure of a measure: realised before committed before planned, later before earlier."""
    rank = sa.case(
        {basis.value: n for n, basis in enumerate(Basis)}, value=sa.cast(_F.c.basis, sa.Text)
    )
    return (
        sa.select(_F.c.amount)
        .where(_F.c.project_id == _P.c.id, _F.c.measure == measure, _F.c.archived_at.is_(None))
        .order_by(rank.desc(), _F.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _extend(session: Session, records: list[dict[str, Any]]) -> None:
    ids = [record["id"] for record in records]
    parties, sites, figures = _parties(session, ids), _sites(session, ids), _figures(session, ids)
    for record in records:
        one = record["id"]
        record["parties"] = [
            f"{row.name} ({row.role.value.replace('_', ' ')})" for row in parties[one]
        ]
        record["party_list"] = [{"name": row.name, "role": row.role.value} for row in parties[one]]
        record["parties_refs"] = [f"O{row.organisation_id}" for row in parties[one]]
        record["sites"] = [f"{row.name} ({row.verdict.value})" for row in sites[one]]
        record["site_list"] = [
            {"name": row.name, "verdict": row.verdict.value} for row in sites[one]
        ]
        record["sites_refs"] = [f"S{row.site_id}" for row in sites[one]]
        record["figures"] = [_figure(row) for row in figures[one]]
        record["missing"] = list(missing_of(record, parties[one], sites[one], figures[one]))


def _parties(session: Session, ids: list[int]) -> dict[int, list[Any]]:
    query = sa.select(_PP, _O.c.name).join(_O, _O.c.id == _PP.c.organisation_id)
    return _by_project(session, query.where(_PP.c.project_id.in_(ids)).order_by(_PP.c.id))


def _sites(session: Session, ids: list[int]) -> dict[int, list[Any]]:
    query = sa.select(_PS, _S.c.name).join(_S, _S.c.id == _PS.c.site_id)
    return _by_project(session, query.where(_PS.c.project_id.in_(ids)).order_by(_PS.c.id))


def _figures(session: Session, ids: list[int]) -> dict[int, list[Any]]:
    query = sa.select(_F).where(_F.c.project_id.in_(ids), _F.c.archived_at.is_(None))
    return _by_project(session, query.order_by(_F.c.id))


def _by_project(session: Session, query: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        found[row.project_id].append(row)
    return found


def _figure(row: Any) -> dict[str, Any]:
    return {
        "measure": row.measure.value, "basis": row.basis.value, "amount": row.amount,
        "currency": row.currency, "unit": row.unit, "as_of": row.as_of, "source": row.source,
    }  # fmt: skip


def missing_of(
    record: dict[str, Any], parties: list[Any], sites: list[Any], figures: list[Any]
) -> tuple[str, ...]:
    """What the stage after the present one needs and the project does not have yet."""
    order = list(Stage)
    upto = order.index(record["stage"]) + 1
    if upto == len(order):
        return ()
    return missing_for(order[upto], record, parties, sites, figures)


def missing_for(
    stage: Stage, record: dict[str, Any], parties: list[Any], sites: list[Any], figures: list[Any]
) -> tuple[str, ...]:
    """What a project lacks to enter a stage, in the order of the stages that ask for it."""
    order = list(Stage)
    needs = [need for s in order[: order.index(stage) + 1] for need in STAGE_NEEDS[s]]
    capex = {row.basis for row in figures if row.measure is Measure.capex}
    had = {
        "parties": bool(parties),
        "sites": bool(sites),
        "manager": record.get("manager_id") is not None,
        "capex": bool(capex),
        "committed_capex": bool(capex - {Basis.planned}),
        "realised_capex": Basis.realised in capex,
        "decided_site": any(row.verdict is Verdict.decided for row in sites),
    }
    return tuple(need for need in needs if not had.get(need, record.get(need) not in (None, "")))


def missing(session: Session, project_id: int, stage: Stage) -> tuple[str, ...]:
    """What one project lacks to enter a stage."""
    record = dict(session.execute(sa.select(_P).where(_P.c.id == project_id)).mappings().one())
    ids = [project_id]
    found = (_parties(session, ids), _sites(session, ids), _figures(session, ids))
    return missing_for(stage, record, *(each[project_id] for each in found))


LIST = Listing(
    model=Project,
    links={"manager": ("manager_id", Contact)},
    fields={
        "capex": Field("capex", Kind.money, _latest(Measure.capex)),
        "jobs": Field("jobs", Kind.number, _latest(Measure.jobs)),
        "organisation": Field(
            "organisation",
            Kind.link,
            sa.select(_PP.c.organisation_id).where(_PP.c.project_id == _P.c.id),
            target=Organisation,
        ),
        "country": country_of(_PP.c.organisation_id, _PP.c.project_id == _P.c.id),
    },
    also={"owner": "manager", "party": "organisation", "due": "expected_on"},
    extend=_extend,
)
