"""A View: search, filters, sort as one value that list, count, export and print share.

The language: words search; `country:CN`, `stage:lead,qualified`, `due<fri`, `capex>50m`,
`tag:aluminium`, `owner:me` filter; a minus before one negates it; `archived` shows what was put
away; `sort:-due` orders. Quotes keep blanks and signs together: `city:"New York"`, `"a:b"`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from .errors import Invalid


class Kind(StrEnum):
    """What a field holds, and so how it is compared."""

    text = "text"
    word = "word"  # one word of an enumeration
    day = "day"
    moment = "moment"  # asked about by the day, as this machine's clock has it
    number = "number"
    money = "money"
    flag = "flag"
    tag = "tag"
    link = "link"
    country = "country"
    figure = "figure"  # the address of a number whose rows are listed: nothing to choose or sort by


@dataclass(frozen=True)
class Field:
    """A field that can be filtered or sorted: its kind, its words, and what it is in SQL."""

    name: str
    kind: Kind
    sql: Any = None
    words: tuple[str, ...] = ()
    target: Any = None  # of a link: the model it points to


@dataclass(frozen=True)
class Filter:
    field: str
    sign: str  # one of : < <= > >=
    values: tuple[Any, ...]
    negated: bool = False


@dataclass(frozen=True)
class View:
    """Which records of a noun, in which order. `sort` is a field name, "-" before it reverses;
    `archived` is None for those that were put away and the others alike."""

    noun: str
    search: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    archived: bool | None = False

    def narrowed(self, search: str) -> "View":
        return replace(self, search=search)


@dataclass(frozen=True)
class Reading:
    """What the language needs to know of the world: how day words are read, and who is "me"."""

    day: Callable[[str], date] = date.fromisoformat
    me: str = ""
    country: Callable[[str], str | None] = lambda text: text.upper() if len(text) == 2 else None


def spelled(noun: str) -> str:
    """A noun as people type it."""
    return noun.replace("_", "-")


_TOKEN = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[^\W\d]\w*)(?P<sign><=|>=|[:<>=]))?
        (?P<value>(?:"(?:[^"\\]|\\.)*"|[^\s"])+)|(?P<bare>\S)""",
    re.VERBOSE,
)
_BEGUN = re.compile(r"([^\W\d]\w*)(<=|>=|[:<>=])")
_LARGEST = 2**63  # the integers of both databases end there
_CENT = Decimal("0.01")
_FLAGS = {"yes": True, "true": True, "1": True, "on": True}
_FLAGS |= {"no": False, "false": False, "0": False, "off": False}
_SCALE = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}


def parse(
    noun: str, text: str, fields: Mapping[str, Field], reading: Reading | None = None
) -> View:
    """The view that a line of the language means. Raises Invalid with the field it stumbled on."""
    reading = reading or Reading()
    view, search = View(noun), []
    for token in _TOKEN.finditer(text):
        name, sign = token["field"], token["sign"]
        if name is None:
            word = token["value"] or token["bare"]
            if word == "archived":
                view = replace(view, archived=not token["minus"])
            elif begun := _BEGUN.fullmatch(word):
                raise _without_value(noun, begun[1], begun[2], fields)
            else:
                search.append((token["minus"] or "") + _unquoted(word))
        elif name == "sort":
            view = replace(view, sort=_known_sort(noun, token["value"], fields))
        else:
            made = _filter(noun, name, sign, token["value"], fields, reading, bool(token["minus"]))
            view = replace(view, filters=(*view.filters, made))
    return replace(view, search=" ".join(" ".join(search).split()))


def _known_sort(noun: str, text: str, fields: Mapping[str, Field]) -> str:
    ordered = {name: field for name, field in fields.items() if field.kind is not Kind.figure}
    if text.removeprefix("-") not in ordered:
        raise _unknown(noun, text.removeprefix("-"), ordered)
    return text


def _unknown(noun: str, name: str, fields: Mapping[str, Field]) -> Invalid:
    near = get_close_matches(name.casefold(), fields, 3, 0.7)
    told = "{noun} have no field “{name}”. Did you mean {near}?"
    if not near:
        told = (
            "{noun} have no field “{name}”. Fields: {listed}. "
            "To search for these words instead, put them in quotes."
        )
    listed = ", ".join(sorted(fields))
    return Invalid(told, noun=spelled(noun), name=name, near=", ".join(near), listed=listed)


def _without_value(noun: str, name: str, sign: str, fields: Mapping[str, Field]) -> Invalid:
    if name not in fields and name != "sort":
        return _unknown(noun, name, fields)
    return Invalid("“{name}” needs a value after it.", name=f"{name}{sign}")


def _filter(
    noun: str,
    name: str,
    sign: str,
    text: str,
    fields: Mapping[str, Field],
    reading: Reading,
    negated: bool,
) -> Filter:
    field = fields.get(name)
    if field is None:
        raise _unknown(noun, name, fields)
    parts = _split(text)
    if not parts:
        raise _without_value(noun, name, sign, fields)
    values = tuple(_value(field, part, reading) for part in parts)
    return Filter(name, ":" if sign == "=" else sign, values, negated)


def _split(text: str) -> list[str]:
    parts = re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^,"])+', text)
    return [_unquoted(part) for part in parts if _unquoted(part)]


def _unquoted(text: str) -> str:
    def plain(quoted: re.Match[str]) -> str:
        return re.sub(r"\\(.)", r"\1", quoted[1])

    return re.sub(r'"((?:[^"\\]|\\.)*)"', plain, text).strip()


def _value(field: Field, text: str, reading: Reading) -> Any:
    match field.kind:
        case Kind.word:
            return _word(field, text)
        case Kind.day | Kind.moment:
            return _day(field, text, reading)
        case Kind.number | Kind.money:
            return _number(field, text)
        case Kind.flag:
            return _flag(field, text)
        case Kind.country:
            return _country(text, reading)
        case Kind.link:
            return reading.me if text == "me" and reading.me else text
        case _:
            return text


def _word(field: Field, text: str) -> str:
    wanted = text.casefold().replace("-", "_").replace(" ", "_")
    found = [word for word in field.words if word.casefold() == wanted]
    if not found:
        told = "“{text}” is no {field}. It is one of: {listed}."
        listed = ", ".join(field.words)
        raise Invalid(told, text=text, field=field.name.replace("_", " "), listed=listed)
    return found[0]


def _day(field: Field, text: str, reading: Reading) -> date:
    try:
        return reading.day(text)
    except ValueError as error:
        told = "“{text}” after {field} is not a day. Write 2026-03-14."
        raise Invalid(told, text=text, field=field.name) from error


def _number(field: Field, text: str) -> int | Decimal:
    """A whole number; of money the amount in units of its currency, to the cent."""
    found = re.fullmatch(r"(-?\d+(?:[.,]\d+)?)\s*(k|m|bn|b|)", text.casefold())
    if not found:
        told = "“{text}” after {field} is not a number. Write 50m or 1200."
        raise Invalid(told, text=text, field=field.name)
    units = Decimal(found[1].replace(",", ".")) * _SCALE[found[2]]
    if abs(units) * 100 >= _LARGEST:
        told = "“{text}” after {field} is larger than any number in the record."
        raise Invalid(told, text=text, field=field.name)
    return units.quantize(_CENT) if field.kind is Kind.money else round(units)


def _flag(field: Field, text: str) -> bool:
    said = text.casefold()
    if said not in _FLAGS:
        told = "“{text}” after {field} is neither yes nor no."
        raise Invalid(told, text=text, field=field.name)
    return _FLAGS[said]


def _country(text: str, reading: Reading) -> str:
    code = reading.country(text)
    if code is None:
        told = "I do not know the country “{text}”. Write its two letters, such as CN."
        raise Invalid(told, text=text)
    return code


def describe(view: View) -> str:
    """The line of the language that means this view: parse(describe(view)) is the view."""
    parts = [_said(made) for made in view.filters]
    if view.archived:
        parts.append("archived")
    if view.sort:
        parts.append(f"sort:{view.sort}")
    parts += [_quoted(word, bare=True) for word in view.search.split()]
    return " ".join(parts)


def _said(made: Filter) -> str:
    values = ",".join(_quoted(_plain(value)) for value in made.values)
    return f"{'-' if made.negated else ''}{made.field}{made.sign}{values}"


def _plain(value: Any) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    if value and value % 1_000_000 == 0:
        return f"{value / 1_000_000:.0f}m"
    return f"{value:f}".removesuffix(".00")


def _quoted(text: str, *, bare: bool = False) -> str:
    risky = re.search(r'[\s",:<>=\\]', text) or not text
    if bare:
        risky = risky or text.startswith("-") or text == "archived"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if risky else text
