"""A view as the WHERE of a statement."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db import search
from db.models import NOUNS, columns
from db.models.base import Record, keyed
from db.names import fold
from db.view import Field, Filter, Kind, View
from db.words import ways

from .behind import counted
from .fields import fields, listing


def conditions(session: Session, view: View) -> list[Any]:
    """The WHERE of a view."""
    table = columns(listing(view.noun).model)
    archived = table.c.archived_at
    put_away = [archived.is_not(None) if view.archived else archived.is_(None)]
    made = [] if view.archived is None else put_away
    if sought := ways(view.search):
        made.append(search.found(session.get_bind().dialect.name, table, sought))
    made += [_condition(session, view.noun, each) for each in view.filters]
    return made


def _condition(session: Session, noun: str, made: Filter) -> Any:
    spec = fields(noun)[made.field]
    if spec.kind is Kind.figure:
        told = counted(noun, made.values)
        return sa.not_(told) if made.negated else told
    if spec.kind is Kind.number and made.sign == ":":
        told = among(spec.sql, made.values)
        return sa.not_(sa.func.coalesce(told, sa.false())) if made.negated else told
    told = sa.or_(*(_compare(session, noun, spec, made.sign, value) for value in made.values))
    return sa.not_(sa.func.coalesce(told, sa.false())) if made.negated else told


def among(column: Any, wanted: Iterable[int]) -> Any:
    """The column is one of these whole numbers, however many."""
    whole = [int(one) for one in wanted]
    return column.in_(sa.bindparam(None, whole, expanding=True, literal_execute=True))


_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    ":": lambda column, value: column == value,
    "<": lambda column, value: column < value,
    "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value,
    ">=": lambda column, value: column >= value,
}


def _compare(session: Session, noun: str, spec: Field, sign: str, value: Any) -> Any:
    if spec.kind is Kind.tag:
        return _tagged(noun, value)
    if spec.kind is Kind.link:
        return _linked(spec, _named(session.get_bind().dialect.name, spec.target, value))
    if spec.kind is Kind.text and sign == ":":
        return _spelled_like(session, spec.sql, value)
    if spec.kind is Kind.word and sign != ":":
        rank = sa.case(
            {word: n for n, word in enumerate(spec.words)}, value=sa.cast(spec.sql, sa.Text)
        )
        return _SIGNS[sign](rank, spec.words.index(value))
    if spec.kind is Kind.moment:
        return within(spec.sql, sign, value)
    if spec.kind in (Kind.number, Kind.money):
        whole = int(value * 100) if spec.kind is Kind.money else value
        value = sa.literal(whole, sa.BigInteger())
    if isinstance(spec.sql, sa.Select):  # of linked records: any one will do
        return spec.sql.where(_SIGNS[sign](spec.sql.selected_columns[0], value)).exists()
    return _SIGNS[sign](spec.sql, value)


_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)  # no moment of a record is outside


def within(column: Any, sign: str, day: date) -> Any:
    """A moment against a whole day of this machine's zone."""
    start = datetime.combine(min(max(day, _FIRST), _LAST), time()).astimezone()
    end = start + timedelta(days=1)
    if sign == ":":
        return sa.and_(column >= start, column < end)
    return (
        column < (end if sign == "<=" else start)
        if "<" in sign
        else column >= (end if sign == ">" else start)
    )


def _tagged(noun: str, tag: str) -> Any:
    from db.models import Handle

    table, handle = columns(NOUNS[noun]), columns(Handle)  # type: ignore[arg-type]
    return table.c.id.in_(
        sa.select(handle.c.row_id).where(
            handle.c.key.in_(keyed([f"tag:{tag.casefold()}"])), handle.c.table_name == table.name
        )
    )


def _linked(spec: Field, wanted: Any) -> Any:
    if isinstance(spec.sql, sa.Select):  # many of them: any one will do
        return spec.sql.where(spec.sql.selected_columns[0].in_(wanted)).exists()
    return spec.sql.in_(wanted)


def _named(dialect: str, target: type[Record], text: str) -> Any:
    """Ids of the linked records that a name or a reference means."""
    table = columns(target)
    if text[:1].upper() == target.letter and text[1:].isascii() and text[1:].isdigit():
        return [int(text[1:17])]  # longer ones are nobody's number
    sought = ways(text)
    return sa.select(table.c.id).where(*([search.found(dialect, table, sought)] if sought else []))


def _spelled_like(session: Session, column: Any, text: str) -> Any:
    """Equal in any spelling: the few distinct values are folded here, not in the database."""
    wanted = fold(text)
    known = session.execute(sa.select(column).distinct().where(column.is_not(None))).scalars()
    return column.in_([value for value in known if wanted in fold(str(value))])
