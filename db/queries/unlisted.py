"""What the record holds and no list shows: documents, final reports, saved views, settings."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import MODELS, Document, ReportVersion, SavedView, Setting, columns
from db.models.base import KEPT
from db.schema import SEED

TABLES: dict[str, sa.Table] = {
    "documents": columns(Document),
    "report_versions": columns(ReportVersion),
    "saved_views": columns(SavedView),
    "settings": columns(Setting),  # type: ignore[arg-type]
}
_HISTORY = "history: a backup carries it (crm backup)"
# What stays when a record leaves as files, each table with the reason.
STAYS = {
    **dict.fromkeys(("change_set", "change", "seal", "erased"), _HISTORY),
    **dict.fromkeys(("import_run", "import_row"), _HISTORY),
    "draft": "what one person typed on one screen and did not save",
    "handle": "made anew from the records",
    "tally": "counted anew from the records",
}
_INNER = KEPT | {"id"}


def names(table: sa.Table) -> list[str]:
    """What is told of a row: its columns, and the uid of what it points to."""
    return [f"{links(table)[c.name][0]}_uid" if c.name in links(table) else c.name
            for c in table.columns if c.name not in _INNER]  # fmt: skip


def links(table: sa.Table) -> dict[str, tuple[str, sa.Table]]:
    """Column -> its word, and the table that it points to."""
    return {
        column.name: (column.name.removesuffix("_id"), key.column.table)
        for column in table.columns
        for key in column.foreign_keys
    }


def rows(session: Session, name: str) -> Iterator[dict[str, Any]]:
    """Every row of one of TABLES in the order in which they were made; archived ones too."""
    table = TABLES[name]
    query: Any = sa.select(table).order_by(*table.primary_key.columns)
    if name == "settings":
        query = query.where(table.c.name != SEED)  # of this file alone, until it is seeded
    for column, (word, target) in links(table).items():
        other = target.alias(word)
        query = query.outerjoin(other, other.c.id == table.c[column])
        query = query.add_columns(other.c.uid.label(f"{word}_uid"))
    for row in session.execute(query.execution_options(yield_per=100)).mappings():
        yield {each: row[each] for each in names(table)}


def ours() -> set[str]:
    """The tables of records whose rows leave with a list: the nouns and what hangs on them."""
    return set(MODELS) - {table.name for table in TABLES.values()}
