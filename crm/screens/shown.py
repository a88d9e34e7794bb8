"""Values as the screens write them, and a view in words."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from crm import countries, dates
from crm.forms.record import spoken
from db.view import Filter, View, spelled

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
SIGNS = {":": "", "<": "before ", "<=": "up to ", ">": "after ", ">=": "from "}
LESS = {":": "", "<": "under ", "<=": "up to ", ">": "over ", ">=": "from "}


def day(value: date | None) -> str:
    """19 Jan 2026"""
    return f"{value.day} {value:%b %Y}" if value else ""


def words(value: Any) -> str:
    """Any value of a record in one line; a list with commas."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{day(value.date())} {value:%H:%M}"
        case date():
            return day(value)
        case StrEnum():
            return spoken(value.value)
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
        return "no day", "muted"
    if value < today:
        return f"{day(value)} !", "bad"
    return day(value), "warn" if (value - today).days <= 3 else ""


def view_words(view: View) -> str:
    """“Investors in China, tier A, matching wanji”"""
    filters = list(view.filters)
    head, used = _head(view, filters)
    rest = [_filter(each) for each in filters if each is not used]
    where = [text for text in rest if text.startswith("in ")]
    said = " ".join([head, *where])
    more = [text for text in rest if not text.startswith("in ")]
    if view.search:
        more.append(f"matching “{view.search}”")
    if view.archived:
        more.append("archived")
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
            return known, each
    return spelled(view.noun).capitalize(), None


def _filter(each: Filter) -> str:
    told = " or ".join(_value(each.field, value) for value in each.values)
    if each.field == "country" and not each.negated:
        return f"in {told}"
    ordered = isinstance(each.values[0], int)
    sign = (LESS if ordered else SIGNS)[each.sign]
    name = spoken(each.field.removesuffix("_on"))
    return f"{'not ' if each.negated else ''}{name} {sign}{told}"


def _value(field: str, value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    if field.endswith("country"):
        return countries.name(str(value))
    if isinstance(value, int) and field == "capex":
        return f"{value / 100:,.0f}"
    return spoken(str(value))


def ago(value: date | None, today: date) -> str:
    """“in 3 days”, “10 months ago”, or nothing."""
    return dates.distance(value, today) if value else ""
