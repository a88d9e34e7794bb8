"""Find anything anywhere: every noun, notes and points included, in any spelling."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import NOUNS, Point, columns
from db.names import matches, search_text

from .lists import like, listing, rows


@dataclass(frozen=True)
class Hit:
    """One record found, and the sentence of it that matched."""

    ref: str
    noun: str
    title: str
    sentence: str


def search(session: Session, text: str, limit: int = 50) -> list[Hit]:
    """Hits in the order of the nouns, most recently touched first; at most `limit` of each noun."""
    terms = matches(text)
    if not terms:
        return []
    return [hit for noun in NOUNS for hit in _of_noun(session, noun, terms, limit)]


def _of_noun(session: Session, noun: str, terms: list[str], limit: int) -> Iterator[Hit]:
    table = columns(NOUNS[noun])
    found = sa.and_(*(like(table.c.folded, term) for term in terms))
    if noun == "meetings":
        found = sa.or_(found, table.c.id.in_(_said(terms)))
    query = sa.select(table.c.id).where(found, table.c.archived_at.is_(None))
    query = query.order_by(table.c.updated_at.desc(), table.c.id.desc()).limit(limit)
    for row in rows(session, noun, list(session.execute(query).scalars())):
        prose = _prose(session, noun, row.id, row.values)
        yield Hit(row.ref, noun, row.name, _sentence(prose, terms) or row.name)


def _said(terms: list[str]) -> Any:
    point = columns(Point)
    return sa.select(point.c.meeting_id).where(*(like(point.c.folded, term) for term in terms))


def _prose(session: Session, noun: str, one: int, values: Any) -> Iterator[str]:
    yield str(values["name"])
    for name in ("native_name", "job_title", "organisation", "city", "notes"):
        if isinstance(values.get(name), str):
            yield values[name]
    for column in columns(listing(noun).model).columns:
        if column.name in ("uid", "sources"):
            continue
        value = values.get(column.name)
        if isinstance(value, str) and isinstance(column.type, sa.Text):
            yield value
        elif isinstance(value, list):
            yield from (_line(item) for item in value)
    if noun == "meetings":
        point = columns(Point)
        said = sa.select(point.c.text).where(point.c.meeting_id == one)
        yield from session.execute(said).scalars()


def _line(item: Any) -> str:
    return " ".join(str(v) for v in item.values() if v) if isinstance(item, dict) else str(item)


def _sentence(prose: Iterator[str], terms: list[str]) -> str | None:
    """The first line that holds all the terms, else the first that holds one."""
    second = None
    for text in prose:
        for line in text.splitlines():
            held = [term in search_text(line) for term in terms]
            if all(held):
                return line.strip()
            if any(held) and second is None:
                second = line.strip()
    return second
