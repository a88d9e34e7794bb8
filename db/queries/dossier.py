"""The dossier of a meeting: everything its paper needs, in a handful of questions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.dossier import (
    DocumentLine,
    Dossier,
    EarlierMeeting,
    Forms,
    IncentiveLine,
    Least,
    OrganisationLine,
    Participant,
    PointLine,
    ProjectLine,
    Promise,
    SiteLine,
    SourceLine,
    Threshold,
)
from db.models import (
    Attendance,
    Contact,
    Document,
    FollowUp,
    Meeting,
    MeetingOrganisation,
    Point,
    columns,
)
from db.models.contacts import display_name
from db.models.meetings import Status

from .incentives import windows
from .lists import Row, rows

_A, _C, _D, _F, _M, _MO, _P = (
    columns(m)
    for m in (Attendance, Contact, Document, FollowUp, Meeting, MeetingOrganisation, Point)
)
PLAIN = (
    "subject", "kind", "status", "starts_on", "starts_at", "ends_on", "ends_at", "zone",
    "date_precision", "place", "language", "convened_by", "purpose", "background", "summary",
    "outcome", "decisions", "assessment", "next_step", "confidentiality", "note_taker",
    "written_on", "cleared_by", "distribution", "source",
)  # fmt: skip


def dossier(session: Session, meeting_id: int) -> Dossier:
    """A meeting with both sides, what was said, presented and promised."""
    (row,) = rows(session, "meetings", [meeting_id])
    said = session.execute(
        sa.select(_P).where(_P.c.meeting_id == meeting_id).order_by(_P.c.position, _P.c.id)
    ).all()
    bodies = _bodies(session, row)
    presented = incentive_lines(session, _linked(said, "incentive_id"))
    return Dossier(
        ref=row.ref,
        **told(row.values, PLAIN),
        agenda=tuple(dict.fromkeys(p.topic for p in said if p.topic)),
        organisations=bodies,
        participants=_participants(session, meeting_id),
        points=tuple(
            PointLine(p.text, p.side.value, p.topic or "", p.source or "") for p in said if p.text
        ),
        incentives=presented,
        sites=_sites(session, said),
        projects=_projects(session, said),
        earlier=_earlier(
            session, row, [int(body.ref[1:]) for body in bodies if body.side == "guest"]
        ),
        promises=_promises(session, meeting_id),
        documents=_documents(session, meeting_id),
        sources=_sources(row),
    )


def told(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Only what is recorded: the dossier's own defaults stand for the rest."""
    told = {name: values.get(name) for name in names}
    return {
        name: getattr(value, "value", value) for name, value in told.items() if value is not None
    }


def _bodies(session: Session, row: Row) -> tuple[OrganisationLine, ...]:
    ids = [int(ref[1:]) for ref in row.values["organisations_refs"]]
    plain = ("side", "native_name", "country", "city", "sector", "notes")
    return tuple(
        OrganisationLine(
            body.ref, body.name, aliases=tuple(body.values["aliases"]), **told(body.values, plain)
        )
        for body in rows(session, "organisations", ids)
    )


def _participants(session: Session, meeting_id: int) -> tuple[Participant, ...]:
    return tuple(
        Participant(
            name=display_name(contact._asdict()),
            side=seat["side"].value,
            role=seat["role"].value,
            job_title=seat["job_title"] or "",
            organisation=seat["organisation"] or "",
            native_name=contact.native_name or "",
            aliases=tuple(contact.aliases),
            language=contact.language or "",
            country=contact.country or "",
            placeholder=contact.placeholder,
        )
        for seat, contact in _seated(session, meeting_id)
    )


def _seated(session: Session, meeting_id: int) -> list[tuple[Mapping[str, Any], Any]]:
    """Seats with their people: hosts first, of each side who led it first and who excused last."""
    seats = sa.select(_A).where(_A.c.meeting_id == meeting_id)
    rank = sa.case({"chair": 0, "apologies": 2}, value=sa.cast(_A.c.role, sa.Text), else_=1)
    order = _A.c.side.desc(), rank, _A.c.id
    found = [dict(seat) for seat in session.execute(seats.order_by(*order)).mappings()]
    people = sa.select(_C).where(_C.c.id.in_([seat["contact_id"] for seat in found]))
    by_id = {person.id: person for person in session.execute(people)}
    return [(seat, by_id[seat["contact_id"]]) for seat in found]


def _linked(said: Any, column: str) -> list[int]:
    return list(dict.fromkeys(getattr(p, column) for p in said if getattr(p, column) is not None))


def incentive_lines(session: Session, ids: list[int]) -> tuple[IncentiveLine, ...]:
    """Incentives as they are presented, with their windows, in the order asked for."""
    spans, found = windows(session, ids), rows(session, "incentives", ids)
    forms = _forms(session, "organisations", [row.values["authority_ref"] for row in found])
    return tuple(
        IncentiveLine(
            row.ref,
            row.name,
            authority_forms=forms.get(row.values["authority_ref"], Forms()),
            **told(row.values, ("native_name", "authority", "duration", "notes")),
            legal_basis=tuple(row.values["legal_basis"]),
            benefits=tuple(row.values["benefits"]),
            threshold=threshold(row.values["eligibility"]),
            windows=tuple(spans[row.id]),
        )
        for row in found
    )


def _forms(session: Session, noun: str, refs: list[str | None]) -> dict[str | None, Forms]:
    """The forms of the names of organisations or contacts, by reference."""
    ids = [int(ref[1:]) for ref in dict.fromkeys(refs) if ref]
    return {
        row.ref: Forms(
            row.values["native_name"] or "",
            tuple(row.values["aliases"]),
            row.values.get("language") or "",
            row.values["country"] or "",
        )
        for row in rows(session, noun, ids)
    }


def threshold(eligibility: Mapping[str, Any]) -> Threshold:
    """What an incentive asks of an investment, from the criteria that are kept with it."""
    return Threshold(
        tuple(
            Least(least["amount"], least["currency"], tuple(least.get("places") or ()))
            for least in eligibility.get("min_amount", ())
        ),
        eligibility.get("min_export_share"),
        eligibility.get("max_state_share"),
        tuple(eligibility.get("excluded_places", ())),
    )


def _sites(session: Session, said: Any) -> tuple[SiteLine, ...]:
    plain = ("native_name", "zone_kind", "operator", "place", "area", "established_on", "notes")
    return tuple(
        SiteLine(row.ref, row.name, aliases=tuple(row.values["aliases"]), **told(row.values, plain))
        for row in rows(session, "sites", _linked(said, "site_id"))
    )


def _projects(session: Session, said: Any) -> tuple[ProjectLine, ...]:
    return tuple(
        ProjectLine(row.ref, row.name, **told(row.values, ("stage", "status", "description")))
        for row in rows(session, "projects", _linked(said, "project_id"))
    )


def _earlier(session: Session, row: Row, guests: list[int]) -> tuple[EarlierMeeting, ...]:
    """Meetings held before with the same guests, latest first."""
    day: date | None = row.values["starts_on"]
    query = (
        sa.select(_M.c.id, _M.c.subject, _M.c.starts_on, _M.c.outcome)
        .where(_M.c.id.in_(sa.select(_MO.c.meeting_id).where(_MO.c.organisation_id.in_(guests))))
        .where(_M.c.id != row.id, _M.c.status == Status.held, _M.c.archived_at.is_(None))
    )
    if day is not None:
        query = query.where(_M.c.starts_on <= day)
    found = session.execute(query.order_by(_M.c.starts_on.desc(), _M.c.id.desc()).limit(5))
    return tuple(EarlierMeeting(f"M{m.id}", m.subject, m.starts_on, m.outcome or "") for m in found)


def _promises(session: Session, meeting_id: int) -> tuple[Promise, ...]:
    query = sa.select(_F.c.id).where(_F.c.meeting_id == meeting_id, _F.c.archived_at.is_(None))
    return promised(session, list(session.execute(query.order_by(_F.c.id)).scalars()))


def promised(session: Session, ids: list[int]) -> tuple[Promise, ...]:
    """Promises as papers tell them, in the order asked for."""
    plain = ("text", "side", "due_on", "status", "done_on", "outcome")
    found = rows(session, "follow_ups", ids)
    forms = _forms(session, "contacts", [row.values["owner_ref"] for row in found])
    return tuple(
        Promise(
            row.ref,
            **told(row.values, plain),
            owner_forms=forms.get(row.values["owner_ref"], Forms()),
            owner=row.values["owner"] or row.values["owner_role"] or "",
        )
        for row in found
    )


def _documents(session: Session, meeting_id: int) -> tuple[DocumentLine, ...]:
    query = sa.select(_D).where(_D.c.meeting_id == meeting_id, _D.c.archived_at.is_(None))
    return tuple(
        DocumentLine(d.title, d.path, d.sha256 or "")
        for d in session.execute(query.order_by(_D.c.id))
    )


def _sources(row: Row) -> tuple[SourceLine, ...]:
    """Where the record of the meeting comes from; each point carries its own source."""
    return tuple(SourceLine("", source) for source in row.values["sources"])
