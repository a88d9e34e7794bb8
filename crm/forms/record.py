"""Between a form and a record: links become choices on the way in and ids on the way out."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from crm.forms import reach
from crm.forms.spec import FormSpec
from crm.forms.values import Choice, Option


def options(words: type[StrEnum]) -> tuple[Option, ...]:
    """The answers of an enumeration, as the desk says them."""
    return tuple(Option(word.value, spoken(word.value), words) for word in words)


def spoken(word: str) -> str:
    """A word of an enumeration as people read it."""
    return word.replace("_", " ")


def initial(spec: FormSpec, record: Mapping[str, Any]) -> dict[str, Any]:
    """What the form starts with, from the values of a list row."""
    return {field.name: _in(field.kind, field.name, record) for field in spec.fields}


def _in(kind: str, name: str, record: Mapping[str, Any]) -> Any:
    if kind == "link":
        one = record.get(f"{name}_id")
        return Choice(one, record[f"{name}_ref"], record[name]) if one else None
    value = record.get(name)
    return value.value if isinstance(value, StrEnum) else value


def stored(spec: FormSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the form's values mean; links as ids."""
    out = {}
    for field in spec.fields:
        if field.name in values:
            value = values[field.name]
            if field.kind == "link":
                out[f"{field.name}_id"] = value.id if value else None
            else:
                out[field.name] = value
    return out


def changed(
    spec: FormSpec, before: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was changed in the form, as columns; and what stood there when it was opened."""
    was, now = stored(spec, before), stored(spec, values)
    for field in spec.fields:
        if field.kind == "phones" and field.name in now:
            now[field.name] = reach.recognised(now[field.name], was.get(field.name) or ())
    moved = {name: value for name, value in now.items() if value != was.get(name)}
    return moved, {name: was.get(name) for name in moved}
