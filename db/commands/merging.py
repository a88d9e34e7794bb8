"""Two records that are one: links move, what only one of them knew is kept, the other is put away.

All of it is one change set, so that one undo gives both back with every link where it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid
from db.models import RECORDS, ChangeSet, Contact, Organisation, columns
from db.models.base import KEPT, MERGED, Found
from db.models.contacts import display_name
from db.models.history import Kind

from . import records
from .imports import joined

MERGEABLE: tuple[type[Found], ...] = (Organisation, Contact)
NOTHING: tuple[Any, ...] = (None, "", [], {})
# What is of one record alone, or what a person says by archiving.
_ALONE = KEPT | {"id", "uid", "created_at", "created_by", "archived_at", "source", "aliases"}


def merge(
    session: Session, model: type[Found], keep: int, other: int, take: Iterable[str] = ()
) -> int:
    """Merge `other` into `keep` and give its id; of the fields in `take` the other's value wins.

    Raises NotFound, and Invalid where the two cannot be one.
    """
    if model not in MERGEABLE:
        raise Invalid("Only organisations and contacts can be merged.")
    if keep == other:
        raise Invalid(f"{model.letter}{keep} cannot be merged with itself. Name two records.")
    one, two = records.find(session, model, keep), records.find(session, model, other)
    for record in (one, two):
        if record.archived_at is not None:
            raise Invalid(f"{record.ref} is archived. Bring it back before you merge it.")
    here = columns(ChangeSet).c.id == session.info["change_set"]  # type: ignore[arg-type]
    session.execute(sa.update(ChangeSet).where(here).values(kind=Kind.merge))
    _move_links(session, model, keep, other)
    session.expire_all()  # the links moved under them
    changes = merged(model, values_of(one), values_of(two), take)
    changes = {n: v for n, v in changes.items() if v != keep or n != "parent_id"}
    known, others = _names(model, one), _names(model, two)
    aliases = [*one.aliases, *(each for each in others if each not in known)]  # type: ignore[attr-defined]
    records.amend(session, model, keep, {**changes, "aliases": list(dict.fromkeys(aliases))})
    records.amend(session, model, other, {"extra": {**two.extra, MERGED: one.ref}})  # type: ignore[attr-defined]
    records.archive(session, model, other)
    return keep


def values_of(record: Found) -> dict[str, Any]:
    """What a person wrote of a record."""
    return {name: getattr(record, name) for name in type(record).model_fields if name not in _ALONE}


def merged(
    model: type[Found], one: Mapping[str, Any], two: Mapping[str, Any], take: Iterable[str]
) -> dict[str, Any]:
    """The changes that make the first record know what the second knows. Raises Invalid for a
    field in `take` that there is not."""
    wanted = set(take)
    if unknown := sorted(wanted - one.keys()):
        raise Invalid(f"{model.noun.capitalize()} have no field {', '.join(unknown)}.")
    found = {name: _of_both(name, one[name], two[name], name in wanted) for name in one}
    return {name: value for name, value in found.items() if value != one[name]}


def _of_both(name: str, here: Any, there: Any, take: bool) -> Any:
    if there in NOTHING:
        return here
    if isinstance(here, list | dict):
        return joined(name, there, here) if take else joined(name, here, there)
    if take or here in NOTHING:
        return there
    if name == "notes" and there not in here:
        return f"{here}\n\n{there}"
    return here


def _names(model: type[Found], record: Found) -> list[str]:
    values = record.__dict__
    called = display_name(values) if model is Contact else values["name"]
    return [each for each in (called, values.get("native_name"), *values["aliases"]) if each]


def _links(model: type[Found]) -> Iterator[tuple[sa.Table, sa.Column[Any]]]:
    """Every column of the record that points to this table."""
    target = columns(model)
    for table in map(columns, RECORDS):
        for column in table.columns:
            if any(key.column.table is target for key in column.foreign_keys):
                yield table, column


def _move_links(session: Session, model: type[Found], keep: int, other: int) -> None:
    for table, column in _links(model):
        for partners in _unique_with(table, column):
            _drop_doubles(session, table, column, partners, keep, other)
        if table is columns(model):  # neither becomes its own parent
            ours = sa.and_(column == other, table.c.id == keep)
            session.execute(sa.update(table).where(ours).values({column.name: None}))
        moved = sa.update(table).where(column == other)
        session.execute(moved.values({column.name: keep}))


def _unique_with(table: sa.Table, column: sa.Column[Any]) -> Iterator[list[sa.Column[Any]]]:
    for rule in table.constraints:
        if isinstance(rule, sa.UniqueConstraint) and column.name in rule.columns:
            yield [each for each in rule.columns if each is not column]


def _drop_doubles(
    session: Session, table: sa.Table, column: sa.Column[Any],
    partners: list[sa.Column[Any]], keep: int, other: int,
) -> None:  # fmt: skip
    """Where both sit in one meeting or one project, one seat is enough."""
    kept = table.alias()
    same = (kept.c[each.name] == each for each in partners)
    twice = sa.exists().where(kept.c[column.name] == keep, *same)
    session.execute(sa.delete(table).where(column == other, twice))
