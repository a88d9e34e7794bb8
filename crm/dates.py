"""What an officer types for a day, a time or a promise, and the sentence that says it back."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from crm.day_rules import HINT, read
from crm.day_words import MONTHS, UNITS, WEEKDAYS, normal
from crm.words import _, many
from crm.working_days import is_working_day, working_days_after
from db.errors import Invalid
from db.names import fold_company

__all__ = [
    "Promise",
    "distance",
    "echo",
    "explain",
    "find_day",
    "is_working_day",
    "parse",
    "parse_day",
    "parse_promise",
    "parse_time",
    "spoken",
    "working_days_after",
]


def parse_day(words: str, today: date) -> date:
    """The day that `words` mean, seen from `today`.

    A weekday is the first one strictly after today, and `next fri` is the same day (`fri next week`
    is the one of the coming Monday-to-Sunday week; `last fri` the latest before today). A day and
    month without a year is its next occurrence, today included. 14/3 is the 14th of March. `eow` is
    Friday (from Saturday on, the coming one); `eom`, `eoq`, `eoy`, `q3`, `end of march` are the last
    day. `in 5 working days` counts those of Azerbaijan. English, Azerbaijani, Russian and Turkish
    words. Raises Invalid, naming what was typed.
    """
    day = read(words, today)
    if day is None:
        raise Invalid(_("I do not know the day '{words}'.", words=words.strip()) + f" {_(HINT)}")
    return day


parse = parse_day


def echo(day: date, today: date) -> str:
    """`Fri 27 Nov 2026 · in 4 days`; parse_day reads it back."""
    return f"{spoken(day)} · {distance(day, today)}"


def spoken(day: date) -> str:
    """`Fri 27 Nov 2026`, whatever the locale of the machine."""
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    return _("{weekday} {day} {month} {year}", weekday=_(weekday), day=day.day, month=_(month),
             year=day.year)  # fmt: skip


def short(day: date) -> str:
    """`27 Nov 2026`."""
    month = MONTHS[day.month - 1]
    return _("{day} {month} {year}", day=day.day, month=_(month), year=day.year)


def near(day: date, today: date) -> str:
    """`today`, `tomorrow`, `Fri 23 Jan` of this year and of the days around, `27 Nov 2026` else."""
    if abs((day - today).days) < 2:
        return distance(day, today)
    if day.year != today.year and abs((day - today).days) > 60:
        return short(day)
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    return _("{weekday} {day} {month}", weekday=_(weekday), day=day.day, month=_(month))


# Up to so many days: days of the unit, and how it is said ahead and of the past.
_SPANS = (
    (21, 1.0, ("in {n} day", "in {n} days"), ("{n} day ago", "{n} days ago")),
    (92, 7.0, ("in {n} week", "in {n} weeks"), ("{n} week ago", "{n} weeks ago")),
    (731, 30.44, ("in {n} month", "in {n} months"), ("{n} month ago", "{n} months ago")),
    (10**7, 365.25, ("in {n} year", "in {n} years"), ("{n} year ago", "{n} years ago")),
)


def distance(day: date, today: date) -> str:
    """How far a day is, as people say it: today, tomorrow, in 4 days, 3 weeks ago."""
    n = (day - today).days
    if -2 < n < 2:
        return _(("yesterday", "today", "tomorrow")[n + 1])
    size, ahead, past = next(span[1:] for span in _SPANS if abs(n) < span[0])
    return many(round(abs(n) / size), *(ahead if n > 0 else past))


_TIME = re.compile(
    r"(\d{1,2})(?:\s*[:.h]\s*(\d\d))?\s*h?\s*([ap])?\.?(?:(?<=[ap.])m\.?)?|(\d\d?)(\d\d)"
)


def parse_time(words: str) -> str:
    """`HH:MM` of 9, 9:30, 14.30, 1430, 2pm, 2:30 pm, noon. Raises Invalid, naming what was typed."""
    text = words.strip().casefold()
    text = {"noon": "12:00", "midnight": "0:00"}.get(text, text)
    if text.isascii() and (found := _TIME.fullmatch(text)):
        hour, minute, half = int(found[1] or found[4]), int(found[2] or found[5] or 0), found[3]
        if minute < 60 and (1 <= hour <= 12 if half else hour < 24):
            return f"{hour % 12 + 12 * (half == 'p') if half else hour:02}:{minute:02}"
    told = "I do not know the time '{words}'. Try 9, 9:30, 14.30 or 2pm."
    raise Invalid(_(told, words=words.strip()))


_LONGEST = 5  # words of one day: Fri the 27 November 2026
_BY = frozenset(("by", "until", "till", "before", "on", "due", "до", "к"))
_AFTERWARDS = frozenset(("qeder", "kimi", "dek"))
# Without "by", these are more often a quantity, a quarter or a paragraph than a day.
_UNSURE = re.compile(rf"q\d.*|\d+[-/.]\d+|(?:\d+ ?|[a-z]+ )(?:{UNITS})")


def find_day(text: str, today: date) -> tuple[date, str] | None:
    """The day named in a sentence, and the sentence without it; None if it names none.

    A day after `by`, `until`, `before`, `on`, `due` (`до`; before `qədər`) may stand anywhere;
    without such a word only at the end. Raises Invalid when what follows `by` is no day of the
    calendar (by 30 feb).
    """
    tokens = text.split()
    plain = [normal(token) for token in tokens]
    wrong: Invalid | None = None
    for start, end, taken in _spans(plain):
        words = " ".join(tokens[start:end])
        if taken == (start, end) and _UNSURE.fullmatch(normal(words)):
            continue
        try:
            day = read(words, today)
        except Invalid as error:
            wrong = wrong or (error if taken != (start, end) else None)
            continue
        if day is not None:
            return day, " ".join(tokens[: taken[0]] + tokens[taken[1] :])
    if wrong:
        raise wrong
    return None


def _spans(plain: list[str]) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Where a day may stand: its words, and with the preposition that goes with it; best first."""
    size = len(plain)
    for i in range(size - 1, -1, -1):
        if plain[i] in _BY:
            yield from (
                (i + 1, end, (i, end)) for end in range(min(i + 1 + _LONGEST, size), i + 1, -1)
            )
        if plain[i] in _AFTERWARDS:
            yield from ((start, i, (start, i + 1)) for start in range(max(i - _LONGEST, 0), i))
    yield from ((start, size, (start, size)) for start in range(max(size - _LONGEST, 0), size))


@dataclass(frozen=True)
class Promise:
    """A follow-up typed as one line: what, to or from whom (as typed, may be empty), by when."""

    text: str
    at: str
    due: date | None
    ours: bool


_OURS = re.compile(r"(?:>|(?:[Uu]s|[Oo]urs):|(?:[Ww]e|I|[Bb]iz|[Мм]ы)(?:[:,]|['’]ll)?(?=\s))\s*")
_THEIRS = re.compile(
    r"(?:<|(?:[Tt]hem|[Tt]heirs):|(?:[Tt]hey|[Oo]nlar|[Оо]ни)(?:[:,]|['’]ll)?(?=\s))\s*"
)
_SHALL = re.compile(r"(?:will|shall|must|should|(?:is|are|has|have) to|to)\s+(?=\S)")
_COLON = re.compile(r"((?!\d)\w[^:@]{1,60}):\s+(?=\S)")
_LABELS = frozenset(("note", "nb", "n.b.", "todo", "to do", "urgent", "re", "action", "important"))
_QUOTED = re.compile(r'(?<!\S)@(?:"([^"]+)"|“([^”]+)”|«([^»]+)»)')
_MENTION = re.compile(r"(?<!\S)@(\S+)")
_DROPPED_BEFORE = re.compile(r"(?:^|\s)(?:to|for)\s*$", re.I)
_BLANK, _END = "\ue000", "\ue001"  # inside a quoted name, so that it stays one word


def parse_promise(
    line: str, today: date, *, guests: Collection[str] = (), hosts: Collection[str] = ()
) -> Promise:
    """A promise typed as one line: who owes whom, what, by when.

    `send anode plant profile @Sunstone by next fri` is ours: we owe it to Sunstone. Theirs is a line
    that begins with who owes it - `@Sunstone to send ...`, `Sunstone: send ...`, a name of `guests`
    before `will` or `to` - or with `they`, `them:` or `<`. Ours again with `we`, `us:`, `>`, or a name
    of `hosts` there. After @ stands one word (_ is a blank) and the words after it that begin with a
    capital, or a name in quotes. The day is what `find_day` finds; without one `due` is None. Raises
    Invalid for a day that does not exist and for a line that says nothing to do.
    """
    side, text = _side(_QUOTED.sub(_as_one_word, " ".join(line.split())))
    due, text = find_day(text, today) or (None, text)
    owner, rest = _owner(text, guests, hosts) if side is None else ("", text)
    at, said = (owner, rest) if owner else _mentioned(rest)
    said = _SHALL.sub("", said, count=1) if _SHALL.match(said) else said
    if not said.strip(" ,;:.-–—"):
        told = _("'{line}' does not say what is promised.", line=line.strip())
        raise Invalid(f"{told} {_(_EXAMPLE)}")
    ours = (not owner or _among(owner, hosts)) if side is None else side
    return Promise(said.strip(" ,;:-–—"), at, due, ours)


_EXAMPLE = "Try: send plant profile @Sunstone by fri."


def explain(promise: Promise, today: date) -> str:
    """The promise said back: `We owe Sunstone: send plant profile · due Fri 27 Nov 2026`."""
    if promise.at:
        owing = _("We owe {name}" if promise.ours else "{name} owes us", name=promise.at)
    else:
        owing = _("We promised" if promise.ours else "They promised")
    if promise.due is None:
        return f"{owing}: {promise.text} · {_('no date yet')}"
    past = f", {distance(promise.due, today)}" if promise.due < today else ""
    return f"{owing}: {promise.text} · {_('due {day}', day=spoken(promise.due))}{past}"


def _as_one_word(quoted: re.Match[str]) -> str:
    name = next(filter(None, quoted.groups()))
    return f"@{name.strip().replace(' ', _BLANK)}{_END}"


def _side(text: str) -> tuple[bool | None, str]:
    for mark, ours in ((_OURS, True), (_THEIRS, False)):
        if found := mark.match(text):
            return ours, text[found.end() :]
    return None, text


def _owner(text: str, guests: Collection[str], hosts: Collection[str]) -> tuple[str, str]:
    """The name at the beginning of a line that says who owes, and what comes after it."""
    known = [*guests, *hosts]
    if text.startswith("@"):
        name, _, after = _cut_mention(text)
        return name, after.lstrip(" ,:")
    if (found := _COLON.match(text)) and (_among(found[1], known) if known else _is_name(found[1])):
        return found[1], text[found.end() :]
    words = text.split()
    for n in range(min(6, len(words) - 1), 0, -1):
        name, after = " ".join(words[:n]), " ".join(words[n:])
        if _SHALL.match(after) and _among(name, known):
            return name, after
    return "", text


def _is_name(label: str) -> bool:
    return not label[0].islower() and label.casefold() not in _LABELS


def _among(name: str, names: Collection[str]) -> bool:
    key = fold_company(name)
    return bool(key) and any(f"{fold_company(known)} ".startswith(f"{key} ") for known in names)


def _mentioned(text: str) -> tuple[str, str]:
    """The name after @, and the text without it (with its name, after `from` or `with`)."""
    name, before, after = _cut_mention(text)
    if not name:
        return "", text
    if _DROPPED_BEFORE.search(before):
        before = _DROPPED_BEFORE.sub("", before)
    elif before.rstrip().endswith((" from", " with", " of", " about")):
        before += name
    return name, " ".join(f"{before} {after}".split())


def _cut_mention(text: str) -> tuple[str, str, str]:
    found = _MENTION.search(text)
    if not found:
        return "", text, ""
    before, after = text[: found.start()], text[found.end() :].split()
    if _END in found[1]:
        return (
            found[1].replace(_BLANK, " ").replace(_END, "").rstrip(" ,:;"),
            before,
            " ".join(after),
        )
    words = [found[1]]
    while after and words[-1][-1] not in ":;" and (after[0][0].isupper() or after[0] == "&"):
        words.append(after.pop(0))
    return " ".join(words).replace("_", " ").strip(" ,:;"), before, " ".join(after)
