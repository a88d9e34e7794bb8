"""The newest records that answer a search, a few of each table, asked of all tables in one statement.

The index of SQLite gives the newest with a beginning at once where it keeps a list of it; any other
(of five letters, of seven and more) it gathers whole before the first. So the newest with the longest
beginning that has a list are looked through first, and the index gathers only where those do not tell.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from .search import asked, index_of, inside, matching, shortened
from .words import Way

Pair = tuple[sa.Table, sa.Table]  # whose words are sought, and the record that has or holds them
Shape = tuple[
    tuple[tuple[int, bool], ...], ...
]  # of ways: of each term its beginnings, and if a run
LOOKED = 400  # of a table that are looked through; about a millisecond
_SLIPS = 8  # of a word that are looked for in a text one by one
FEW = 64  # shapes of queries whose question is kept
_LOOKED = 100  # added to the number of a pair: how many of it were looked through


def newest(
    session: Session, pairs: tuple[Pair, ...], ways: list[Way], mark: str, most: int
) -> Iterator[Any]:
    """The newest records of each pair that answer one of the ways, `most` of each: the number of the
    pair, then what `candidate` says. With MARK, by their names."""
    dialect = session.get_bind().dialect.name
    query = asked(dialect, ways, mark)
    short = asked(dialect, shortened(ways, mark), mark) if dialect == "sqlite" else query
    if short == query or any(len(term.slips) > _SLIPS for way in ways for term in way):
        yield from _gathered(session, pairs, ways, query, most)
        return
    told = dict.fromkeys(range(len(pairs)), 0)
    near = _near(dialect, pairs, _shape(ways, mark), most)
    for row in session.execute(near, {"query": short, **_words(ways, mark)}).all():
        if row.number >= _LOOKED:
            told[row.number - _LOOKED] += most if row.id < LOOKED else 0
        else:
            told[row.number] += 1
            yield row
    for number in (number for number in told if told[number] < most):
        for row in _gathered(session, (pairs[number],), ways, query, most):
            yield (number, *row[1:])


def _gathered(
    session: Session, pairs: tuple[Pair, ...], ways: list[Way], query: str, most: int
) -> Sequence[Any]:
    shape = _to_see(ways)
    asking = _whole(session.get_bind().dialect.name, pairs, shape, most)
    return session.execute(asking, {"query": query, **(_words(ways, "") if shape else {})}).all()


def candidate(number: int, record: sa.Table) -> sa.Select[Any]:
    """What is weighed of a record: a number to know it by, its key, when it was touched, its words;
    as the database has them."""
    touched = sa.type_coerce(record.c.updated_at, sa.types.NullType()).label("updated_at")
    known = sa.literal_column(str(number), sa.Integer()).label("number")
    return sa.select(known, record.c.id, touched, record.c.folded)


def together(parts: list[Any]) -> Any:
    """Statements that are each in an order and end early, as one."""
    return sa.union_all(*(sa.select(part.subquery()) for part in parts))


_QUERY: Any = sa.bindparam("query")


def _to_see(ways: list[Way]) -> Shape:
    """What must be looked at in the text, for the index cannot say it: that a run stands together."""
    apart = any(term.must_stand_together for way in ways for term in way)
    return _shape(ways, "") if apart else ()


def _shape(ways: list[Way], mark: str) -> Shape:
    return tuple(
        tuple((len(term.beginnings), bool(term.within) and not mark) for term in way)
        for way in ways
    )


def _words(ways: list[Way], mark: str) -> dict[str, str]:
    """What is looked for in the text, by the place of its term."""
    found: dict[str, str] = {}
    for at, term in enumerate(term for way in ways for term in way):
        found |= {f"t{at}_{n}": f" {mark}{word}" for n, word in enumerate(term.beginnings)}
        found[f"t{at}"] = term.within
    return found


def _holds(dialect: str, folded: Any, shape: Shape) -> list[Any]:
    """The conditions that a text has what was said in that shape; none where nothing is to be seen."""
    at, found = count(), (sa.func.instr if dialect == "sqlite" else sa.func.strpos)

    def term(beginnings: int, run: bool) -> Any:
        name = f"t{next(at)}"
        begins = [found(" " + folded, sa.bindparam(f"{name}_{n}")) > 0 for n in range(beginnings)]
        return sa.or_(*begins, *([found(folded, sa.bindparam(name)) > 0] if run else []))

    ways = [sa.and_(*(term(*each) for each in way)) for way in shape]
    return [sa.or_(*ways)] if ways else []


@lru_cache(FEW)
def _whole(dialect: str, pairs: tuple[Pair, ...], shape: Shape, most: int) -> Any:
    """Made once of each shape: putting it together takes as long as its answer."""
    parts = []
    for number, (words, record) in enumerate(pairs):
        source: Any = _joined(words, record)
        if dialect == "sqlite":
            index = index_of(words)
            source = source.join(index, words.c.id == index.c.rowid)
            has, newest_first = matching(index, _QUERY), index.c.rowid.desc()
        else:
            has, newest_first = inside(dialect, words, _QUERY), words.c.id.desc()
        asking = candidate(number, record).select_from(source)
        seen = _holds(dialect, words.c.folded, shape)
        asking = asking.where(has, record.c.archived_at.is_(None), *seen)
        parts.append(asking.order_by(newest_first).limit(most))
    return together(parts)


def _joined(words: sa.Table, record: sa.Table) -> Any:
    if words is record:
        return words
    return words.join(record, words.c[f"{record.name}_id"] == record.c.id)


@lru_cache(FEW)
def _near(dialect: str, pairs: tuple[Pair, ...], shape: Shape, most: int) -> Any:
    parts = []
    for number, (words, record) in enumerate(pairs):
        index = index_of(words)
        first = sa.select(index.c.rowid).where(matching(index, _QUERY))
        near = first.order_by(index.c.rowid.desc()).limit(LOOKED).subquery()
        source = _joined(words, record).join(near, words.c.id == near.c.rowid)
        asking = candidate(number, record).select_from(source)
        asking = asking.where(
            *_holds(dialect, words.c.folded, shape), record.c.archived_at.is_(None)
        )
        many = sa.select(sa.literal_column(str(_LOOKED + number), sa.Integer()).label("number"),
                         sa.func.count().label("id"), sa.null(), sa.null()).select_from(near)  # fmt: skip
        parts += [asking.limit(most), many]
    return together(parts)
