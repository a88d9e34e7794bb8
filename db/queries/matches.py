"""Records that a person may mean while typing a name: those that begin with it come first."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import NOUNS, columns
from db.names import fold
from db.words import MARK

from .lists import Row, alphabetical, conditions, parse, rows


def matches(session: Session, noun: str, words: str, limit: int = 8) -> list[Row]:
    """At most `limit` records of a noun with these words, in any spelling; without words the
    ones touched last. Names that begin with the words, then those with a word that does, then
    the rest."""
    table = columns(NOUNS[noun])
    query = sa.select(table.c.id).where(*conditions(session, parse(noun, "").narrowed(words)))
    order = (
        [_nearness(table.c.folded, fold(words))] if words.strip() else [table.c.updated_at.desc()]
    )
    query = query.order_by(*order, alphabetical(table), table.c.id).limit(limit)
    found = session.execute(query).scalars()
    return rows(session, noun, list(found))


def _nearness(folded: Any, key: str) -> Any:
    """0 where the name begins with the words, 1 where a word of it does."""
    words = [MARK + word for word in key.split()]
    begins = folded.startswith(" ".join(words), autoescape=True)
    within = [(" " + folded).contains(f" {word}", autoescape=True) for word in words]
    return sa.case((begins, 0), (sa.and_(sa.true(), *within), 1), else_=2)
