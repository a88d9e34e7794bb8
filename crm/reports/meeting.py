"""The report of a meeting: the sections of the desk's template that have content, in its order."""

from dataclasses import replace
from datetime import date

from crm.language import Words, translator
from db.dossier import Dossier

from . import closing, offers, opening, talks
from .labels import CONFIDENTIALITY, POINTS
from .promises import commitments
from .report import Block, Paragraph, Report, Section


def meeting_report(dossier: Dossier, lang: str = "en", *, today: date, office: str = "") -> Report:
    """The report as it stands on a day; a public one leaves out what is the desk's own.

    Raises Invalid for a language without a catalogue."""
    say = translator(lang)
    dossier = _for_the_public(dossier) if dossier.confidentiality == "open" else dossier
    parts = _sections(dossier, say, today)
    return Report(
        title=dossier.subject,
        subtitle=_subtitle(dossier, say),
        reference=dossier.ref,
        as_of=today,
        marks=_marks(dossier, say),
        stamp="" if dossier.version else say("DRAFT"),
        office=office,
        lang=lang,
        sections=tuple(Section(heading, blocks) for heading, blocks in parts if blocks),
    )


def _for_the_public(dossier: Dossier) -> Dossier:
    """Without the desk's notes and the note-taker's assessment."""
    return replace(
        dossier,
        assessment="",
        organisations=tuple(replace(line, notes="") for line in dossier.organisations),
        incentives=tuple(replace(line, notes="") for line in dossier.incentives),
        sites=tuple(replace(line, notes="") for line in dossier.sites),
    )


def _sections(
    dossier: Dossier, say: Words, today: date
) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    return (
        (say("When and where"), opening.when_and_where(dossier, say)),
        (say("Convened by"), opening.convened_by(dossier, say)),
        (say("Participants"), opening.participants(dossier, say)),
        (say("Summary"), _prose(dossier.summary or dossier.outcome, lead=True)),
        (say("Purpose and agenda"), opening.purpose(dossier)),
        (say("Background"), opening.background(dossier, say)),
        *((say(POINTS[side]), talks.points(dossier, side)) for side in POINTS),
        (say("Incentives and sites presented"), offers.presented(dossier, say, today)),
        (say("Decisions and agreements"), _decisions(dossier, say)),
        (say("Commitments and follow-ups"), commitments(dossier.promises, say, today)),
        (say("Assessment"), _assessment(dossier, say)),
        (say("Next step"), _prose(dossier.next_step)),
        (say("Documents"), closing.documents(dossier, say)),
        (say("Sources"), closing.sources(dossier, say)),
        (say("Sign-off"), closing.sign_off(dossier, say)),
    )


def _subtitle(dossier: Dossier, say: Words) -> str:
    held = say.day(dossier.starts_on) if dossier.starts_on else ""
    return " · ".join(part for part in (say("Meeting report"), dossier.place, held) if part)


def _marks(dossier: Dossier, say: Words) -> tuple[str, ...]:
    readers = say(CONFIDENTIALITY.get(dossier.confidentiality, dossier.confidentiality))
    if dossier.version:
        return readers, say("Final, version {number}", number=dossier.version)
    return readers, say("Draft")


def _prose(text: str, *, lead: bool = False) -> tuple[Block, ...]:
    return (Paragraph(text, "lead" if lead else "plain"),) if text else ()


def _decisions(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    """What was decided, else that nothing was; the outcome where the summary did not give it."""
    outcome = dossier.outcome if dossier.summary else ""
    return _prose(dossier.decisions or say("None recorded.")) + _prose(outcome)


def _assessment(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    if not dossier.assessment:
        return ()
    apart = say("The note-taker's view; not part of the record of what was said.")
    return Paragraph(apart, "note"), Paragraph(dossier.assessment, "aside")
