"""Values as the screens write them, and a view in words."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from importlib import import_module
from typing import Any

from crm import countries, dates
from crm.forms.record import spoken
from crm.words import _, language, many, word, word_of
from db.view import Field, Filter, Kind, View, spelled

# How a list is called when one kind of it is shown.
KINDS = {
    ("organisations", "investor"): "Investors",
    ("organisations", "ministry"): "Ministries",
    ("organisations", "agency"): "Agencies",
    ("organisations", "zone"): "Zones",
    ("organisations", "state_company"): "State companies",
    ("organisations", "partner"): "Partners",
    ("follow_ups", "open"): "Open follow-ups",
    ("meetings", "planned"): "Planned meetings",
    ("meetings", "held"): "Meetings held",
}
SIGNS = {":": "{value}", "<": "before {value}", "<=": "up to {value}", ">": "after {value}",
         ">=": "from {value}"}  # fmt: skip
LESS = {":": "{value}", "<": "under {value}", "<=": "up to {value}", ">": "over {value}",
        ">=": "from {value}"}  # fmt: skip
COUNTED = {
    "organisations": ("{n} organisation", "{n} organisations"),
    "contacts": ("{n} contact", "{n} contacts"),
    "meetings": ("{n} meeting", "{n} meetings"),
    "follow_ups": ("{n} follow-up", "{n} follow-ups"),
    "projects": ("{n} project", "{n} projects"),
    "sites": ("{n} site", "{n} sites"),
    "incentives": ("{n} incentive", "{n} incentives"),
    "cases": ("{n} incentive case", "{n} incentive cases"),
}


def day(value: date | None) -> str:
    """19 Jan 2026"""
    return dates.short(value) if value else ""


def country(code: str) -> str:
    """The country's name in the officer's language."""
    return countries.name(code, language())


def counted(number: int, noun: str) -> str:
    """A number of records in words: 1 contact, 2 follow-ups."""
    return many(number, *COUNTED[noun])


def noun_word(noun: str) -> str:
    """One record of a noun, as people call it."""
    return _(noun.removesuffix("s").replace("_", "-"))


def field_word(noun: str, name: str) -> str:
    """A field of a noun as its form calls it; in English by its own name, as filters do."""
    plain = name.replace("_", " ")
    if language() == "en":
        return plain
    fields = import_module(f"crm.forms.{noun}").FORM.fields if noun else ()
    labels = {field.name: field.label for field in fields}
    bare = plain.removesuffix(" id")
    told = _(labels.get(name.removesuffix("_id")) or bare[:1].upper() + bare[1:])
    return told[:1].lower() + told[1:]


def words(value: Any) -> str:
    """Any value of a record in one line; a list with commas."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return f"{day(value.date())} {value:%H:%M}"
        case date():
            return day(value)
        case StrEnum():
            return word(value)
        case dict():
            return "; ".join(f"{key}: {words(each)}" for key, each in value.items())
        case list() | tuple():
            return ", ".join(words(each) for each in value)
        case _:
            return str(value)


def phone(told: Mapping[str, Any]) -> str:
    label = f" ({told['label']})" if told.get("label") else ""
    return f"{told.get('raw') or told.get('e164') or ''}{label}"


def due(value: date | None, today: date) -> tuple[str, str]:
    """A day a promise is due, with the tone of its urgency; never by colour alone."""
    if value is None:
        return _("no day"), "muted"
    return (f"{day(value)} !" if value < today else day(value)), urgency(value, today)


def urgency(value: date, today: date) -> str:
    """The tone of a day: past, within three days, or none."""
    if value < today:
        return "bad"
    return "warn" if (value - today).days <= 3 else ""


def view_words(view: View) -> str:
    """“Investors in China, tier A, matching wanji”"""
    filters = list(view.filters)
    head, used = _head(view, filters)
    rest = [each for each in filters if each is not used]
    where = [each for each in rest if each.field == "country" and not each.negated]
    said = " ".join([head, *(_filter(view.noun, each) for each in where)])
    more = [_filter(view.noun, each) for each in rest if each not in where]
    if view.search:
        more.append(_("matching “{text}”", text=view.search))
    if view.archived:
        more.append(_("archived"))
    return ", ".join([said, *more])


def _head(view: View, filters: list[Filter]) -> tuple[str, Filter | None]:
    for each in filters:
        known = KINDS.get((view.noun, str(each.values[0])))
        if (
            each.field in ("kind", "status")
            and len(each.values) == 1
            and not each.negated
            and known
        ):
            return _(known), each
    return _(spelled(view.noun).capitalize()), None


def _filter(noun: str, each: Filter) -> str:
    from db.queries.lists import fields

    spec = fields(noun)[each.field]
    told = f" {_('or')} ".join(_value(spec, value) for value in each.values)
    if each.field == "country" and not each.negated:
        return _("in {country}", country=told)
    ordered = isinstance(each.values[0], int)
    said = _((LESS if ordered else SIGNS)[each.sign], value=told)
    name = field_word(noun, spec.name if language() != "en" else spec.name.removesuffix("_on"))
    return f"{_('not') + ' ' if each.negated else ''}{name} {said}"


def _value(spec: Field, value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    if spec.kind is Kind.country:
        return country(str(value))
    if spec.kind is Kind.money:
        return f"{value / 100:,.0f}" if isinstance(value, int) else f"{value:,.0f}"
    if spec.kind is Kind.word:
        return word_of(spec.sql.type.words, str(value))
    return spoken(str(value)) if not isinstance(value, bool) else words(value)


def ago(value: date | None, today: date) -> str:
    """“in 3 days”, “10 months ago”, or nothing."""
    return dates.distance(value, today) if value else ""
