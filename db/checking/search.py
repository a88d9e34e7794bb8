"""Whether the search index finds every record by its words, and nothing else."""

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.engine import Database
from db.search import indexed

from .fault import Fault, ref
from .reading import BATCH

# What the index takes for words: letters and digits of ASCII, "=", and all that is not ASCII.
_WORD = re.compile(r"[0-9A-Za-z=\x80-\U0010ffff]+")


def search(database: Database, session: Session) -> Iterator[Fault]:
    if database.path is None:
        return  # a server keeps its index itself
    for table in indexed():
        found = _indexed(session, table)
        rows = session.execute(
            sa.select(table.c.id, table.c.folded), execution_options={"yield_per": BATCH}
        )
        for row_id, folded in rows:
            if found.pop(row_id, 0) != _mark(_WORD.findall(folded.lower())):
                yield Fault(ref(table.name, row_id), "is not found by its words in the index.")
        for row_id in found:
            yield Fault(ref(table.name, row_id), "is in the search index, but is not there.")


def _indexed(session: Session, table: sa.Table) -> dict[int, int]:
    """A mark over the words of each record, from the index."""
    run: Any = session.connection().exec_driver_sql
    name = f"search_{table.name}"
    run("DROP TABLE IF EXISTS temp.words_indexed")
    run(f"CREATE VIRTUAL TABLE temp.words_indexed USING fts5vocab('main', '{name}', 'instance')")
    found: dict[int, int] = {}
    for word, row_id in run("SELECT term, doc FROM temp.words_indexed"):
        found[row_id] = found.get(row_id, 0) ^ hash(word)
    return found


def _mark(words: list[str]) -> int:
    mark = 0
    for word in set(words):
        mark ^= hash(word)
    return mark
