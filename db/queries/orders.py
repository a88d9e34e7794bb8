"""A view as the ORDER BY of a statement; the indexes of the lists are of these expressions."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import columns
from db.view import Field, Kind, View

from .fields import fields, listing

# Letters of the desk's languages beside the one they are looked up under. Not more: SQLite 3.40 takes
# some 30 calls within each other.
_UNDER = {"Əə": "e", "İı": "i", "Çç": "c", "Şş": "s", "Ğğ": "g", "Öö": "o", "Üü": "u", "Ää": "a",
          "Éé": "e"}  # fmt: skip


_LENGTH = 60  # letters by which names are told apart; an index holds them


def alphabetical(table: sa.FromClause) -> Any:
    """What a list of these records is in order by: the name as people look it up, not its key."""
    named: list[Any] = [table.c[name] for name in NAMES if name in table.columns]
    if "family_name" in table.columns:
        named = [sa.func.coalesce(sa.func.nullif(table.c.full_name, _said("")), _whole(table))]
    sql = sa.func.lower(
        sa.func.substr(named[0] if named else table.c.folded, _said(1), _said(_LENGTH))
    )
    for letters, under in _UNDER.items():
        for letter in letters:
            sql = sa.func.replace(sql, _said(letter), _said(under))
    return sql


def _whole(table: sa.FromClause) -> Any:
    """Given, middle and family name, those that there are."""
    parts = (table.c.given_name, table.c.middle_name, table.c.family_name)
    first, *rest = (sa.func.coalesce(part, _said("")).op("||")(_said(" ")) for part in parts)
    for part in rest:
        first = first.op("||")(part)
    return sa.func.trim(first)


def _said(value: str | int) -> Any:
    """A constant that stands in the statement itself, as it does in the expression of the index."""
    kind = sa.Integer() if isinstance(value, int) else sa.Text()
    return sa.bindparam(None, value, kind, literal_execute=True)


NAMES = ("name", "subject", "text")  # fields that are the name of a record
_LETTERS = frozenset({Kind.text, Kind.country, Kind.tag})


def link_of(view: View) -> Field | None:
    """The link that a view is sorted by, if it is one."""
    spec = fields(view.noun)[_wanted(view).removeprefix("-")]
    return spec if spec.kind is Kind.link else None


def _wanted(view: View) -> str:
    return view.sort or listing(view.noun).sort


def order(session: Session, view: View) -> list[Any]:
    """By one field of a noun's own, those without it last, then by number."""
    wanted = _wanted(view)
    spec = fields(view.noun)[wanted.removeprefix("-")]
    table = columns(listing(view.noun).model)
    named = spec.name in NAMES
    sql = alphabetical(table) if named else spec.sql
    if isinstance(sql, sa.Select):
        first = sa.func.min(sql.selected_columns[0], type_=sa.Text())
        sql = sql.with_only_columns(first).scalar_subquery()
    if spec.kind is Kind.word:
        sql = sa.case({word: n for n, word in enumerate(spec.words)}, value=sa.cast(sql, sa.Text))
    if spec.kind in _LETTERS:
        sql = _as_in_a_file(session, sql)
    down = wanted.startswith("-")
    placed = sql.desc() if down else sql.asc()
    number = table.c.id.desc() if down else table.c.id
    return [placed if named else sa.nulls_last(placed), number]


def _as_in_a_file(session: Session, sql: Any) -> Any:
    """As SQLite sorts, whatever the locale of the server."""
    return sa.collate(sql, "C") if session.get_bind().dialect.name == "postgresql" else sql


def linked(session: Session, view: View, spec: Field) -> Any:
    """The ids of a view's records that are linked, in the order of what they are linked to, which is
    walked in its own order, so that nothing is sorted; again for each link where there are many."""
    table, other = columns(listing(view.noun).model), columns(spec.target).alias("other")
    asking = sa.select(table.c.id)
    if isinstance(spec.sql, sa.Select):
        one = spec.sql.selected_columns[0]
        asking = asking.where(spec.sql.whereclause, other.c.id == one)  # type: ignore[arg-type]
    else:
        asking = asking.where(other.c.id == spec.sql)
    keys: list[Any] = [_as_in_a_file(session, alphabetical(other)), other.c.id, table.c.id]
    down = _wanted(view).startswith("-")
    return asking.order_by(*(key.desc() for key in keys) if down else keys)
