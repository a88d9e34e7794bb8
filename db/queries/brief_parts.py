"""The parts of a briefing: bodies, guests, meetings, projects, cases and what they brought up."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.dossier import (
    BriefBody,
    BriefProject,
    CaseLine,
    EarlierMeeting,
    FigureLine,
    Guest,
    OrganisationLine,
    PointLine,
    ProjectLine,
)
from db.models import Contact, IncentiveCase, Meeting, Point, Project, columns

from . import dossier as dossiers
from .lists import rows

_C, _K, _M, _PT, _P = (columns(m) for m in (Contact, IncentiveCase, Meeting, Point, Project))
FEW, SOME, MANY = 3, 6, 14  # of each part; more do not fit on a page


def bodies(session: Session, ids: Sequence[int]) -> tuple[BriefBody, ...]:
    plain = ("side", "native_name", "country", "city", "sector", "notes")
    return tuple(
        BriefBody(
            OrganisationLine(
                row.ref,
                row.name,
                aliases=tuple(row.values["aliases"]),
                **dossiers.told(row.values, plain),
            ),
            tier=str(row.values["tier"] or ""),
            employees=row.values["employees"],
            parent=row.values["parent"] or "",
            check=row.values["check_status"].value,
            last_spoken=row.values["last_spoken"],
        )
        for row in rows(session, "organisations", ids)
    )


def guests(session: Session, people: Any) -> tuple[Guest, ...]:
    """Who decides first; names still to be recorded last."""
    rank = sa.case(
        {"decides": 0, "influences": 1, "prepares": 2, "liaison": 3},
        value=sa.cast(_C.c.decision_role, sa.Text), else_=4,
    )  # fmt: skip
    found = session.execute(people.order_by(_C.c.placeholder, rank, _C.c.id).limit(MANY))
    seats = [dict(seat) for seat in found.mappings()]
    roles = {seat["id"]: getattr(seat.get("role"), "value", "") for seat in seats}
    plain = ("native_name", "language", "country", "salutation", "given_name", "middle_name",
             "family_name", "job_title", "organisation", "decision_role", "placeholder")  # fmt: skip
    return tuple(
        Guest(
            row.ref,
            row.name,
            aliases=tuple(row.values["aliases"]),
            role=roles[row.id],
            **dossiers.told(row.values, plain),
        )
        for row in rows(session, "contacts", [seat["id"] for seat in seats])
    )


def meetings(session: Session, held: Any) -> tuple[EarlierMeeting, ...]:
    query = sa.select(_M).where(_M.c.id.in_(held)).order_by(_M.c.starts_on.desc(), _M.c.id.desc())
    return tuple(
        EarlierMeeting(f"M{m.id}", m.subject, m.starts_on, m.outcome or m.summary or "")
        for m in session.execute(query.limit(FEW))
    )


def projects(session: Session, going: Any) -> tuple[BriefProject, ...]:
    ids = list(session.execute(going.order_by(_P.c.id.desc()).limit(SOME)).scalars())
    return tuple(
        BriefProject(
            ProjectLine(
                row.ref, row.name, **dossiers.told(row.values, ("stage", "status", "description"))
            ),
            row.values["likelihood"],
            row.values["expected_on"],
            tuple(_figure(told) for told in row.values["figures"]),
            tuple(row.values["missing"]),
        )
        for row in rows(session, "projects", ids)
    )


def _figure(told: dict[str, Any]) -> FigureLine:
    known: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    return FigureLine(**known)


def cases(session: Session, wanted: Any) -> tuple[CaseLine, ...]:
    ids = list(session.execute(wanted.order_by(_K.c.id.desc()).limit(SOME)).scalars())
    days = ("in_force_on", "decided_on", "applied_on", "offered_on")
    return tuple(
        CaseLine(
            row.ref,
            row.values["incentive"],
            row.values["state"].value,
            next((row.values[name] for name in days if row.values[name]), None),
            tuple(row.values["papers_missing"]),
            row.values["next_report_on"],
        )
        for row in rows(session, "cases", ids)
    )


def raised(session: Session, query: Any) -> tuple[tuple[str, PointLine], ...]:
    """What they brought up, the last first, with the meeting in which they did."""
    newest = query.order_by(_PT.c.meeting_id.desc(), _PT.c.position, _PT.c.id).limit(SOME)
    return tuple(
        (f"M{p.meeting_id}", PointLine(p.text, p.side.value, p.topic or "", p.source or ""))
        for p in session.execute(newest)
    )
