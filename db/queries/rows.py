"""Records in a line: rows of a list, titles of what is linked, the record of a reference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import NotFound
from db.models import LETTERS, NOUNS, columns
from db.models.base import Record
from db.view import spelled

from .fields import Listing, listing


@dataclass(frozen=True)
class Row:
    """One record as lists, exports and the command line show it."""

    id: int
    ref: str
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Title:
    """A record in one line."""

    id: int
    ref: str
    name: str


Known = dict[type[Record], dict[int, Row | Title]]


def rows(
    session: Session, noun: str, wanted: Sequence[int], known: Known | None = None
) -> list[Row]:
    """Rows in the order of the ids asked for; ids that are gone are left out. Names that are `known`
    are not asked for again; those of the rows and of what they link to come to them."""
    if not wanted:
        return []
    made, known = listing(noun), {} if known is None else known
    table = columns(made.model)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(wanted), 400):
        part = list(wanted[start : start + 400])
        for row in session.execute(sa.select(table).where(table.c.id.in_(part))).mappings():
            found[row["id"]] = dict(row)
    return _told(session, made, [found[one] for one in wanted if one in found], known)


def chosen(session: Session, noun: str, query: sa.Select[Any], known: Known) -> list[Row]:
    """Rows that a query of a noun's whole table gives, in its order; `known` as in `rows`."""
    records = [dict(row) for row in session.execute(query).mappings()]
    return _told(session, listing(noun), records, known) if records else []


def _told(
    session: Session, made: Listing, records: list[dict[str, Any]], known: Known
) -> list[Row]:
    _link(session, made, records, known)
    if made.extend:
        made.extend(session, records)
    told = [_row(made, values) for values in records]
    known.setdefault(made.model, {}).update((row.id, row) for row in told)
    return told


def _link(session: Session, made: Listing, records: list[dict[str, Any]], known: Known) -> None:
    for word, (column, target) in made.links.items():
        names = known.setdefault(target, {})
        sought = {record[column] for record in records} - names.keys() - {None}
        names.update(titles(session, target, sought))
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


def named(session: Session, noun: str, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """The stored values of records and their names, in the order of the ids asked for."""
    made = listing(noun)
    table = columns(made.model)
    query = sa.select(table).where(table.c.id.in_(wanted))
    found = {row["id"]: dict(row) for row in session.execute(query).mappings()} if wanted else {}
    records = [found[one] for one in wanted if one in found]
    if noun == "cases":
        _link(session, made, records, {})
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
            _link(session, made, records, {})
        for record in records:
            ref = f"{model.letter}{record['id']}"
            found[record["id"]] = Title(record["id"], ref, made.name(record))
    return found


def resolve(session: Session, ref: str, *, noun: str | None = None) -> tuple[str, int]:
    """The noun and id of a reference such as "M1". Raises NotFound with the reference."""
    said, one = read_ref(ref)
    table = columns(NOUNS[said])
    there = session.execute(sa.select(table.c.id).where(table.c.id == one)).scalar()
    if there is None or (noun and said != noun):
        raise absent(said, one, noun)
    return said, one


def read_ref(ref: str) -> tuple[str, int]:
    """The noun and id that a reference names, whether there is such a record or not. Raises NotFound."""
    model, digits = LETTERS.get(ref[:1].upper()), ref[1:]
    if model is None or not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise NotFound(
            f"“{ref}” is not a reference. References are a letter and a number, such as O12 or M1."
        )
    return model.noun, int(digits)


def absent(said: str, one: int, noun: str | None = None) -> NotFound:
    """That there is no such record, or none among those of a noun."""
    wanted = f" among the {spelled(noun)}" if noun else ""
    ref = f"{NOUNS[said].letter}{one}"
    return NotFound(f"There is no {ref}{wanted}. Look it up with: crm search")
