"""The search index: which text of a noun is found, how the index is kept, and how it is asked.

SQLite: one full-text table `search_NOUN` for each table with a `folded` column, its rowid the id of
the record, kept by triggers. Only which words a record has is kept, not where (detail=none: a third
of the size; what must stand together is looked at in `folded`), and the beginnings of words, so that
each letter typed is one look-up. Measured over 200,000 contacts: 0.2 ms for the newest 500 that begin
with one letter.
PostgreSQL: an index (GIN) over the same words, kept by the server.
"""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from .models import RECORDS, columns
from .models.base import Record
from .words import Term, Way


class _Query(sa.types.UserDefinedType[str]):
    """What PostgreSQL matches words against."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


BATCH = 500  # rows read in one go
PAGES = 200  # of the index that are merged in one go while nobody types


def indexed() -> list[sa.Table]:
    """The tables whose rows are found by their words."""
    return [columns(model) for model in RECORDS if "folded" in columns(model).columns]


def index_of(table: sa.Table) -> Any:
    """The full-text table of a table of SQLite."""
    name = f"search_{table.name}"
    return sa.table(
        name, sa.column("rowid"), sa.column("folded"), sa.column(name), sa.column("rank")
    )


def triggers(table: sa.Table) -> list[str]:
    """What keeps the index of a table of SQLite; `db.triggers` puts it in."""
    name, search = table.name, f"search_{table.name}"
    put = f"INSERT INTO {search} (rowid, folded) VALUES (NEW.id, NEW.folded);"
    drop = f"INSERT INTO {search} ({search}, rowid, folded) VALUES ('delete', OLD.id, OLD.folded);"
    return [
        f'CREATE TRIGGER crm_search_insert_{name} AFTER INSERT ON "{name}" BEGIN {put} END',
        f'CREATE TRIGGER crm_search_update_{name} AFTER UPDATE OF folded ON "{name}" '
        f"WHEN OLD.folded IS NOT NEW.folded BEGIN {drop} {put} END",
        f'CREATE TRIGGER crm_search_delete_{name} AFTER DELETE ON "{name}" BEGIN {drop} END',
    ]


def fill(connection: sa.Connection, table: sa.Table, which: Any = None) -> None:
    """Put rows into the index that are not in it; `which` is a condition on the table, none is all.

    For bulk work with the triggers taken out: `forget` what changes, change it, `fill` it again.
    """
    _all_of(connection, table, which, None)


def forget(connection: sa.Connection, table: sa.Table, which: Any = None) -> None:
    """Take rows out of the index; their `folded` must still be what was indexed."""
    _all_of(connection, table, which, "delete")


def _all_of(connection: sa.Connection, table: sa.Table, which: Any, act: str | None) -> None:
    if connection.dialect.name != "sqlite":
        return  # the server keeps its index itself
    index = index_of(table)
    rows = sa.select(sa.literal(act), table.c.id, table.c.folded)
    rows = rows if which is None else rows.where(which)
    into = sa.insert(index).from_select([index.name, "rowid", "folded"], rows)
    connection.execute(into)


def refold(connection: sa.Connection) -> None:
    """Bring `folded` to the rules of this version. The triggers are out meanwhile."""
    for model in RECORDS:
        table = columns(model)
        if "folded" not in table.columns:
            continue
        for batch in connection.execute(sa.select(table).order_by(table.c.id)).partitions(BATCH):
            for row in batch:
                _refold_row(connection, model, dict(row._mapping))


def _refold_row(connection: sa.Connection, model: type[Record], row: dict[str, Any]) -> None:
    table, right = columns(model), model.derived(row)["folded"]
    if row["folded"] != right:
        change = sa.update(table).where(table.c.id == row["id"])
        connection.execute(change.values(folded=right))


def rebuild(connection: sa.Connection) -> None:
    """Make the index anew from what is stored."""
    if connection.dialect.name != "sqlite":
        return
    for table in indexed():
        _say(connection, table, "delete-all")
        _say(connection, table, "automerge", 0)  # merging waits for a quiet moment
        fill(connection, table)
        _say(connection, table, "optimize")


def optimize(connection: sa.Connection) -> None:
    """Merge the whole index, so that nothing that was taken out of it is left in it."""
    if connection.dialect.name == "sqlite":
        for table in indexed():
            _say(connection, table, "optimize")


def merge(connection: sa.Connection) -> None:
    """Tidy up after saves, a little at a time; best while nobody types."""
    if connection.dialect.name == "sqlite":
        for table in indexed():
            _say(connection, table, "merge", PAGES)


def _say(connection: sa.Connection, table: sa.Table, word: str, number: int | None = None) -> None:
    index = index_of(table)
    values = {index.name: word} | ({} if number is None else {"rank": number})
    connection.execute(sa.insert(index).values(values))


def words_of(table: sa.Table) -> Any:
    """The words of a row as PostgreSQL indexes them."""
    return sa.func.array_to_tsvector(
        sa.func.string_to_array(table.c.folded, sa.literal_column("' '"))
    )


def asked(dialect: str, ways: list[Way], mark: str = "") -> str:
    """The query that means any of the ways, each with all its terms; with MARK, in the name."""
    both, either, term = _SIGNS[dialect]
    said = (both.join(term(each, mark) for each in way) for way in ways)
    return either.join(f"({way})" for way in said)


KEPT = (6, 4, 3, 2, 1)  # letters of the beginnings that the index of SQLite keeps lists of


def shortened(ways: list[Way], mark: str) -> list[Way]:
    """The ways with each beginning cut to one that has a list: they are answered at once, by all
    that answer the ways, and by others. Words run together are as rare as they are long, and stay."""
    first = [[_shorter(term, len(mark)) for term in way] for way in ways[:1]]
    return first + ways[1:]


def _shorter(term: Term, marked: int) -> Term:
    begins, *slips = dict.fromkeys(_cut(word, marked) for word in term.beginnings or [""])
    return replace(term, begins=begins, slips=tuple(slips))


def _cut(word: str, marked: int) -> str:
    return word[: next((n for n in KEPT if n <= len(word) + marked), 0) - marked]


def _sqlite_term(term: Term, mark: str) -> str:
    begins = [f'"{mark}{word}"*' for word in term.beginnings]
    within = [" AND ".join(f'"{piece}"' for piece in term.pieces())] if term.within else []
    return "(" + " OR ".join(f"({each})" for each in begins + within) + ")"


def _server_term(term: Term, mark: str) -> str:
    begins = [f"'{mark}{word}':*" for word in term.beginnings]
    within = [" & ".join(f"'{piece}'" for piece in term.pieces())] if term.within else []
    return "(" + " | ".join(f"({each})" for each in begins + within) + ")"


_SIGNS = {"sqlite": (" AND ", " OR ", _sqlite_term), "postgresql": (" & ", " | ", _server_term)}


def holding(table: sa.FromClause, ways: list[Way]) -> Any:
    """The condition that a row answers one of the ways, asked of each row that is looked at: for
    those that are walked in an order of their own and soon give enough."""
    return sa.or_(*(sa.and_(*(_holds(table, term) for term in way)) for way in ways))


def _standing(table: sa.Table, ways: list[Way]) -> list[Any]:
    """What the index cannot say: that the pieces of a run stand together."""
    if not any(term.must_stand_together for way in ways for term in way):
        return []
    return [holding(table, ways)]


def _holds(table: sa.FromClause, term: Term) -> Any:
    within = [table.c.folded.contains(term.within)] if term.within else []
    begins = [(" " + table.c.folded).contains(f" {word}") for word in term.beginnings]
    return sa.or_(*within, *begins)


def found(dialect: str, table: sa.Table, ways: list[Way]) -> Any:
    """The condition that a row answers one of the ways; never a scan of the table."""
    return sa.and_(inside(dialect, table, asked(dialect, ways)), *_standing(table, ways))


def inside(dialect: str, table: sa.Table, query: str) -> Any:
    if dialect == "sqlite":
        index = index_of(table)
        return table.c.id.in_(sa.select(index.c.rowid).where(matching(index, query)))
    return words_of(table).op("@@")(sa.cast(query, _Query()))


def matching(index: Any, query: Any) -> Any:
    return index.c[index.name].op("MATCH")(query)
