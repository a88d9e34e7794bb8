"""Completing the filter language: which word is being typed, and what may stand there; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm import countries, dates
from crm.words import _, language, word_of
from db.errors import Invalid
from db.names import fold
from db.view import Field, Kind

MOST = 7  # offers shown at once; with two lines of the bar they leave a list on 24 lines
_WORD = re.compile(r'(?:"(?:[^"\\]|\\.)*+(?:"|$)|[^\s"])++')
_PARTS = re.compile(r"(-?)(?:([^\W\d]\w*)(<=|>=|[:<>=]))?(.*)", re.DOTALL)
_EARLIER = re.compile(r'(?:(?:"(?:[^"\\]|\\.)*+"|[^",])*+,)*')  # the values before the last
_DAYS = (
    "today",
    "tomorrow",
    "fri",
    "eow",
    "eom",
    "eoq",
    "eoy",
    "in 2w",
    "in 3 months",
    "yesterday",
)
_HIDDEN = frozenset({"id", "uid", "version", "figure"})
# The signs that are offered for a kind of field, the usual one first.
_SIGNS = {Kind.day: ("<", ">", ":"), Kind.moment: (">", "<"), Kind.number: (">", "<", ":"),
          Kind.money: (">", "<")}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """The word of a line that the cursor is in: from `start` to `end` stands what is being typed."""

    start: int
    end: int
    text: str
    field: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Offer:
    """What may stand there: `text` as the language has it, `label` as people say it."""

    text: str
    label: str
    ends: bool = True  # a blank follows, and the next word


def typed(line: str, cursor: int) -> Typed:
    """The field, or the one value of a filter, that is being typed at the cursor."""
    head, tail = line[:cursor], line[cursor:]
    found = [each for each in _WORD.finditer(head) if each.end() == cursor]
    word = found[-1][0] if found else ""
    end = cursor + len(re.match(r'[^\s",]*', tail)[0])  # type: ignore[index]
    _minus, field, sign, text = _PARTS.fullmatch(word).groups("")  # type: ignore[union-attr]
    last = text[_EARLIER.match(text).end() :] if field else text  # type: ignore[union-attr]
    return Typed(cursor - len(last), end, last.replace('"', ""), field, sign)


def taken(line: str, at: Typed, offer: Offer) -> tuple[str, int]:
    """The line with an offer in the place of what was typed, and where the cursor stands then."""
    after = line[at.end :]
    put = offer.text + (" " if offer.ends and not after.startswith((" ", ",")) else "")
    return line[: at.start] + put + after, at.start + len(put)


def quoted(text: str) -> str:
    """A value as the language has it: in quotes where blanks or signs are in it."""
    if text and not re.search(r'[\s",:<>=\\]', text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def fields(
    known: Mapping[str, Field], called: Mapping[str, str], first: Sequence[str], text: str
) -> list[Offer]:
    """The fields that begin with the text, or are called so; those of `first` before the others."""
    text = text.removeprefix("-")
    signs: dict[str, Offer] = {}
    for name in _by_rank(known, first):
        if _begins(text, name, called.get(name, "")):
            for sign in _SIGNS.get(known[name].kind, (":",)):
                offer = Offer(
                    f"{name}{sign}", _said(known[name].kind, sign, called.get(name, name)), False
                )
                signs.setdefault(f"{id(known[name])}{sign}", offer)
    more = [
        (Offer("sort:", _("in the order of"), False)),
        Offer("archived", _("what was put away")),
    ]
    return [*_few(signs.values(), text), *(each for each in more if _begins(text, each.text))][
        :MOST
    ]


def _few(offers: Iterable[Offer], text: str) -> list[Offer]:
    """One sign for each field, until the field is the only one that is meant."""
    offers = list(offers)
    names = list(dict.fromkeys(each.text.rstrip(":<>") for each in offers))
    if len(names) == 1:
        return offers
    return [next(each for each in offers if each.text.rstrip(":<>") == name) for name in names]


def _by_rank(known: Mapping[str, Field], first: Sequence[str]) -> list[str]:
    """The names of the fields, the shorter of two for the same field first."""
    rank = {id(known[name]): n for n, name in enumerate(first) if name in known}
    names = [name for name in known if name not in _HIDDEN]
    return sorted(names, key=lambda name: (rank.get(id(known[name]), len(rank)), len(name), name))


def _begins(text: str, *names: str) -> bool:
    sought = text.casefold()
    words = " ".join(name.casefold().replace("_", " ") for name in names)
    return any(name.casefold().startswith(sought) for name in names if name) or (
        len(sought) > 1 and f" {sought}" in f" {words}"
    )


BEFORE = {"<": "{field} before", ">": "{field} after", ":": "{field} on"}
UNDER = {"<": "{field} under", ">": "{field} over", ":": "{field} exactly"}


def _said(kind: Kind, sign: str, field: str) -> str:
    if kind not in _SIGNS:
        return field
    return _((BEFORE if kind in (Kind.day, Kind.moment) else UNDER)[sign], field=field)


def fixed(spec: Field, text: str, today: date) -> list[Offer]:
    """The values of a field that are known without the record."""
    match spec.kind:
        case Kind.word:
            words = [Offer(word, word_of(spec.sql.type.words, word)) for word in spec.words]
            return [each for each in words if _begins(text, each.text, each.label)]
        case Kind.flag:
            flags = [Offer("yes", _("yes")), Offer("no", _("no"))]
            return [each for each in flags if _begins(text, each.text, each.label)]
        case Kind.day | Kind.moment:
            return _days(text, today)
    return []


def countries_of(known: Sequence[str], text: str) -> list[Offer]:
    """Countries by any of their names, those of the record first; without a text only these."""
    found = [code for code, _name in countries.matches(text, 60)] if text.strip() else list(known)
    found.sort(key=lambda code: known.index(code) if code in known else len(known))
    return [Offer(code, countries.name(code, language())) for code in found[:MOST]]


def _days(text: str, today: date) -> list[Offer]:
    """The day words that begin so, and what was typed where it is a day: each with what it means."""
    begun = [day for day in _DAYS if day.startswith(text.casefold()) and day != text]
    meant = []
    for words in (text, *begun):
        try:
            day = dates.parse_day(words, today)
        except Invalid:
            continue
        meant.append(Offer(quoted(words), dates.echo(day, today)))
    return meant[:MOST]


def among(values: Sequence[str], text: str) -> list[Offer]:
    """The values that hold the text in any spelling, those that begin with it first."""
    sought = fold(text)
    found = [(fold(value), value) for value in values if value]
    fitting = [(not key.startswith(sought), n, value) for n, (key, value) in enumerate(found)
               if sought in key]  # fmt: skip
    return [Offer(quoted(value), "") for _late, _n, value in sorted(fitting)][:MOST]
