"""What every list asks: ids in order, rows by id, counts; one View gives them all."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db import search
from db import view as views
from db.errors import NotFound
from db.models import LETTERS, NOUNS, Found, columns
from db.models.base import KEPT, Record, keyed
from db.models.types import Choice, Day, Flag, Json
from db.names import fold
from db.view import Field, Filter, Kind, Reading, View
from db.words import ways


@dataclass(frozen=True)
class Row:
    """One record as lists, exports and the command line show it."""

    id: int
    ref: str
    name: str
    values: Mapping[str, Any]


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


def spelled(noun: str) -> str:
    """A noun as people type it."""
    return noun.replace("_", "-")


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


def parse(noun: str, text: str, reading: Reading | None = None) -> View:
    """The view of a noun that a line of the filter language means."""
    return views.parse(noun, text, fields(noun), reading)


def ids(session: Session, view: View) -> "array[int]":
    """The ids of a view in its order, eight bytes each."""
    table = columns(listing(view.noun).model)
    query = sa.select(table.c.id).where(*conditions(session, view)).order_by(*_order(session, view))
    return array("q", session.execute(query).scalars())


def count(session: Session, view: View) -> tuple[int, int]:
    """How many the view shows, and how many of this noun are not archived."""
    table = columns(listing(view.noun).model)
    shown = sa.select(sa.func.count()).select_from(table).where(*conditions(session, view))
    whole = sa.select(sa.func.count()).select_from(table).where(table.c.archived_at.is_(None))
    return int(session.execute(shown).scalar_one()), int(session.execute(whole).scalar_one())


def listed(session: Session, view: View) -> tuple[Sequence[int], int, int]:
    """What a screen asks of a view at once: the ids in order, how many they are, how many there are."""
    return ids(session, view), *count(session, view)


def conditions(session: Session, view: View) -> list[Any]:
    """The WHERE of a view."""
    table = columns(listing(view.noun).model)
    archived = table.c.archived_at
    made = [archived.is_not(None) if view.archived else archived.is_(None)]
    if sought := ways(view.search):
        made.append(search.found(session.get_bind().dialect.name, table, sought))
    made += [_condition(session, view.noun, each) for each in view.filters]
    return made


def _condition(session: Session, noun: str, made: Filter) -> Any:
    spec = fields(noun)[made.field]
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


# Letters of the desk's languages beside the one they are looked up under.
_UNDER = {"Əə": "e", "İı": "i", "Çç": "c", "Şş": "s", "Ğğ": "g", "ÖöÓóØø": "o", "ÜüÚú": "u",
          "ÂâÄäÁáÀàÅå": "a", "ÉéÈèÊê": "e", "Ññ": "n"}  # fmt: skip


def alphabetical(table: sa.Table) -> Any:
    """What a list of these records is in order by: the name as people look it up, not its key."""
    named: list[Any] = [
        table.c[name] for name in ("subject", "text", "name") if name in table.columns
    ]
    if "family_name" in table.columns:
        parts = (table.c.given_name, table.c.middle_name, table.c.family_name)
        whole = sa.func.trim(sum((sa.func.coalesce(p, "") + " " for p in parts[1:]),
                                 sa.func.coalesce(parts[0], "") + " "))  # fmt: skip
        named = [sa.func.coalesce(sa.func.nullif(table.c.full_name, ""), whole)]
    sql = sa.func.lower(named[0]) if named else table.c.folded
    for letters, under in _UNDER.items():
        for letter in letters:
            sql = sa.func.replace(sql, letter, under)
    return sql


_LETTERS = frozenset({Kind.text, Kind.link, Kind.country, Kind.tag})


def _order(session: Session, view: View) -> list[Any]:
    made = listing(view.noun)
    wanted = view.sort or made.sort
    spec = fields(view.noun)[wanted.removeprefix("-")]
    table = columns(made.model)
    sql = alphabetical(table) if spec.name == "name" else spec.sql
    if spec.kind is Kind.word:
        sql = sa.case({word: n for n, word in enumerate(spec.words)}, value=sa.cast(sql, sa.Text))
    if spec.kind is Kind.link:
        other = columns(spec.target)
        if isinstance(sql, sa.Select):
            sql = sql.order_by(*sql.selected_columns).limit(1).scalar_subquery()
        sql = sa.select(alphabetical(other)).where(other.c.id == sql).scalar_subquery()
    if spec.kind in _LETTERS and session.get_bind().dialect.name == "postgresql":
        sql = sa.collate(sql, "C")  # as SQLite sorts, whatever the locale of the server
    down = wanted.startswith("-")
    return [
        sa.nulls_last(sql.desc() if down else sql.asc()),
        table.c.id.desc() if down else table.c.id,
    ]


def rows(session: Session, noun: str, wanted: Sequence[int]) -> list[Row]:
    """Rows in the order of the ids asked for; ids that are gone are left out."""
    made = listing(noun)
    table = columns(made.model)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(wanted), 400):
        part = list(wanted[start : start + 400])
        for row in session.execute(sa.select(table).where(table.c.id.in_(part))).mappings():
            found[row["id"]] = dict(row)
    records = [found[one] for one in wanted if one in found]
    _link(session, made, records)
    if made.extend:
        made.extend(session, records)
    return [_row(made, values) for values in records]


def _link(session: Session, made: Listing, records: list[dict[str, Any]]) -> None:
    for word, (column, target) in made.links.items():
        names = titles(session, target, {r[column] for r in records if r[column] is not None})
        for record in records:
            title = names.get(record[column])
            record[word] = title.name if title else record.get(word)
            record[f"{word}_ref"] = title.ref if title else None


_HIDDEN = frozenset({"folded", "handles"})


def _row(made: Listing, values: dict[str, Any]) -> Row:
    ref = f"{made.model.letter}{values['id']}"
    name = made.name(values)
    shown = {k: v for k, v in values.items() if k not in _HIDDEN}
    return Row(values["id"], ref, name, {"ref": ref, **shown, "name": name})


@dataclass(frozen=True)
class Title:
    """A record in one line."""

    id: int
    ref: str
    name: str


def named(session: Session, noun: str, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """The stored values of records and their names, in the order of the ids asked for."""
    made = listing(noun)
    table = columns(made.model)
    query = sa.select(table).where(table.c.id.in_(wanted))
    found = {row["id"]: dict(row) for row in session.execute(query).mappings()} if wanted else {}
    records = [found[one] for one in wanted if one in found]
    if noun == "cases":
        _link(session, made, records)
    return [{**values, "name": made.name(values)} for values in records]


def titles(session: Session, model: type[Record], wanted: Iterable[int]) -> dict[int, Title]:
    """The names of linked records by id."""
    wanted = list(wanted)
    if not wanted:
        return {}
    made = listing(model.noun)
    table = columns(model)
    found = {}
    for start in range(0, len(wanted), 400):
        query = sa.select(table).where(table.c.id.in_(wanted[start : start + 400]))
        records = [dict(row) for row in session.execute(query).mappings()]
        if model.noun == "cases":
            _link(session, made, records)
        for record in records:
            ref = f"{model.letter}{record['id']}"
            found[record["id"]] = Title(record["id"], ref, made.name(record))
    return found


def resolve(session: Session, ref: str, *, noun: str | None = None) -> tuple[str, int]:
    """The noun and id of a reference such as "M1". Raises NotFound with the reference."""
    letter, digits = ref[:1].upper(), ref[1:]
    model = LETTERS.get(letter)
    if model is None or not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise NotFound(
            f"“{ref}” is not a reference. References are a letter and a number, such as O12 or M1."
        )
    table = columns(model)
    there = session.execute(sa.select(table.c.id).where(table.c.id == int(digits))).scalar()
    if there is None or (noun and model.noun != noun):
        wanted = f" among the {spelled(noun)}" if noun else ""
        raise NotFound(f"There is no {letter}{int(digits)}{wanted}. Look it up with: crm search")
    return model.noun, int(digits)
