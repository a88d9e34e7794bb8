"""Which incentives fit a project on a day, and why not the others."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.eligibility import (
    Change,
    Facts,
    Fit,
    Place,
    Reason,
    anywhere,
    at_place,
    fit,
    hangs_on_place,
    in_time,
)
from db.models import Organisation, ProjectParty, columns
from db.models.organisations import Kind
from db.models.projects import Basis, Measure, Verdict
from db.view import View

from .incentives import windows
from .lists import Row, ids, resolve, rows


@dataclass(frozen=True)
class Trial:
    """The criteria that hang on the place, at one site of the project."""

    ref: str
    site: str
    reasons: tuple[Reason, ...]

    @property
    def fit(self) -> Fit:
        return fit(self.reasons)


@dataclass(frozen=True)
class Screened:
    """An incentive as at the day. `conditions` are words of the law that a person has to read."""

    ref: str
    name: str
    reasons: tuple[Reason, ...]
    trials: tuple[Trial, ...]
    conditions: tuple[str, ...]

    @property
    def fit(self) -> Fit:
        """The best that any site gives, if the rest allows it."""
        best = min((trial.fit for trial in self.trials), key=lambda f: f.rank, default=Fit.fits)
        return max(fit(self.reasons), best, key=lambda f: f.rank)


@dataclass(frozen=True)
class Screening:
    ref: str
    name: str
    as_at: date
    incentives: tuple[Screened, ...]


def _same(minor: int, of: str, into: str) -> int | None:
    return minor if of == into else None


def screening(session: Session, ref: str, as_at: date, change: Change = _same) -> Screening:
    """Every incentive against a project such as "P3", those that fit first. Raises NotFound.

    `change` knows the stated rates; without them amounts of two currencies are not compared.
    """
    _, one = resolve(session, ref, noun="projects")
    (project,) = rows(session, "projects", [one])
    facts, places = _facts(session, project), _places(session, project)
    offered = rows(session, "incentives", list(ids(session, View("incentives"))))
    spans = windows(session, [row.id for row in offered])
    found = []
    for row in offered:
        criteria = row.values["eligibility"] or {}
        reasons = [in_time(spans[row.id], as_at), *anywhere(criteria, facts)]
        trials = []
        if hangs_on_place(criteria):
            trials = [Trial(site, place.name, tuple(at_place(criteria, facts, place, change)))
                      for site, place in places.items()]  # fmt: skip
            reasons += [] if places else [Reason(None, "no site is recorded")]
        told = tuple(criteria.get("conditions", ()))
        found.append(Screened(row.ref, row.name, tuple(reasons), tuple(trials), told))
    found.sort(key=lambda each: each.fit.rank)
    return Screening(project.ref, project.name, as_at, tuple(found))


def _facts(session: Session, project: Row) -> Facts:
    figures = project.values["figures"]
    capex = _newest([f for f in figures if f["measure"] == Measure.capex and f["currency"]])
    export = _newest([f for f in figures if f["measure"] == Measure.export and f["unit"] == "%"])
    return Facts(
        capex and (capex["amount"], capex["currency"]),
        export and export["amount"],
        len(project.values["party_list"]),
        _state_shares(session, project.id),
    )


def _newest(figures: list[Any]) -> Any:
    """Realised before committed before planned; of these the one recorded last."""
    order = list(Basis)
    best = max((order.index(f["basis"]) for f in figures), default=None)
    return None if best is None else [f for f in figures if f["basis"] == order[best]][-1]


def _state_shares(session: Session, one: int) -> tuple[int | None, ...]:
    party, body = columns(ProjectParty), columns(Organisation)
    query = (
        sa.select(party.c.share)
        .join(body, body.c.id == party.c.organisation_id)
        .where(party.c.project_id == one, body.c.kind == Kind.state_company)
    )
    return tuple(session.execute(query).scalars())


def _places(session: Session, project: Row) -> dict[str, Place]:
    """The decided site, else all that were not rejected, by reference."""
    told = zip(project.values["sites_refs"], project.values["site_list"], strict=True)
    verdicts = {int(ref[1:]): site["verdict"] for ref, site in told}
    left = [one for one, verdict in verdicts.items() if verdict == Verdict.decided] or [
        one for one, verdict in verdicts.items() if verdict != Verdict.rejected
    ]
    return {row.ref: _place(row) for row in rows(session, "sites", left)}


def _place(row: Row) -> Place:
    values = row.values
    territory = str((values["facts"] or {}).get("territory", ""))
    return Place(row.name, values["place"] or "", str(values["zone_kind"]), territory)
