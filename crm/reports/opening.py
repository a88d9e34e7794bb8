"""The first pages of a meeting's report: when, where, who, why, and what was known before."""

from crm.language import Words, country, tongue, zone
from db.dossier import Dossier, EarlierMeeting, OrganisationLine, Participant, ProjectLine

from .labels import MEETING_KIND, MEETING_STATUS, PRECISION, PROJECT_STATUS, ROLE, SIDE, STAGE
from .names import of_body, of_person, others
from .report import Block, Bullets, Facts, Paragraph, Table


def when_and_where(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    people = (p for p in dossier.participants if p.role == "interpreter")
    interpreters = [_name(person, say) for person in people]
    status = "" if dossier.status == "held" else MEETING_STATUS.get(dossier.status, dossier.status)
    return _facts(
        (say("Date"), _date(dossier, say)),
        (say("Time"), _time(dossier, say)),
        (say("Place"), dossier.place),
        (say("Form"), say(MEETING_KIND.get(dossier.kind, dossier.kind))),
        (say("Status"), status and say(status)),
        (say("Language"), dossier.language and tongue(dossier.language, say.lang)),
        (say("Interpreter"), say.listed(interpreters)),
    )


def _date(dossier: Dossier, say: Words) -> str:
    days = [day for day in (dossier.starts_on, dossier.ends_on) if day]
    told = " – ".join(say.day(day) for day in dict.fromkeys(days))
    doubt = PRECISION.get(dossier.date_precision)
    return f"{told} ({say(doubt)})" if told and doubt else told


def _time(dossier: Dossier, say: Words) -> str:
    told = "–".join(part for part in (dossier.starts_at, dossier.ends_at) if part)
    return f"{told} ({zone(dossier.zone, say.lang)})" if told and dossier.zone else told


def convened_by(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    hosts = [of_body(body, say.lang) for body in dossier.organisations if body.side == "host"]
    typed = _bodies(dossier, say).get(dossier.convened_by, dossier.convened_by)
    told = typed or "\n".join(hosts)
    return (Paragraph(told),) if told else ()


def _bodies(dossier: Dossier, say: Words) -> dict[str, str]:
    """What the bodies of the meeting are called on this paper, by the name they are recorded under."""
    return {body.name: of_body(body, say.lang) for body in dossier.organisations}


def participants(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    sides = ((side, [p for p in dossier.participants if p.side == side]) for side in SIDE)
    bodies = _bodies(dossier, say)
    return tuple(_side(side, people, bodies, say) for side, people in sides if people)


def _side(side: str, people: list[Participant], bodies: dict[str, str], say: Words) -> Table:
    # The organisation is that of the day; it is called as on the rest of the paper if it still is.
    rows = (
        (_person(p, say), p.job_title, bodies.get(p.organisation, p.organisation)) for p in people
    )
    return Table(
        headers=(say("Full name"), say("Title"), say("Organisation")),
        rows=tuple(rows),
        widths=(3, 3, 4),
        caption=say(SIDE[side]),
    )


def _person(person: Participant, say: Words) -> str:
    name = _name(person, say)
    return f"{name} ({say(ROLE[person.role])})" if person.role in ROLE else name


def _name(person: Participant, say: Words) -> str:
    return say("name to be recorded") if person.placeholder else of_person(person, say.lang)


def purpose(dossier: Dossier) -> tuple[Block, ...]:
    why = (Paragraph(dossier.purpose),) if dossier.purpose else ()
    return why + ((Bullets(dossier.agenda),) if dossier.agenda else ())


def background(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    guests = (body for body in dossier.organisations if body.side != "host")
    earlier = ((f"{e.ref}, {_held(e, say)}".strip(", "), _earlier(e)) for e in dossier.earlier)
    return (
        *((Paragraph(dossier.background),) if dossier.background else ()),
        *_facts(*((of_body(body, say.lang), _body(body, say)) for body in guests)),
        *_facts(*((f"{p.name} ({p.ref})", _project(p, say)) for p in dossier.projects)),
        *_facts(*earlier, caption=say("Earlier meetings")),
    )


def _body(body: OrganisationLine, say: Words) -> str:
    place = [body.city, country(body.country, say.lang) if body.country else ""]
    other = others(body.name, body.native_name, of_body(body, say.lang))
    known = (*other, say.listed([part for part in place if part]), body.sector)
    return "\n".join(part for part in (" · ".join(filter(None, known)), body.notes) if part)


def _project(project: ProjectLine, say: Words) -> str:
    stage = say(STAGE.get(project.stage, project.stage)) if project.stage else ""
    status = say(PROJECT_STATUS.get(project.status, project.status)) if project.status else ""
    told = say.listed([part for part in (stage, status) if part])
    return "\n".join(part for part in (told, project.description) if part)


def _held(meeting: EarlierMeeting, say: Words) -> str:
    return say.day(meeting.starts_on) if meeting.starts_on else ""


def _earlier(meeting: EarlierMeeting) -> str:
    return "\n".join(part for part in (meeting.subject, meeting.outcome) if part)


def _facts(*rows: tuple[str, str], caption: str = "") -> tuple[Block, ...]:
    kept = tuple(row for row in rows if row[1])
    return (Facts(kept, caption),) if kept else ()
