"""A long list as the texts of its cells, made by SQLite itself: a million rows are not made into objects."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Organisation, columns
from db.models.types import Choice, Day, Flag, Json, Moment

from .fields import listing
from .parts import PARTS

_PLAIN = (sa.Text, sa.Integer, sa.BigInteger, Choice, Day)

Cells = Sequence[Any]


def speaks(session: Session, noun: str) -> bool:
    """Whether every cell of a noun can be had so: in a file, of what has no parts and links to
    organisations at most."""
    made = listing(noun)
    on_file = session.get_bind().dialect.name == "sqlite"
    named = all(target is Organisation for _, target in made.links.values())
    known = all(_told(column) is not None for column in columns(made.model).columns)
    return on_file and named and known and made.extend is None and noun not in PARTS


def cells(session: Session, noun: str, names: Sequence[str], wanted: Sequence[int]) -> list[Cells]:
    """The cells under some names, `ref` first, of the ids asked for, in their order; of what is
    gone none. Only where it `speaks`."""
    refs = {f"{listing(noun).model.letter}{one}": at for at, one in enumerate(wanted)}
    answer: Any = session.execute(_asking(noun, names), {"wanted": json.dumps(list(wanted))})
    found: list[Cells] = answer.cursor.fetchall()
    if [row[0] for row in found] != list(refs):
        found.sort(key=lambda row: refs[row[0]])
    return found


def _asking(noun: str, names: Sequence[str]) -> Any:
    made = listing(noun)
    table = columns(made.model)
    wanted = sa.func.json_each(sa.bindparam("wanted")).table_valued("value")
    both: Any = wanted.join(table, table.c.id == wanted.c.value)
    told = {"ref": made.model.letter + sa.cast(table.c.id, sa.Text)}
    told |= {column.name: _told(column) for column in table.columns}
    for word, (column, target) in made.links.items():
        other = columns(target).alias(word)
        both = both.outerjoin(other, other.c.id == table.c[column])
        told[word] = other.c.name
        told[f"{word}_ref"] = target.letter + sa.cast(other.c.id, sa.Text)
        told[f"{word}_uid"] = other.c.uid
    asked: Any = sa.select(*(told[name].label(f"c{n}") for n, name in enumerate(names)))
    return asked.select_from(both)


def _told(column: sa.Column[Any]) -> Any:
    """A value as `cell` writes it."""
    match column.type:
        case Flag():
            return sa.case((column.is_(None), None), (column == 1, "true"), else_="false")
        case Json():
            kept = sa.type_coerce(column, sa.Text)
            return sa.func.nullif(sa.func.nullif(kept, "[]"), "{}")
        case Moment():  # a whole second has no fraction
            return sa.func.replace(sa.type_coerce(column, sa.Text), ".000000", "")
        case _:
            return column if isinstance(column.type, _PLAIN) else None
