"""A filter in words, in the language of the paper."""

from datetime import date
from decimal import Decimal
from typing import Any

from crm.language import Words, country
from db.models import NOUNS, columns
from db.models.types import Choice
from db.queries.lists import fields
from db.view import Filter, Kind, View

from .labels import HEADING
from .values import word_of


def told(view: View, say: Words) -> str:
    """“Country: China; Stage: Negotiation; matching “wanji””; everything is said as such."""
    parts = [_filter(view.noun, each, say) for each in view.filters]
    if view.search:
        parts.append(say("matching “{text}”", text=view.search))
    if view.archived:
        parts.append(say("archived"))
    return "; ".join(parts) or say("All of them")


def _filter(noun: str, made: Filter, say: Words) -> str:
    spec = fields(noun)[made.field]
    values = say.listed([_value(noun, made.field, value, say) for value in made.values])
    known = HEADING.get(made.field) or HEADING.get(spec.name)
    name = say(known) if known else made.field.replace("_", " ")
    text = f"{name}: {_sign(made.sign, spec.kind, values, say)}"
    return say("not ({what})", what=text) if made.negated else text


def _sign(sign: str, kind: Kind, values: str, say: Words) -> str:
    of_time = kind in (Kind.day, Kind.moment)
    match sign:
        case "<":
            return (
                say("before {what}", what=values) if of_time else say("under {what}", what=values)
            )
        case "<=":
            return say("up to {what}", what=values)
        case ">":
            return say("after {what}", what=values) if of_time else say("over {what}", what=values)
        case ">=":
            return say("from {what}", what=values)
    return values


def _value(noun: str, name: str, value: Any, say: Words) -> str:
    spec = fields(noun)[name]
    if isinstance(value, date):
        return say.day(value)
    if isinstance(value, Decimal):
        return say.number(int(value)) if value == int(value) else f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return say.number(value)
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if spec.kind is Kind.country:
        return country(str(value), say.lang)
    column = columns(NOUNS[noun]).columns.get(spec.name)
    if column is not None and isinstance(column.type, Choice):
        return word_of(column.type.words, str(value), say)
    return str(value)
