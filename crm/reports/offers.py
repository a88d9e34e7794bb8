"""Incentives and sites as they were presented: basis, benefit, threshold, and what held that day."""

from datetime import date

from crm.language import Words, money
from db.dossier import Dossier, IncentiveLine, Least, SiteLine, Threshold, Window

from .labels import ZONE
from .names import of_authority, of_offer
from .report import Block, Facts


def presented(dossier: Dossier, say: Words, today: date) -> tuple[Block, ...]:
    held = dossier.starts_on or today
    return (
        *(incentive(line, say, held, today) for line in dossier.incentives),
        *(site(line, say) for line in dossier.sites),
    )


def incentive(line: IncentiveLine, say: Words, held: date, today: date) -> Facts:
    """What was offered, as at the day of the meeting; a later change is said apart."""
    rows = [
        (say("Authority"), of_authority(line, say.lang)),
        (say("Legal basis"), "\n".join(line.legal_basis)),
        (say("Benefit"), "\n".join(line.benefits)),
        (say("Threshold"), threshold(line.threshold, say)),
        (say("Term"), line.duration),
        *_standing(line.windows, say, held, today),
        (say("Note"), line.notes),
    ]
    return Facts(tuple(row for row in rows if row[1]), _named(line, say))


def threshold(asked: Threshold, say: Words) -> str:
    """What an investment must reach, a condition on each line."""
    told = [_least(least, say) for least in asked.least]
    if asked.export_share is not None:
        told.append(say("at least {share} % of output exported", share=asked.export_share))
    if asked.state_share is not None:
        told.append(say("state share below {share} %", share=asked.state_share))
    if asked.excluded:
        told.append(say("not in: {places}", places=say.listed(list(asked.excluded))))
    return "\n".join(told)


def _least(least: Least, say: Words) -> str:
    amount = money(least.amount, least.currency, say.lang)
    if not least.places:
        return say("{amount} elsewhere", amount=amount)
    return say("{amount} in {places}", amount=amount, places=say.listed(list(least.places)))


def site(line: SiteLine, say: Words) -> Facts:
    rows = (
        (say("Kind"), say(ZONE.get(line.zone_kind, line.zone_kind))),
        (say("Operator"), line.operator),
        (say("Place"), line.place),
        (say("Area"), line.area),
        (say("Established"), say.day(line.established_on) if line.established_on else ""),
        (say("Note"), line.notes),
    )
    return Facts(tuple(row for row in rows if row[1]), _named(line, say))


def _named(line: IncentiveLine | SiteLine, say: Words) -> str:
    return f"{of_offer(line, say.lang)} ({line.ref})"


def _standing(
    windows: tuple[Window, ...], say: Words, held: date, today: date
) -> list[tuple[str, str]]:
    then = standing(windows, say, held)
    rows = [(say("As at {day}", day=say.day(held)), then)]
    now = standing(windows, say, max(today, held))
    if now != then:
        rows.append((say("Changed later"), now))
    return rows


def standing(windows: tuple[Window, ...], say: Words, day: date) -> str:
    """Whether the incentive could be granted on a day, by what was published until that day."""
    known = [window for window in windows if window.known_on is None or window.known_on <= day]
    if not known:
        return say("No period of validity is recorded.")
    window = max(known, key=lambda each: (_nearness(each, day), each.ends_on or date.max))
    return _sentence(window, say, day) + _published(window, say)


def _nearness(window: Window, day: date) -> int:
    """2 where the window is open, 1 where it has closed, 0 where it has yet to open."""
    if window.starts_on > day:
        return 0
    return 1 if window.ends_on and window.ends_on < day else 2


def _sentence(window: Window, say: Words, day: date) -> str:
    if window.starts_on > day:
        return say("Not yet in force: it begins on {day}.", day=say.day(window.starts_on))
    if window.ends_on is None:
        return say("In force since {day}; no end is recorded.", day=say.day(window.starts_on))
    if window.ends_on < day:
        return say("Lapsed on {day}.", day=say.day(window.ends_on))
    return say("In force until {day}.", day=say.day(window.ends_on))


def _published(window: Window, say: Words) -> str:
    known = say("published on {day}", day=say.day(window.known_on)) if window.known_on else ""
    told = "; ".join(part for part in (window.basis, known) if part)
    return f"\n{told}" if told else ""
