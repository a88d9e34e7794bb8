"""What stood in a record when it was read: one mark for its row and all its parts."""

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import NOUNS, columns

from . import cards, lists
from .parts import PARTS


@dataclass(frozen=True)
class Seen:
    """`mark` is another one once a row of the record was changed, added or taken away; `by` is who
    changed it last."""

    mark: str
    by: str


def seen(session: Session, noun: str, one: int) -> Seen:
    """The mark of a record with its parts (points, seats, parties ...) as it is now."""
    whole = columns(NOUNS[noun])
    parts = [(columns(part.model), part.owner) for part in PARTS.get(noun, {}).values()]
    rows = [
        row for table, key in [(whole, "id"), *parts] for row in _rows(session, table, key, one)
    ]
    told = "\n".join(f"{name} {row.id} {row.version} {row.updated_at}" for name, row in rows)
    last = max((row for _, row in rows), key=lambda row: row.updated_at, default=None)
    return Seen(hashlib.sha256(told.encode()).hexdigest(), last.updated_by if last else "")


def _rows(session: Session, table: sa.Table, key: str, one: int) -> list[tuple[str, Any]]:
    c = table.c
    query = sa.select(c.id, c.version, c.updated_at, c.updated_by).where(c[key] == one)
    return [(table.name, row) for row in session.execute(query.order_by(c.id))]


def opened(session: Session, ref: str) -> tuple[Seen, cards.Card]:
    """A record to edit. The mark is read first: what comes in between counts as changed since."""
    noun, one = lists.resolve(session, ref)
    return seen(session, noun, one), cards.card(session, ref)
