"""What a briefing needs of a meeting or an organisation: a page of it, however much there is."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.dossier import (
    Brief,
    IncentiveLine,
    Promise,
)
from db.errors import Invalid
from db.models import (
    Attendance,
    Contact,
    FollowUp,
    Incentive,
    IncentiveCase,
    Meeting,
    MeetingOrganisation,
    Organisation,
    Point,
    Project,
    ProjectParty,
    columns,
)
from db.models import follow_ups as promises
from db.models.cases import State
from db.models.meetings import Speaker, Status
from db.models.organisations import Side
from db.models.projects import Status as Going

from . import brief_parts
from . import dossier as dossiers
from .brief_parts import FEW, MANY, SOME
from .lists import resolve, rows

_A, _C, _F, _I, _K, _M, _MO, _O, _PT, _P, _PP = (
    columns(m)
    for m in (Attendance, Contact, FollowUp, Incentive, IncentiveCase, Meeting,
              MeetingOrganisation, Organisation, Point, Project, ProjectParty)
)  # fmt: skip
_OVER = (State.refused, State.expired, State.revoked, State.withdrawn)


def brief(session: Session, ref: str, day: date) -> Brief:
    """The briefing on a meeting or an organisation as it stands on a day. Raises NotFound, and
    Invalid for a record of another noun."""
    noun, one = resolve(session, ref)
    if noun == "meetings":
        return _of_meeting(session, one, day)
    if noun != "organisations":
        raise Invalid(f"There is no briefing on {ref.upper()}; only on a meeting or organisation.")
    (row,) = rows(session, noun, [one])
    people = sa.select(_C).where(_C.c.organisation_id == one, _C.c.archived_at.is_(None))
    return _made(session, f"O{one}", row.name, [one], people, day, None)


def _of_meeting(session: Session, one: int, day: date) -> Brief:
    told = dossiers.dossier(session, one)
    part = sa.select(_MO.c.organisation_id).where(_MO.c.meeting_id == one)
    guests = sa.select(_O.c.id).where(_O.c.id.in_(part), _O.c.side != Side.host)
    bodies = _ids(session, guests.order_by(_O.c.id)) or _ids(session, part)
    people = (
        sa.select(_C, _A.c.role)
        .join(_A, _A.c.contact_id == _C.c.id)
        .where(_A.c.meeting_id == one, _A.c.side == "guest")
    )
    return _made(session, told.ref, told.subject, bodies, people, day, one, meeting=told)


def _made(
    session: Session,
    ref: str,
    title: str,
    bodies: list[int],
    people: Any,
    day: date,
    but: int | None,
    **more: Any,
) -> Brief:
    """`but` is the meeting that the briefing is for: no earlier one."""
    met = sa.select(_MO.c.meeting_id).where(_MO.c.organisation_id.in_(bodies))
    held = sa.select(_M.c.id).where(
        _M.c.id.in_(met),
        _M.c.status == Status.held,
        _M.c.archived_at.is_(None),
        _M.c.id != (but or 0),
    )
    going = sa.select(_P.c.id).where(
        _P.c.id.in_(sa.select(_PP.c.project_id).where(_PP.c.organisation_id.in_(bodies))),
        _P.c.archived_at.is_(None),
        _P.c.status.not_in([Going.lost, Going.abandoned]),
    )
    cases = sa.select(_K.c.id).where(
        _K.c.organisation_id.in_(bodies), _K.c.archived_at.is_(None), _K.c.state.not_in(_OVER)
    )
    owed = _promised(bodies, met, going)
    presented = sa.select(_PT.c.incentive_id).where(
        _PT.c.meeting_id.in_(met), _PT.c.incentive_id.is_not(None)
    )
    raised = sa.select(_PT).where(
        _PT.c.meeting_id.in_(held), _PT.c.side == Speaker.guest, _PT.c.text != ""
    )
    counts = {
        "bodies": len(bodies),
        "guests": _count(session, people),
        "meetings": _count(session, held),
        "ours": _count(session, owed.where(_F.c.side == promises.Side.ours)),
        "late": _count(session, owed.where(_F.c.side == promises.Side.ours, _F.c.due_on < day)),
        "theirs": _count(session, owed.where(_F.c.side == promises.Side.theirs)),
        "projects": _count(session, going),
        "incentives": _count(session, _on_offer()),
        "cases": _count(session, cases),
        "raised": _count(session, raised),
    }
    return Brief(
        ref=ref,
        title=title,
        counts=counts,
        bodies=brief_parts.bodies(session, bodies[:SOME]),
        guests=brief_parts.guests(session, people),
        meetings=brief_parts.meetings(session, held),
        ours=_owed(session, owed.where(_F.c.side == promises.Side.ours)),
        theirs=_owed(session, owed.where(_F.c.side == promises.Side.theirs)),
        kept=_kept(session, bodies, met, going, day),
        projects=brief_parts.projects(session, going),
        incentives=_incentives(session, presented),
        cases=brief_parts.cases(session, cases),
        raised=brief_parts.raised(session, raised),
        **more,
    )


def _ids(session: Session, query: Any) -> list[int]:
    return list(session.execute(query).scalars())


def _count(session: Session, query: Any) -> int:
    return int(
        session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    )


def _promised(bodies: list[int], met: Any, going: Any) -> Any:
    """Open promises that touch these organisations, their meetings or their projects."""
    about = sa.or_(
        _F.c.organisation_id.in_(bodies), _F.c.meeting_id.in_(met), _F.c.project_id.in_(going)
    )
    open_ = _F.c.status == promises.Status.open
    return sa.select(_F.c.id).where(about, open_, _F.c.archived_at.is_(None))


def _owed(session: Session, query: Any) -> tuple[Promise, ...]:
    """By the day they are due: what is overdue comes first."""
    ids = _ids(session, query.order_by(sa.nulls_last(_F.c.due_on), _F.c.id).limit(MANY))
    return dossiers.promised(session, ids)


def _kept(
    session: Session, bodies: list[int], met: Any, going: Any, day: date
) -> tuple[Promise, ...]:
    """What we did last of what we promised."""
    about = sa.or_(
        _F.c.organisation_id.in_(bodies), _F.c.meeting_id.in_(met), _F.c.project_id.in_(going)
    )
    done = sa.and_(_F.c.status == promises.Status.done, _F.c.side == promises.Side.ours)
    query = sa.select(_F.c.id).where(about, done, _F.c.done_on <= day, _F.c.archived_at.is_(None))
    ids = _ids(session, query.order_by(_F.c.done_on.desc(), _F.c.id.desc()).limit(FEW))
    return dossiers.promised(session, ids)


def _incentives(session: Session, presented: Any) -> tuple[IncentiveLine, ...]:
    """Those they heard of, the last first; then the others there are."""
    heard = _ids(session, presented.order_by(_PT.c.id.desc()).limit(MANY * MANY))
    others = _ids(session, _on_offer().order_by(_I.c.id).limit(MANY))
    return dossiers.incentive_lines(session, list(dict.fromkeys([*heard, *others]))[:MANY])


def _on_offer() -> Any:
    return sa.select(_I.c.id).where(_I.c.archived_at.is_(None))
