"""What every noun's changes are made of: add, amend, archive, with one sentence per mistake."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

import pydantic
import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid, NotFound, Stale
from db.models import Record, columns, stamp
from db.models.base import KEPT

R = TypeVar("R", bound=Record)

_INTEGERS = 2**63  # where the integers of both databases end
OWN = KEPT | {"id", "created_at", "created_by"}


def add(session: Session, model: type[R], values: Mapping[str, Any]) -> R:
    """A new record from checked values. Raises Invalid naming each wrong field."""
    record = model.model_validate(_checked(model, values))
    session.add(record)
    _flush(session, record)
    return record


def find(session: Session, model: type[R], record_id: int) -> R:
    record = session.get(model, record_id)
    if record is None:
        raise NotFound(f"There is no {model.letter or model.__name__}{record_id} any more.")
    return record


def _held(session: Session, model: type[R], record_id: int) -> R:
    """The record as it is now, which nobody else changes before this change set ends."""
    session.flush()
    record = session.get(model, record_id, with_for_update=True)
    return record or find(session, model, record_id)


def amend(
    session: Session,
    model: type[R],
    record_id: int,
    changes: Mapping[str, Any],
    was: Mapping[str, Any] | None = None,
) -> R:
    """Change some fields of a record. `was` holds the values these fields had when they were read:
    a field that somebody changed since, to something else than wanted, raises Stale with theirs."""
    record = _held(session, model, record_id)
    wanted = _checked(model, {**_present(record), **changes})
    theirs = {
        name: getattr(record, name)
        for name in changes
        if was is not None and name in was
        and getattr(record, name) not in (was[name], wanted[name])
    }  # fmt: skip
    if theirs:
        fields = ", ".join(name.replace("_", " ") for name in theirs)
        raise Stale(f"Somebody changed the {fields} of {record.ref} while you typed.", theirs)
    for name in changes:
        setattr(record, name, wanted[name])
    _flush(session, record)
    return record


def archive(session: Session, model: type[R], record_id: int) -> R:
    """Put a record away; it stays on everything that mentions it."""
    record = find(session, model, record_id)
    if record.archived_at is None:
        record.archived_at = stamp.get().at
        _flush(session, record)
    return record


def restore(session: Session, model: type[R], record_id: int) -> R:
    """Bring an archived record back."""
    record = find(session, model, record_id)
    record.archived_at = None
    _flush(session, record)
    return record


def remove(session: Session, record: Record) -> None:
    """Take away a part of a record (an attendance, a point); the history keeps it."""
    session.delete(record)
    session.flush()


def _present(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields if name not in OWN}


def _checked(model: type[R], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values in their types. Tables of SQLModel do not validate, a twin without a table does."""
    seen = _seen(model, values)
    return {name: _trimmed(seen, name) for name in values}


def whole(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """A complete row of checked values, with the defaults of the rest. Raises Invalid."""
    seen = _seen(model, values)
    return {name: _trimmed(seen, name) for name in type(seen).model_fields}


def _seen(model: type[Record], values: Mapping[str, Any]) -> pydantic.BaseModel:
    fields = model.model_fields
    unknown = [name for name in values if name not in fields or name in OWN]
    if unknown:
        raise Invalid(f"{model.__name__} has no field {', '.join(unknown)}.")
    try:
        seen = twin(model).model_validate(dict(values))
    except pydantic.ValidationError as error:
        raise _cannot({str(e["loc"][0]): _reason(dict(e)) for e in error.errors()}) from error
    unfit = {name: why for name in values if (why := _unfit(getattr(seen, name)))}
    if unfit:
        raise _cannot(unfit)
    return seen


def _cannot(fields: dict[str, str]) -> Invalid:
    told = "; ".join(f"{name.replace('_', ' ')}: {why}" for name, why in fields.items())
    return Invalid(f"This cannot be saved. {told}.", fields)


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_UNTOLD = "holds a NUL character, which no text has"
_HALF = "holds half a character, so it was read in a wrong encoding"


def _unfit(value: Any) -> str:
    """Why no database can keep a value of the right type; nothing where it can."""
    if isinstance(value, str):
        found = _UNSTORABLE.search(value)
        return "" if found is None else _UNTOLD if found[0] == "\0" else _HALF
    if isinstance(value, int) and not -_INTEGERS <= value < _INTEGERS:
        return "is larger than any number in the record"
    if isinstance(value, Mapping):
        return next(filter(None, map(_unfit, (*value.keys(), *value.values()))), "")
    return next(filter(None, map(_unfit, value)), "") if isinstance(value, list) else ""


W = TypeVar("W", bound=StrEnum)


def word(words: type[W], value: object, name: str) -> W:
    """One word of an enumeration. Raises Invalid with the words there are."""
    try:
        return words(str(value))
    except ValueError as error:
        listed = ", ".join(words)
        raise Invalid(
            f"“{value}” is no {name}. It is one of: {listed}.", {name: f"is one of {listed}"}
        ) from error


_TWINS: dict[type[Record], type[pydantic.BaseModel]] = {}


def twin(model: type[Record]) -> type[pydantic.BaseModel]:
    """A plain pydantic model with the fields a person may set."""
    if model not in _TWINS:
        fields: dict[str, Any] = {
            name: (info.annotation, ... if info.is_required() else info.default)
            if info.default_factory is None
            else (info.annotation, pydantic.Field(default_factory=info.default_factory))
            for name, info in model.model_fields.items()
            if name not in OWN
        }
        _TWINS[model] = pydantic.create_model(f"{model.__name__}Values", **fields)
    return _TWINS[model]


def _reason(error: dict[str, Any]) -> str:
    if error["type"] == "missing":
        return "is needed"
    if error["type"] == "enum":
        return f"is one of {error['ctx']['expected'].replace(' or ', ', ')}"
    return str(error["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")


def _trimmed(seen: pydantic.BaseModel, name: str) -> Any:
    """Blank text is no text; where there is one from the start (a point's) it is the empty one."""
    value = getattr(seen, name)
    if not isinstance(value, str) or value.strip():
        return value
    field = type(seen).model_fields[name]
    return "" if field.annotation is str and not field.is_required() else None


def _flush(session: Session, record: Record) -> None:
    """Write now, so that a rule of the database speaks here and in words."""
    try:
        session.flush()
    except sa.exc.IntegrityError as error:
        raise _rule(str(error.orig), record) from error


# The CHECKs that are no enumerations: the field they are about, and what they ask.
RULES = {
    "country": ("country", "A country has two letters, such as CN."),
    "employees": ("employees", "There cannot be fewer than 0 employees."),
    "parent": ("parent", "An organisation cannot be its own parent."),
    "likelihood": ("likelihood", "A likelihood is from 0 to 100."),
    "loss": ("loss_reason", "A project that is lost or abandoned needs a reason and a day."),
    "share": ("share", "A share is from 0 to 100 %."),
    "measured": ("unit", "A figure has a currency or a unit, and not both."),
    "value": ("currency", "An estimated value needs its currency."),
    "done": ("done_on", "What is done needs the day, and only what is done has one."),
    "held": ("starts_on", "A meeting that was held needs a day."),
    "something": ("text", "A point needs words, an incentive or a site."),
    "span": ("ends_on", "A span cannot end before it starts."),
    "decision": ("decision_working_days", "A decision cannot take fewer than 0 days."),
    "one_owner": ("title", "A document belongs to one record, no more and no less."),
}
_NEEDED = re.compile(r"NOT NULL constraint failed: \w+\.(\w+)|null value in column \"(\w+)\"")
_BROKEN = re.compile(r"\bck_(\w+)")


def _rule(said: str, record: Record) -> Invalid:
    table = columns(type(record)).name
    what, lowered = table.replace("_", " "), said.lower()
    if "unique" in lowered:
        return Invalid(f"This {what} is there already.")
    if needed := _NEEDED.search(said):
        name = (needed[1] or needed[2]).removesuffix("_id")
        return Invalid(f"The {name.replace('_', ' ')} of a {what} is needed.", {name: "is needed"})
    if "foreign key" in lowered:
        return Invalid(f"This {what} points to a record that is not there.")
    broken = _BROKEN.search(said)
    rule = RULES.get(broken[1].removeprefix(f"{table}_")) if broken else None
    if rule is None:
        return Invalid(f"The values of this {what} contradict each other.")
    return Invalid(rule[1], {rule[0]: rule[1]})
