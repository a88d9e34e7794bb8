"""What came into the record since somebody looked: seals stand in the order in which acts ended."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Change, Seal, columns, metadata

_CHANGES = columns(Change)  # type: ignore[arg-type]
_SEALS = columns(Seal)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Mark:
    """How far somebody saw the history: the place of the last seal, and that seal."""

    place: int = 0
    digest: str = ""


def mark(session: Session) -> Mark:
    """The end of the history as it is now."""
    last = sa.select(_SEALS.c.place, _SEALS.c.digest).order_by(_SEALS.c.place.desc()).limit(1)
    found = session.execute(last).first()
    return Mark(found.place, found.digest) if found else Mark()


def news(session: Session, seen: Mark) -> tuple[Mark, frozenset[str]]:
    """The end as it is now, and the tables changed since: all of them where the history that was
    seen is not the beginning of this one, because a backup was put back."""
    now = mark(session)
    if now == seen:
        return now, frozenset()
    there = sa.select(_SEALS.c.digest).where(_SEALS.c.place == seen.place)
    if seen.place and session.execute(there).scalar() != seen.digest:
        return now, frozenset(metadata.tables)
    since = _CHANGES.join(_SEALS, _SEALS.c.change_set_id == _CHANGES.c.change_set_id)
    tables = sa.select(_CHANGES.c.table_name).select_from(since)
    told = session.execute(tables.where(_SEALS.c.place > seen.place).distinct())
    return now, frozenset(told.scalars())
