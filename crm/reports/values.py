"""Any value of a record as paper tells it: in the language of the paper, or as it was typed."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from crm.language import Words, country, tongue
from crm.words import context, speech

from . import labels

# The enumerations whose words papers say; the others are those of the screens.
_SAID: dict[str, dict[str, str]] = {
    "organisations.Kind": labels.BODY,
    "organisations.Check": labels.CHECK,
    "meetings.Kind": labels.MEETING_KIND,
    "meetings.Status": labels.MEETING_STATUS,
    "follow_ups.Side": labels.OWED,
    "follow_ups.Status": labels.FOLLOW_UP,
    "follow_ups.Priority": labels.PRIORITY,
    "projects.Stage": labels.STAGE,
    "projects.Status": labels.PROJECT_STATUS,
    "sites.ZoneKind": labels.ZONE,
    "incentives.Kind": labels.OFFER,
    "cases.State": labels.CASE,
    "contacts.DecisionRole": labels.DECISION,
}


def word(value: StrEnum, say: Words) -> str:
    """One word of an enumeration."""
    return word_of(type(value), value.value, say)


def word_of(words: type[StrEnum], value: str, say: Words) -> str:
    sentence = _SAID.get(context(words), {}).get(value)
    if sentence is not None:
        return say(sentence)
    told = speech(say.lang).told(value, context(words))
    return value.replace("_", " ") if told == value else told


def label(text: str, say: Words) -> str:
    """A label of the screens in the language of the paper."""
    return speech(say.lang).told(text)


def cell(name: str, value: Any, say: Words) -> str:
    """The value of a field by its name; several stand on lines of their own."""
    match value:
        case None | "" | []:  # {} would match every mapping
            return ""
        case bool():
            return say("yes") if value else say("no")
        case datetime():
            return f"{say.day(value.date())} {value:%H:%M}"
        case date():
            return say.day(value)
        case StrEnum():
            return word(value, say)
        case int() if name not in ("sector_code",):
            return say.number(value)
        case list() | tuple():
            return "\n".join(cell(name, each, say) for each in value)
        case dict():
            return _mapping(value, say)
    if name == "language":
        return tongue(str(value), say.lang)
    return country(str(value), say.lang) if name.endswith("country") else str(value)


def _mapping(value: Mapping[str, Any], say: Words) -> str:
    if "raw" in value or "e164" in value:  # a telephone number
        kind = f" ({value['label']})" if value.get("label") else ""
        return f"{value.get('raw') or value.get('e164') or ''}{kind}"
    told = ((name, cell(name, each, say)) for name, each in value.items())
    return "; ".join(f"{name.replace('_', ' ')}: {text}" for name, text in told if text)
