"""What every list asks: ids in order, rows by id, counts; one View gives them all."""

from array import array
from collections.abc import Sequence
from itertools import chain, compress
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session

from db import search
from db import view as views
from db.history import CHANGES
from db.models import columns
from db.view import Reading, View, spelled
from db.words import Way, ways

from .fields import Listing, fields, listing
from .filters import among, conditions, within
from .orders import alphabetical, link_of, linked, order
from .rows import Row, Title, named, resolve, rows, titles

FEW = 2000  # matches that are sooner put in order than picked out
PIECE = 1 << 15  # ids looked at in one go
KEPT = 3  # long lists whose order is remembered

_LAST = sa.select(sa.func.max(CHANGES.c.id))


def parse(noun: str, text: str, reading: Reading | None = None) -> View:
    """The view of a noun that a line of the filter language means."""
    return views.parse(noun, text, fields(noun), reading)


def ids(session: Session, view: View) -> "array[int]":
    """The ids of a view in its order, eight bytes each; not to be changed, for they are kept.

    Many that match a search are picked out of the whole list, which is in order already; few are
    put in order by themselves.
    """
    sought = ways(view.search)
    if not sought:
        return _whole(session, view)
    table, dialect = columns(listing(view.noun).model), session.get_bind().dialect.name
    matching = _listed(session, sa.select(table.c.id).where(search.found(dialect, table, sought)))
    bare = view.narrowed("")
    if len(matching) <= FEW:
        return _ordered(session, bare, among(table.c.id, matching))
    return _picked(_whole(session, bare), frozenset(matching))


FIRST = 64  # rows: a screenful and what is beneath it
WALKED = 20_000  # rows looked at for the first that have the words; tens of milliseconds


def first(session: Session, view: View) -> "array[int]":
    """The first ids of a view in its order, where an order that is kept soon gives a screenful; none
    where it does not."""
    sought, spec = ways(view.search), link_of(view)
    if spec is not None and not sought:
        asking = linked(session, view, spec).where(*conditions(session, view))
        found = array("q", dict.fromkeys(_listed(session, asking.limit(4 * FIRST))))[:FIRST]
    elif spec is not None:
        return array("q")
    else:
        found = _listed(session, _walked(session, view, sought).limit(FIRST))
    return found if len(found) == FIRST else array("q")


def _walked(session: Session, view: View, sought: list[Way]) -> sa.Select[Any]:
    asking = _asking(session, view.narrowed(""))
    if not sought:
        return asking
    table = columns(listing(view.noun).model)
    near = asking.add_columns(table.c.folded).limit(WALKED).subquery()
    return sa.select(near.c.id).where(search.holding(near, sought))


def _ordered(session: Session, view: View, *more: Any) -> "array[int]":
    spec = link_of(view)
    if spec is None:
        return _listed(session, _asking(session, view).where(*more))
    told = (*conditions(session, view), *more)
    found = array("q", dict.fromkeys(_listed(session, linked(session, view, spec).where(*told))))
    table = columns(listing(view.noun).model)
    there = _listed(session, sa.select(table.c.id).where(*told))
    return found + array("q", sorted(frozenset(there).difference(found)))


def _asking(session: Session, view: View) -> sa.Select[Any]:
    table = columns(listing(view.noun).model)
    return sa.select(table.c.id).where(*conditions(session, view)).order_by(*order(session, view))


def _listed(session: Session, asking: sa.Select[Any]) -> "array[int]":
    """A million rows are not made into objects. What is broken off ends here and now: a cursor that is
    left to be found as rubbish resets its statement while the next question is asked with it."""
    answer: Any = session.execute(asking)
    try:
        return array("q", chain.from_iterable(answer.cursor))
    finally:
        answer.close()


def _picked(whole: "array[int]", wanted: frozenset[int]) -> "array[int]":
    """In pieces, so that no other thread waits long."""
    picked = array("q")
    for start in range(0, len(whole), PIECE):
        piece = whole[start : start + PIECE]
        picked.extend(compress(piece, map(wanted.__contains__, piece)))
    return picked


_kept: "WeakKeyDictionary[Any, dict[View, tuple[int, array[int]]]]" = WeakKeyDictionary()


def _whole(session: Session, view: View) -> "array[int]":
    """The ids of a view without a search, asked for again when anything was changed."""
    last = int(session.execute(_LAST).scalar() or 0)
    kept = _kept.setdefault(session.get_bind().engine, {})
    known = kept.pop(view, None)
    if known is None or known[0] != last:
        known = (last, _ordered(session, view))
    if "change_set" not in session.info:  # what a writer sees may be rolled back
        kept[view] = known
    for oldest in list(kept)[:-KEPT]:
        del kept[oldest]
    return known[1]


def count(session: Session, view: View) -> tuple[int, int]:
    """How many the view shows, and how many of this noun are not archived."""
    table = columns(listing(view.noun).model)
    shown = sa.select(sa.func.count()).select_from(table).where(*conditions(session, view))
    whole = sa.select(sa.func.count()).select_from(table).where(table.c.archived_at.is_(None))
    return int(session.execute(shown).scalar_one()), int(session.execute(whole).scalar_one())


def listed(session: Session, view: View) -> tuple[Sequence[int], int, int]:
    """What a screen asks of a view at once: the ids in order, how many they are, how many there are."""
    shown = ids(session, view)
    table = columns(listing(view.noun).model)
    whole = sa.select(sa.func.count()).select_from(table).where(table.c.archived_at.is_(None))
    return shown, len(shown), int(session.execute(whole).scalar_one())


__all__ = [
    "Listing", "Row", "Title", "alphabetical", "among", "conditions", "count", "fields", "first",
    "ids",
    "listed", "listing", "named", "parse", "resolve", "rows", "spelled", "titles", "within",
]  # fmt: skip
