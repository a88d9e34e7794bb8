"""How each noun is listed, and which of its fields a view can filter and sort by."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import NotFound
from db.models import NOUNS, Found, Organisation, columns
from db.models.base import KEPT, Record
from db.models.types import Choice, Day, Flag, Json
from db.view import Field, Kind, spelled

FIGURE = "figure"  # the field of the views that figures open


@dataclass(frozen=True)
class Listing:
    """How a noun is listed: its model, where it links, what else a row says."""

    model: type[Found]
    links: Mapping[str, tuple[str, type[Record]]]  # word -> (column, target)
    name: Callable[[Mapping[str, Any]], str] = lambda values: str(values["name"])
    sort: str = "name"
    also: Mapping[str, str] = field(default_factory=dict)  # other word -> field
    fields: Mapping[str, Field] = field(default_factory=dict)
    extend: Callable[[Session, list[dict[str, Any]]], None] | None = None


@cache
def listing(noun: str) -> Listing:
    """The listing of a noun, from the question file of that name."""
    if noun not in NOUNS:
        raise NotFound(f"There is no list “{noun}”. Lists: {', '.join(spelled(n) for n in NOUNS)}.")
    made: Listing = import_module(f"db.queries.{noun}").LIST
    return made


@cache
def fields(noun: str) -> dict[str, Field]:
    """Every field of a noun that a view can filter or sort by."""
    made = listing(noun)
    found = {f.name: f for f in _own_fields(made)} | dict(made.fields)
    for word, (column, target) in made.links.items():
        sql = columns(made.model).columns[column]
        found[word] = Field(word, Kind.link, sql, target=target)
    also = {"tag": "tags", **made.also}
    return found | {word: found[real] for word, real in also.items()}


def country_of(organisation_id: sa.Column[Any], *linked: Any) -> Field:
    """The country of the organisation that a record is about, as a field of the record; `linked`
    says which rows of a table of links are the record's."""
    whose = columns(Organisation)
    asking = sa.select(whose.c.country).where(whose.c.id == organisation_id, *linked)
    return Field("country", Kind.country, asking)


def _own_fields(made: Listing) -> Iterable[Field]:
    linked = {column for column, _ in made.links.values()}
    for column in columns(made.model).columns:
        if column.name in linked or column.name in KEPT - {"version"}:
            continue
        kind = _kind(column)
        if kind:
            words = tuple(column.type.words) if isinstance(column.type, Choice) else ()
            yield Field(column.name, kind, column, words)
    table = columns(made.model)
    yield Field(FIGURE, Kind.figure)
    yield Field("created", Kind.moment, table.c.created_at)
    yield Field("updated", Kind.moment, table.c.updated_at)
    if "name" not in table.columns:
        yield Field("name", Kind.text, table.c.folded)


def _kind(column: sa.Column[Any]) -> Kind | None:
    if column.name == "tags":
        return Kind.tag
    if column.name.endswith("country"):
        return Kind.country
    by_type = {Choice: Kind.word, Day: Kind.day, Flag: Kind.flag, Json: None}
    if type(column.type) in by_type:
        return by_type[type(column.type)]
    if isinstance(column.type, sa.Integer):
        return Kind.number
    return Kind.text if isinstance(column.type, sa.Text) else None
