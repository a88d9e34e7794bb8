"""Find anything anywhere: every noun, notes and points included, in any spelling."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import NOUNS, Point, columns
from db.newest import candidate, newest, together
from db.search import shortened
from db.words import MARK, Term, Way, answers, holds, search_text, slips, terms, ways

from .lists import listing, named

WEIGHED = 64  # of a noun's matches, the newest, among which the best are chosen


@dataclass(frozen=True)
class Hit:
    """One record found, and the sentence of it that matched."""

    ref: str
    noun: str
    title: str
    sentence: str


@dataclass(frozen=True)
class _Candidate:
    id: int
    updated_at: Any  # as the database has it: it is only compared
    folded: str


def search(session: Session, text: str, limit: int = 50) -> list[Hit]:
    """Hits in the order of the nouns, at most `limit` of each; those whose name has the words come
    first, the most recently touched first among equals.

    What is spelled like nothing in the record is sought once more with one letter amiss.
    """
    if found := _hits(session, ways(text), limit):
        return found
    mended = filter(None, (_mended(session, way) for way in _amiss(session, text)))
    return next(filter(None, (_hits(session, [way], limit) for way in mended)), [])


def _mended(session: Session, way: Way) -> Way | None:
    """The way with those of its hundreds of slips that are there, as the newest that begin alike say;
    all of them where those do not tell, and none where nothing begins so."""
    near = newest(session, _ALL, shortened([way], ""), "", WEIGHED)
    texts = [row[-1] for row in near]
    words = {word.removeprefix(MARK) for text in texts for word in text.split()}
    return [_there(term, words) for term in way] if texts else None


def _there(term: Term, words: Iterable[str]) -> Term:
    lengths, slips = {len(word) for word in term.slips}, frozenset(term.slips)
    there = slips.intersection(word[:length] for word in words for length in lengths)
    return replace(term, slips=tuple(sorted(there))) if there else term


def _amiss(session: Session, text: str) -> list[Way]:
    """The ways with one letter amiss; words that all are there are spelled as they are meant."""
    sought = terms(text)
    strange = [term for term in sought if len(sought) == 1 or not _is_there(session, term)]
    return slips(text, strange) if strange else []


def _is_there(session: Session, term: Term) -> bool:
    return next(newest(session, _ALL, [[term]], "", 1), None) is not None


def _hits(session: Session, sought: list[Way], limit: int) -> list[Hit]:
    found = _candidates(session, sought) if sought else {}
    return [hit for noun in found for hit in _best(session, noun, found[noun], sought, limit)]


def _best(
    session: Session, noun: str, found: Iterable[_Candidate], sought: list[Way], limit: int
) -> Iterator[Hit]:
    best = sorted(set(found), key=lambda r: (-_weight(r.folded, sought), r.updated_at, r.id))
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


_TABLES = {noun: columns(model) for noun, model in NOUNS.items()}
# What is sought: the words of every noun, and of the points for their meetings.
_ALL = (*((table, table) for table in _TABLES.values()), (columns(Point), _TABLES["meetings"]))


_OWN = _ALL[:-1]
_CHANGED = together([
    candidate(number, table)
    .where(table.c.version > 1, table.c.archived_at.is_(None))
    .order_by(table.c.updated_at.desc())
    .limit(WEIGHED)
    for number, table in enumerate(_TABLES.values())
])  # fmt: skip


def _candidates(session: Session, sought: list[Way]) -> dict[str, list[_Candidate]]:
    """By noun the newest that have the words; where there are many, also those that have them in
    their name, and those that were changed last."""
    nouns = (*NOUNS, "meetings")
    found: dict[str, list[_Candidate]] = {noun: [] for noun in NOUNS}
    for number, *row in newest(session, _ALL, sought, "", WEIGHED):
        found[nouns[number]].append(_Candidate(*row))
    if any(len(rows) >= WEIGHED for rows in found.values()):
        for number, *row in newest(session, _OWN, sought, MARK, WEIGHED):
            found[nouns[number]].append(_Candidate(*row))
        for number, *row in session.execute(_CHANGED):
            if answers(row[2], sought):
                found[nouns[number]].append(_Candidate(*row))
    return {noun: rows for noun, rows in found.items() if rows}


_SHAPES = ("zv", "zvkbz", "zvkbz zv", "龘", "龘龘")  # of queries; hardly anything answers these


def ready(session: Session) -> None:
    """Put together what the first letters will ask: that takes longer than its answer."""
    for shape in _SHAPES:
        for mark, pairs in (("", _ALL), (MARK, _OWN)):
            list(newest(session, pairs, ways(shape), mark, WEIGHED))
    session.execute(_CHANGED).all()
    for noun in NOUNS:
        named(session, noun, [0])


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
