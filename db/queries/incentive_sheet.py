"""What an investor or a project can be offered: its cases, what it heard of, and everything else."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from db.dossier import IncentiveLine
from db.errors import Invalid
from db.models import Incentive, IncentiveCase, MeetingOrganisation, Point, columns

from . import dossier as dossiers
from .lists import Row, resolve, rows

_I, _K, _MO, _PT = (columns(m) for m in (Incentive, IncentiveCase, MeetingOrganisation, Point))


@dataclass(frozen=True)
class Sheet:
    row: Row
    cases: tuple[Row, ...]
    incentives: tuple[IncentiveLine, ...]


def sheet(session: Session, ref: str) -> Sheet:
    """Of an organisation or a project. Raises NotFound, and Invalid for another noun."""
    noun, one = resolve(session, ref)
    if noun not in ("organisations", "projects"):
        raise Invalid(
            f"{ref.upper()} is neither an organisation nor a project; those have a sheet."
        )
    (row,) = rows(session, noun, [one])
    its = _K.c.organisation_id == one if noun == "organisations" else _K.c.project_id == one
    cases = sa.select(_K.c.id, _K.c.incentive_id).where(its, _K.c.archived_at.is_(None))
    found = session.execute(cases.order_by(_K.c.id)).all()
    heard = session.execute(_heard(noun, one)).scalars()
    there = session.execute(
        sa.select(_I.c.id).where(_I.c.archived_at.is_(None)).order_by(_I.c.id)
    ).scalars()
    ids = list(dict.fromkeys([*(case.incentive_id for case in found), *heard, *there]))
    return Sheet(
        row,
        tuple(rows(session, "cases", [case.id for case in found])),
        dossiers.incentive_lines(session, ids),
    )


def _heard(noun: str, one: int) -> "sa.Select[tuple[int]]":
    met = sa.select(_MO.c.meeting_id).where(_MO.c.organisation_id == one)
    about = _PT.c.meeting_id.in_(met) if noun == "organisations" else _PT.c.project_id == one
    query = sa.select(_PT.c.incentive_id).where(about, _PT.c.incentive_id.is_not(None))
    return query.order_by(_PT.c.id.desc()).limit(200)
