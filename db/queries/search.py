"""Find anything anywhere: every noun, notes and points included, in any spelling."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import NOUNS, Point, columns
from db.search import newest
from db.words import MARK, Way, answers, holds, search_text, slips, ways

from .lists import listing, named

WEIGHED = 64  # of a noun's matches, the newest, among which the best are chosen


@dataclass(frozen=True)
class Hit:
    """One record found, and the sentence of it that matched."""

    ref: str
    noun: str
    title: str
    sentence: str


def search(session: Session, text: str, limit: int = 50) -> list[Hit]:
    """Hits in the order of the nouns, at most `limit` of each; those whose name has the words come
    first, the most recently touched first among equals.

    What is spelled like nothing in the record is sought once more with one letter amiss.
    """
    return _hits(session, ways(text), limit) or _hits(session, slips(text), limit)


def _hits(session: Session, sought: list[Way], limit: int) -> list[Hit]:
    if not sought:
        return []
    return [hit for noun in NOUNS for hit in _of_noun(session, noun, sought, limit)]


def _of_noun(session: Session, noun: str, sought: list[Way], limit: int) -> Iterator[Hit]:
    found = {row.id: row for row in _candidates(session, noun, sought)}.values()
    best = sorted(found, key=lambda r: (-_weight(r.folded, sought), r.updated_at, r.id))
    ids = [row.id for row in best[: -limit - 1 : -1]]
    for values in named(session, noun, ids):
        sentence = _sentence(_prose(session, noun, values), sought) or values["name"]
        yield Hit(f"{NOUNS[noun].letter}{values['id']}", noun, values["name"], sentence)


def _weight(folded: str, sought: list[Way]) -> int:
    """How well a record answers: 0 its name begins with the words, 1 has them, 2 its notes do."""
    if not answers(folded, sought, MARK):
        return 2
    first = [MARK + word for way in sought for word in way[0].beginnings]
    return 0 if folded.startswith(tuple(first)) else 1


def _candidates(session: Session, noun: str, sought: list[Way]) -> Iterator[Any]:
    """The newest that have the words; where there are many, also those that have them in their
    name, and those that were changed last."""
    table = columns(NOUNS[noun])
    wanted = (table.c.id, table.c.updated_at, table.c.folded)
    there = table.c.archived_at.is_(None)
    found = _newest(session, table, sought, "", wanted, there)
    yield from found
    if len(found) == WEIGHED:
        yield from _newest(session, table, sought, MARK, wanted, there)
        changed = sa.select(*wanted).where(table.c.version > 1, there)
        last = session.execute(changed.order_by(table.c.updated_at.desc()).limit(WEIGHED))
        yield from (row for row in last if answers(row.folded, sought))
    if noun == "meetings":
        point = columns(Point)
        said = [row.meeting_id for row in
                _newest(session, point, sought, "", (point.c.meeting_id,), sa.true())]  # fmt: skip
        yield from session.execute(sa.select(*wanted).where(table.c.id.in_(said), there))


def _newest(
    session: Session, table: sa.Table, sought: list[Way], mark: str, wanted: Any, where: Any
) -> list[Any]:
    asking = newest(session.get_bind().dialect.name, table, sought, mark, *wanted)
    return list(session.execute(asking.where(where).limit(WEIGHED)))


def _prose(session: Session, noun: str, values: Any) -> Iterator[str]:
    yield values["name"]
    for column in columns(listing(noun).model).columns:
        if column.name in ("uid", "sources", "folded", "handles"):
            continue
        value = values.get(column.name)
        if isinstance(value, str) and isinstance(column.type, sa.Text):
            yield value
        elif isinstance(value, list):
            yield from (_line(item) for item in value)
    if noun == "meetings":
        point = columns(Point)
        said = sa.select(point.c.text).where(point.c.meeting_id == values["id"])
        yield from session.execute(said).scalars()


def _line(item: Any) -> str:
    return " ".join(str(v) for v in item.values() if v) if isinstance(item, dict) else str(item)


def _sentence(prose: Iterator[str], sought: list[Way]) -> str | None:
    """The first line that answers, else the first that holds one of the terms."""
    second = None
    for text in prose:
        for line in text.splitlines():
            words = search_text(line)
            if answers(words, sought):
                return line.strip()
            if second is None and any(holds(words, term) for way in sought for term in way):
                second = line.strip()
    return second
