"""Changes to saved views: a line of the filter language kept under a name and a key."""

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid, NotFound
from db.models import SavedView, columns

from . import records

KEYS = "123456789"
LONGEST = 60  # letters of a name


def save(session: Session, noun: str, name: str, words: str) -> str:
    """Keep a view; one of that name is replaced. Returns its key, the next digit that is free, or "".

    Raises Invalid without a name.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Invalid(f"A view needs a name of at most {LONGEST} letters.", {"name": "is needed"})
    known = _of(session, noun)
    if name.casefold() in known:
        one = known[name.casefold()]
        records.amend(session, SavedView, one.id or 0, {"words": words})
        return one.key or ""
    used = {view.key for view in known.values()}
    key = next((key for key in KEYS if key not in used), None)
    records.add(session, SavedView, {"of_noun": noun, "name": name, "key": key, "words": words})
    return key or ""


def forget(session: Session, noun: str, name: str) -> None:
    """Take a view away. Raises NotFound."""
    one = _of(session, noun).get(" ".join(name.split()).casefold())
    if one is None:
        raise NotFound(f"There is no view “{name}” of {noun.replace('_', '-')}. See: crm views")
    records.remove(session, one)


def _of(session: Session, noun: str) -> dict[str, SavedView]:
    table = columns(SavedView)
    found = session.execute(sa.select(SavedView).where(table.c.of_noun == noun)).scalars()
    return {view.name.casefold(): view for view in found}
