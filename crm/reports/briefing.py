"""The briefing: one page for somebody who meets these people in ten minutes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm.language import Words, country, translator
from crm.text import cell_width, fit, one_line
from db.dossier import Brief, BriefBody, BriefProject, CaseLine, EarlierMeeting, Guest, Promise

from .address import address
from .brief_figures import figure
from .brief_talk import issues, points_to_make, questions
from .labels import CASE, CHECK, CONFIDENTIALITY, DECISION, FOLLOW_UP, MORE, PROJECT_STATUS, STAGE
from .names import of_body, of_offer, of_owner, of_person, others
from .offers import standing
from .opening import when_and_where
from .report import Block, Bullets, Facts, Report, Section
from .stationery import PLAIN, Stationery
from .to_pdf import fitting

NAME, LINE, TITLE = 72, 190, 110  # cells; a longer text is cut, for the page is one
_SENTENCE = re.compile(r"\n\s*|(?<=[.!?]) (?=[^\Wa-z\d_])|(?<=[。！？])")


@dataclass(frozen=True)
class Part:
    """A section: its lines in their order, how heavy each weighs (the smaller, the later it is cut),
    how many there are in the record, and what those left out are."""

    heading: str
    lines: tuple[tuple[str, str], ...]  # label (may be empty) and text
    weight: float
    whole: int
    more: str = "lines"  # a word of labels.MORE


def briefing(
    brief: Brief, lang: str = "en", *, today: date, stationery: Stationery = PLAIN
) -> Report:
    """The page as it stands on a day: the least important lines go until it is exactly one page.

    Raises Invalid for a language without a catalogue."""
    say = translator(lang)
    parts = tuple(part for part in _parts(brief, say, today) if part.lines)
    whole = sum(len(part.lines) for part in parts)
    head = stationery.dressed(_head(brief, say, today))
    ladder = [_cut(head, parts, keep, say) for keep in range(whole, -1, -1)]
    return ladder[fitting(ladder, stationery)]


def _head(brief: Brief, say: Words, today: date) -> Report:
    # What the desk knows is never public, even where the meeting is.
    named = brief.meeting is not None and brief.meeting.confidentiality == "named"
    readers = "named" if named else "desk"
    return Report(
        title=_clipped(_title(brief, say), TITLE),
        subtitle=say("Briefing as at {day}", day=say.day(today)),
        reference=brief.ref,
        as_of=today,
        sections=(),
        marks=(say(CONFIDENTIALITY[readers]), say("Briefing")),
        lang=say.lang,
        dense=True,
    )


def _title(brief: Brief, say: Words) -> str:
    return brief.title if brief.meeting else of_body(brief.bodies[0].line, say.lang)


def _cut(head: Report, parts: Sequence[Part], keep: int, say: Words) -> Report:
    """The page with the `keep` most important lines; what is left out is counted."""
    ranked = sorted(
        ((number * part.weight, at, number) for at, part in enumerate(parts)
         for number in range(len(part.lines)))
    )[:keep]  # fmt: skip
    kept = [sum(1 for _, at, _ in ranked if at == place) for place in range(len(parts))]
    sections = (_section(part, number, say) for part, number in zip(parts, kept, strict=True))
    return replace(head, sections=tuple(sections))


def _section(part: Part, kept: int, say: Words) -> Section:
    left = part.whole - kept
    blocks: list[Block] = [*_lines(part.lines[:kept])]
    if left > 0:
        blocks.append(Bullets((say(MORE[part.more], number=say.number(left)),)))
    return Section(part.heading, tuple(blocks))


def _lines(lines: Sequence[tuple[str, str]]) -> Iterator[Block]:
    if not lines:
        return
    if any(label for label, _ in lines):
        yield Facts(tuple(lines))
    else:
        yield Bullets(tuple(text for _, text in lines))


def _parts(brief: Brief, say: Words, today: date) -> Iterator[Part]:
    counts = brief.counts
    if brief.meeting:
        when = tuple(row for block in when_and_where(brief.meeting, say)
                     if isinstance(block, Facts) for row in block.rows)  # fmt: skip
        rows = (*when, (say("Purpose"), brief.meeting.purpose))
        lines = tuple((label, _line(text)) for label, text in rows if text)
        yield Part(say("The meeting"), lines, 0.2, len(lines))
    called = {body.line.name: of_body(body.line, say.lang) for body in brief.bodies}
    bodies = tuple((_named(body, say), _body(body, say)) for body in brief.bodies)
    yield Part(say("Who they are"), bodies, 0.5, counts["bodies"])
    guests = tuple(("", _guest(guest, called, say)) for guest in brief.guests)
    coming = say("Who comes") if brief.meeting else say("People")
    yield Part(coming, guests, 0.8, counts["guests"], "people")
    met = tuple((_met(meeting, say), _said(meeting)) for meeting in brief.meetings)
    yield Part(say("Last meetings"), met, 1.0, counts["meetings"], "meetings")
    for heading, owed, key in (
        (say("We owe them"), brief.ours, "ours"), (say("They owe us"), brief.theirs, "theirs"),
    ):  # fmt: skip
        promises = tuple(("", _promise(each, say, today)) for each in owed)
        yield Part(heading, promises, 0.6, counts[key], "promises")
    yield Part(say("Incentives"), *_offers(brief, say, today))
    projects = tuple(("", _project(project, say)) for project in brief.projects)
    yield Part(say("Projects and figures"), projects, 0.7, counts["projects"])
    for heading, talk, weight in (
        (say("Open issues"), issues(brief, say, today), 0.9),
        (say("Questions to ask"), questions(brief, say, today), 0.85),
        (say("Points to make"), points_to_make(brief, say, today), 0.85),
    ):
        told = tuple(("", _line(text)) for text in talk)
        yield Part(heading, told, weight, len(told))


def _clipped(text: str, cells: int) -> str:
    cut = fit(one_line(text), cells).rstrip()
    whole_words, blank, _ = cut.rpartition(" ")
    return (
        f"{whole_words}…" if blank and cut.endswith("…") and len(whole_words) > cells // 2 else cut
    )


def _line(text: str) -> str:
    return _clipped(text, LINE)


def _short(text: str) -> str:
    return _clipped(text, NAME)


def _named(body: BriefBody, say: Words) -> str:
    return f"{_short(of_body(body.line, say.lang))} ({body.line.ref})"


def _body(body: BriefBody, say: Words) -> str:
    line = body.line
    place = [line.city, country(line.country, say.lang) if line.country else ""]
    spoken = body.last_spoken and say("last spoken to on {day}", day=say.day(body.last_spoken))
    also = others(line.name, line.native_name, of_body(line, say.lang))
    told = (
        *also, say.listed([part for part in place if part]), line.sector,
        body.tier and say("tier {tier}", tier=body.tier),
        body.employees and say("{number} employees", number=say.number(body.employees)),
        body.parent and say("part of {name}", name=body.parent),
        say(CHECK[body.check]) if body.check in CHECK else "", spoken,
    )  # fmt: skip
    known = (_line(" · ".join(part for part in told if part)), _gist(line.notes))
    return "\n".join(part for part in known if part)


def _gist(notes: str) -> str:
    """The first sentences, whole: a figure that is cut before its unit would be another one."""
    first, *more = [each for each in _SENTENCE.split(notes.strip()) if each] or [""]
    gist = _line(first)
    for sentence in more:
        if cell_width(f"{gist} {sentence}") > LINE:
            return gist if gist.endswith("…") else f"{gist} …"
        gist = f"{gist} {sentence}"
    return gist


def _guest(guest: Guest, bodies: dict[str, str], say: Words) -> str:
    decides = say(DECISION[guest.decision_role]) if guest.decision_role in DECISION else ""
    body = bodies.get(guest.organisation, guest.organisation)
    what = _line(say.clauses([guest.job_title, body, decides]))
    return f"{_who(guest, say)}: {say.sentences([what, _line(address(guest, say))])}"


def _who(guest: Guest, say: Words) -> str:
    if guest.placeholder:
        return f"{say('name to be recorded')} ({guest.ref})"
    used = of_person(guest, say.lang)
    also = [_short(form) for form in others(guest.name, guest.native_name, used)[:1]]
    return f"{_short(used)} ({', '.join([*also, guest.ref])})"


def _met(meeting: EarlierMeeting, say: Words) -> str:
    return f"{say.day(meeting.starts_on) if meeting.starts_on else ''} ({meeting.ref})".strip()


def _said(meeting: EarlierMeeting) -> str:
    return _line(": ".join(part for part in (meeting.subject, meeting.outcome) if part))


def _promise(promise: Promise, say: Words, today: date) -> str:
    late = promise.due_on is not None and promise.due_on < today
    due = say("due {day}", day=say.day(promise.due_on)) if promise.due_on else say("no day")
    state = f" – {say(FOLLOW_UP['overdue'])}" if late else ""
    what = f"{_line(promise.text)} ({promise.ref})"
    return say.clauses([what, _short(of_owner(promise, say.lang)), f"{due}{state}"])


def _offers(
    brief: Brief, say: Words, today: date
) -> tuple[tuple[tuple[str, str], ...], float, int]:
    """Cases on their way, then what was presented, with its state as at the day."""
    lines = [f"{_short(case.incentive)} ({case.ref}): {_case(case, say)}" for case in brief.cases]
    for line in brief.incentives:
        held = standing(line.windows, say, today).split("\n")[0]
        lines.append(f"{_short(of_offer(line, say.lang))} ({line.ref}): {held}")
    whole = brief.counts["cases"] + brief.counts["incentives"]
    return tuple(("", _line(line)) for line in lines), 1.6, whole


def _case(case: CaseLine, say: Words) -> str:
    lacking = say.listed(list(case.papers_missing))
    told = (
        say(CASE[case.state]) if case.state in CASE else "",
        say.day(case.since) if case.since else "",
        say("missing: {what}", what=lacking) if lacking else "",
    )
    return say.listed([part for part in told if part])


def _project(project: BriefProject, say: Words) -> str:
    line = project.line
    state = [say(STAGE[line.stage]) if line.stage in STAGE else "",
             say(PROJECT_STATUS[line.status]) if line.status in PROJECT_STATUS else ""]  # fmt: skip
    if project.likelihood is not None:
        state.append(say("likelihood {number} %", number=project.likelihood))
    told = "; ".join(figure(each, say) for each in project.figures) or say("no figures recorded")
    known = " · ".join(part for part in (say.listed([s for s in state if s]), told) if part)
    return f"{_short(line.name)} ({line.ref}): {_line(known)}"
