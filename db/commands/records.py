"""What every noun's changes are made of: add, amend, archive, with one sentence per mistake."""

from collections.abc import Mapping
from typing import Any, TypeVar

import pydantic
import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid, NotFound, Stale
from db.models import Record, stamp
from db.models.base import KEPT

R = TypeVar("R", bound=Record)

_OWN = KEPT | {"id", "created_at", "created_by"}


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
    return {name: getattr(record, name) for name in type(record).model_fields if name not in _OWN}


def _checked(model: type[R], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values in their types. Tables of SQLModel do not validate, a twin without a table does."""
    seen = _seen(model, values)
    return {name: _trimmed(getattr(seen, name)) for name in values}


def whole(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """A complete row of checked values, with the defaults of the rest. Raises Invalid."""
    seen = _seen(model, values)
    return {name: _trimmed(getattr(seen, name)) for name in type(seen).model_fields}


def _seen(model: type[Record], values: Mapping[str, Any]) -> pydantic.BaseModel:
    unknown = [name for name in values if name not in model.model_fields or name in _OWN]
    if unknown:
        raise Invalid(f"{model.__name__} has no field {', '.join(unknown)}.")
    try:
        return _twin(model).model_validate(dict(values))
    except pydantic.ValidationError as error:
        fields = {str(e["loc"][0]): _reason(dict(e)) for e in error.errors()}
        told = "; ".join(f"{name.replace('_', ' ')}: {why}" for name, why in fields.items())
        raise Invalid(f"This cannot be saved. {told}.", fields) from error


_TWINS: dict[type[Record], type[pydantic.BaseModel]] = {}


def _twin(model: type[Record]) -> type[pydantic.BaseModel]:
    """A plain pydantic model with the fields a person may set."""
    if model not in _TWINS:
        fields: dict[str, Any] = {
            name: (info.annotation, ... if info.is_required() else info.default)
            if info.default_factory is None
            else (info.annotation, pydantic.Field(default_factory=info.default_factory))
            for name, info in model.model_fields.items()
            if name not in _OWN
        }
        _TWINS[model] = pydantic.create_model(f"{model.__name__}Values", **fields)
    return _TWINS[model]


def _reason(error: dict[str, Any]) -> str:
    if error["type"] == "missing":
        return "is needed"
    if error["type"] == "enum":
        return f"is one of {error['ctx']['expected'].replace(' or ', ', ')}"
    return str(error["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")


def _trimmed(value: Any) -> Any:
    """Blank text is no text."""
    return None if isinstance(value, str) and not value.strip() else value


def _flush(session: Session, record: Record) -> None:
    """Write now, so that a rule of the database speaks here and in words."""
    try:
        session.flush()
    except sa.exc.IntegrityError as error:
        raise Invalid(_rule(str(error.orig), record)) from error


def _rule(said: str, record: Record) -> str:
    what = type(record).__name__.lower()
    lowered = said.lower()
    if "unique" in lowered:
        return f"This {what} is there already."
    if "not null" in lowered or "not-null" in lowered:
        field = said.rsplit(".", 1)[-1] if "." in said else said
        return f"A {what} needs its {field.strip().replace('_', ' ')}."
    if "foreign key" in lowered:
        return f"This {what} points to a record that is not there."
    return f"The values of this {what} contradict each other ({said.splitlines()[0]})."
