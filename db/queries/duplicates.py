"""Which records may be one: pairs that share what identifies a record, each with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid
from db.models import NOUNS, Handle, columns
from db.models.base import Found
from db.models.contacts import display_name
from db.names import similar

MOST = 500  # pairs; a desk works through fewer in a week
SHARED = 12  # records with one handle: what more of them share tells nobody apart
ALIKE = 60.0  # enough beside the same web domain

# What a shared handle says, strongest first; the last three only make it possible.
REASONS = {
    "ext:": "the same id in another program", "registration_no:": "the same registration number",
    "tax_id:": "the same tax number", "linkedin:": "the same LinkedIn address",
    "email:": "the same e-mail address", "domain:": "the same web address and a similar name",
    "name:": "the same name, however it is spelled", "phone:": "the same phone number",
}  # fmt: skip
_CERTAIN = ("ext:", "registration_no:", "tax_id:", "linkedin:", "email:")
_CONTRADICT = ("country", "registration_no", "tax_id", "linkedin_url")


@dataclass(frozen=True)
class Side:
    """One of a pair: what it is called, and what tells it from the other."""

    id: int
    ref: str
    name: str
    detail: str


@dataclass(frozen=True)
class Pair:
    """Two records that may be one; the older is `first`."""

    first: Side
    second: Side
    reason: str
    certain: bool


def pairs(session: Session, noun: str, limit: int = MOST) -> list[Pair]:
    """Pairs of a noun that may be one, the surest first; archived records are left out.

    Raises Invalid for a noun that is never merged.
    """
    if noun not in ("organisations", "contacts"):
        raise Invalid("Only organisations and contacts are looked through for duplicates.")
    model = NOUNS[noun]
    found: dict[tuple[int, int], Pair] = {}
    for start in REASONS:
        for key, ids in _shared(session, model, start, limit):
            rows = _rows(session, model, ids)
            for one, two in combinations(rows, 2):
                pair = (one["id"], two["id"])
                if pair not in found and _may_be_one(key, one, two):
                    found[pair] = Pair(
                        _side(model, one), _side(model, two), REASONS[start], start in _CERTAIN
                    )
            if len(found) >= limit:
                return list(found.values())[:limit]
    return list(found.values())


def _shared(
    session: Session, model: type[Found], start: str, limit: int
) -> Iterator[tuple[str, list[int]]]:
    """Handles of one kind that a few records have together."""
    handle, table = columns(Handle), columns(model)  # type: ignore[arg-type]
    held = sa.and_(handle.c.table_name == table.name, handle.c.row_id == table.c.id)
    query = (
        sa.select(handle.c.key).join(table, held)
        .where(_begins(session, handle.c.key, start))
        .where(table.c.archived_at.is_(None), handle.c.key != start)
        .group_by(handle.c.key).having(sa.func.count().between(2, SHARED))
        .order_by(handle.c.key).limit(limit)
    )  # fmt: skip
    for (key,) in session.execute(query).all():
        ids = sa.select(table.c.id).join(handle, held).where(handle.c.key == key)
        ids = ids.where(table.c.archived_at.is_(None)).order_by(table.c.id)
        yield key, list(session.execute(ids).scalars())


def _begins(session: Session, key: Any, start: str) -> Any:
    """As a range of the index, byte by byte, which LIKE is not on SQLite."""
    if session.get_bind().dialect.name == "postgresql":
        key = sa.collate(key, "C")
    return sa.and_(key >= start, key < start[:-1] + chr(ord(":") + 1))


def _rows(session: Session, model: type[Found], ids: Sequence[int]) -> list[dict[str, Any]]:
    table = columns(model)
    query = sa.select(table).where(table.c.id.in_(ids)).order_by(table.c.id)
    return [dict(row) for row in session.execute(query).mappings()]


def _may_be_one(key: str, one: dict[str, Any], two: dict[str, Any]) -> bool:
    if any(one.get(n) and two.get(n) and one[n] != two[n] for n in _CONTRADICT):
        return False
    if key.startswith("domain:"):
        return _alike(_names(one), _names(two))
    if key.startswith("phone:"):  # one switchboard serves many
        return _alike([display_name(one)], [display_name(two)])
    return not (key.startswith("email:") and "name" in one) or _alike(_names(one), _names(two))


def _names(row: dict[str, Any]) -> list[str]:
    return [each for each in (row["name"], row["native_name"], *row["aliases"]) if each]


def _alike(ones: Iterable[str], others: Sequence[str]) -> bool:
    return any(similar(one, other) >= ALIKE for one in ones for other in others)


def _side(model: type[Found], row: dict[str, Any]) -> Side:
    if "name" in row:
        name, told = row["name"], (row["country"], row["city"], row["website"], row["email"])
    else:
        name, told = display_name(row), (row["country"], row["job_title"], *row["emails"])
    detail = ", ".join(str(each) for each in told if each)
    return Side(row["id"], f"{model.letter}{row['id']}", name, detail)


@dataclass(frozen=True)
class Differing:
    """A field of which two records say different things; what is kept unless chosen is `first`."""

    field: str
    first: Any
    second: Any


def differing(session: Session, noun: str, first: int, second: int) -> list[Differing]:
    """The fields of which one value must go; lists and mappings are joined, so they are not here."""
    found = {row["id"]: row for row in _rows(session, NOUNS[noun], [first, second])}
    one, two = found[first], found[second]
    fields = NOUNS[noun].model_fields
    return [
        Differing(name, one[name], two[name])
        for name in fields
        if name not in _OWN and not isinstance(one[name], list | dict)
        and one[name] not in (None, "") and two[name] not in (None, "") and one[name] != two[name]
    ]  # fmt: skip


_OWN = {"id", "uid", "created_at", "created_by", "updated_at", "updated_by", "version", "folded",
        "archived_at", "source", "notes"}  # fmt: skip
