"""Questions about saved views: which a noun has, and what one of them means."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import NotFound
from db.models import SavedView, columns
from db.view import spelled

_V = columns(SavedView)


@dataclass(frozen=True)
class Saved:
    """A view that was kept: `words` is its line of the filter language, `key` a digit or nothing."""

    noun: str
    name: str
    key: str
    words: str


def saved(session: Session, noun: str = "") -> list[Saved]:
    """The views of a noun, or of all, by their keys."""
    query = sa.select(_V).order_by(_V.c.of_noun, sa.func.coalesce(_V.c.key, "x"), _V.c.name)
    rows = session.execute(query.where(_V.c.of_noun == noun) if noun else query)
    return [Saved(row.of_noun, row.name, row.key or "", row.words) for row in rows]


def named(session: Session, noun: str, name: str) -> Saved:
    """The view of that name or key. Raises NotFound with those that there are."""
    known = saved(session, noun)
    wanted = " ".join(name.split()).casefold()
    for view in known:
        if wanted in (view.name.casefold(), view.key):
            return view
    listed = ", ".join(view.name for view in known) or "none yet"
    raise NotFound(f"There is no view “{name}” of {spelled(noun)}. Views: {listed}.")
