"""What to be careful about, to ask and to say, each drawn from a record that is named."""

from collections.abc import Iterator, Sequence
from datetime import date

from crm.language import Words
from db.dossier import Brief, IncentiveLine, Promise

from .labels import CHECK, NEED
from .names import of_body, of_offer

_PROMISED = 2  # of what we are doing; all of it stands under what we owe
_QUIET = 180  # days without a meeting after which it is an issue


def issues(brief: Brief, say: Words, today: date) -> tuple[str, ...]:
    return tuple(_issues(brief, say, today))


def _issues(brief: Brief, say: Words, today: date) -> Iterator[str]:
    late = [promise for promise in brief.ours if _late(promise, today)]
    if late:
        yield _lateness(late, brief.counts.get("late", len(late)), say)
    for body in brief.bodies:
        if body.check in ("pending", "issues"):
            yield f"{of_body(body.line, say.lang)} ({body.line.ref}): {say(CHECK[body.check])}"
    for line in brief.incentives:
        if line.windows and not _open(line, today):
            what = f"{of_offer(line, say.lang)} ({line.ref})"
            yield say("Do not promise {what}: it is not in force on this day.", what=what)
    for case in brief.cases:
        if case.papers_missing:
            what = say.listed(list(case.papers_missing))
            yield say(
                "{case} lacks papers: {what}", case=f"{case.incentive} ({case.ref})", what=what
            )
    spoken = max((b.last_spoken for b in brief.bodies if b.last_spoken), default=None)
    if spoken and (today - spoken).days > _QUIET:
        yield say("Nobody has met them since {day}.", day=say.day(spoken))
    for ref, point in brief.raised:
        topic = f"{point.topic}: " if point.topic else ""
        yield say("They raised in {ref}: {what}", ref=ref, what=f"{topic}{point.text}")


def _lateness(late: Sequence[Promise], number: int, say: Words) -> str:
    """One line for all of them: each stands with its day under what we owe."""
    first = min(late, key=lambda promise: promise.due_on or date.max)
    what = f"{first.text} ({first.ref})"
    if number == 1 or first.due_on is None:
        return say("We are late: {what}", what=what)
    day, counted = say.day(first.due_on), say.number(number)
    return say(
        "{number} promises of ours are late, the first since {day}: {what}",
        number=counted, day=day, what=what,
    )  # fmt: skip


def questions(brief: Brief, say: Words, today: date) -> tuple[str, ...]:
    return tuple(_questions(brief, say, today))


def _questions(brief: Brief, say: Words, today: date) -> Iterator[str]:
    for promise in brief.theirs:
        due = say.day(promise.due_on) if promise.due_on else say("no day")
        what = f"{promise.text} ({promise.ref}, {due})"
        late = _late(promise, today)
        yield (
            say("What became of: {what}?", what=what) if late
            else say("Will it be in time: {what}?", what=what)
        )  # fmt: skip
    for project in brief.projects:
        if project.missing:
            needs = say.listed([say(NEED[n]) if n in NEED else n for n in project.missing])
            what = f"{project.line.name} ({project.line.ref})"
            yield say("{project}: what about {what}?", project=what, what=needs)
        if not project.figures:
            what = f"{project.line.name} ({project.line.ref})"
            yield say("{project}: how large, how many jobs, by when?", project=what)
    unnamed = [guest.ref for guest in brief.guests if guest.placeholder]
    if unnamed:
        yield say("Who are they? Names to be recorded: {refs}", refs=say.listed(unnamed))


def points_to_make(brief: Brief, say: Words, today: date) -> tuple[str, ...]:
    return tuple(_points(brief, say, today))


def _points(brief: Brief, say: Words, today: date) -> Iterator[str]:
    if brief.meeting and brief.meeting.next_step:
        yield say("Next step: {what}", what=brief.meeting.next_step)
    for promise in brief.kept:
        when = say.day(promise.done_on) if promise.done_on else ""
        yield say("Done as promised: {what}", what=f"{promise.text} ({promise.ref}, {when})")
    for line in brief.incentives:
        if _open(line, today) and line.benefits:
            what = f"{of_offer(line, say.lang)} ({line.ref}): {line.benefits[0]}"
            yield say("On offer today: {what}", what=what)
    for promise in brief.ours[:_PROMISED]:
        if not _late(promise, today):
            due = say.day(promise.due_on) if promise.due_on else say("no day")
            yield say("We are on it: {what}", what=f"{promise.text} ({promise.ref}, {due})")


def _late(promise: Promise, today: date) -> bool:
    return promise.due_on is not None and promise.due_on < today


def _open(line: IncentiveLine, day: date) -> bool:
    return any(
        window.starts_on <= day
        and (window.ends_on is None or day <= window.ends_on)
        and (window.known_on is None or window.known_on <= day)
        for window in line.windows
    )
