"""A long list as lines of CSV, made by SQLite itself: a million rows are not made into objects."""

import csv
import io
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Organisation, columns
from db.models.types import Choice, Day, Flag, Json, Moment

from .fields import listing
from .parts import PARTS

_PLAIN = (sa.Text, sa.Integer, sa.BigInteger, Choice, Day)
_LONG = ("notes", "address")  # texts that mostly hold what must be quoted
END = "\r\n"
_TO_QUOTE = re.compile('[",\r\n]').search  # as csv.QUOTE_MINIMAL does


def speaks(session: Session, noun: str) -> bool:
    """Whether every line of a noun can be had so: in a file, of what has no parts and links to
    organisations at most."""
    made = listing(noun)
    on_file = session.get_bind().dialect.name == "sqlite"
    named = all(target is Organisation for _, target in made.links.values())
    known = all(_text(column) is not None for column in columns(made.model).columns)
    return on_file and named and known and made.extend is None and noun not in PARTS


def lines(session: Session, noun: str, names: Sequence[str], wanted: Sequence[int]) -> list[str]:
    """The lines of some ids in their order, cells under some names, each with its end; of what is gone
    none. Only where it `speaks`.

    SQLite puts a line together and gives beside it the texts that it did not look through: where one
    of those must be quoted, which is seldom, the row is asked for once more, cell by cell.
    """
    answer: Any = session.execute(_lined(noun, tuple(names)), {"wanted": json.dumps(list(wanted))})
    rows = answer.cursor.fetchall()
    told = {one: line for one, line, _ in rows}
    if _TO_QUOTE("".join([texts for _, _, texts in rows])):
        odd = [one for one, _, texts in rows if _TO_QUOTE(texts)]
        told |= _by_cell(session, noun, names, odd)
    return [told[one] for one in wanted if one in told]


def _by_cell(
    session: Session, noun: str, names: Sequence[str], wanted: Sequence[int]
) -> dict[int, str]:
    both, told = _told(noun)
    made = [told["id"], *(told[name] for name in names)]
    answer: Any = session.execute(
        sa.select(*made).select_from(both), {"wanted": json.dumps(list(wanted))}
    )
    return {one: _line(cells) for one, *cells in answer.cursor}


def _line(cells: Sequence[Any]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator=END).writerow(cells)
    return file.getvalue()


@lru_cache(4)  # it takes as long to put together as a hundred rows
def _lined(noun: str, names: tuple[str, ...]) -> Any:
    both, told = _told(noun)
    table = columns(listing(noun).model)
    cells, texts = [], []
    for name in names:
        kind = table.columns[name].type if name in table.columns else None
        if isinstance(kind, Json):
            cells.append(_in_quotes(told[name]))  # it holds some itself
        elif name in _LONG:
            found = sa.or_(*(sa.func.instr(told[name], sign) > 0 for sign in '",\r\n'))
            cells.append(sa.case((found, _in_quotes(told[name])), else_=told[name]))
        else:
            cells.append(told[name])
            if not isinstance(kind, Choice | Day | Flag | Moment) and not name.endswith("ref"):
                texts.append(told[name])
    return sa.select(told["id"], _run(cells, ",", END), _run(texts)).select_from(both)


def _in_quotes(text: Any) -> Any:
    return '"' + sa.func.replace(text, '"', '""') + '"'


def _run(cells: Sequence[Any], sign: str = "", end: str = "") -> Any:
    """Some cells in one text; where nothing is kept nothing stands."""
    return sa.func.printf(sa.literal(sign.join(["%s"] * len(cells)) + end), *cells)


def _told(noun: str) -> tuple[Any, dict[str, Any]]:
    """Where the rows of the ids asked for come from, in their order, and what stands under each name."""
    made = listing(noun)
    table = columns(made.model)
    wanted = sa.func.json_each(sa.bindparam("wanted")).table_valued("value")
    both: Any = wanted.join(table, table.c.id == wanted.c.value)
    told = {"ref": made.model.letter + sa.cast(table.c.id, sa.Text)}
    told |= {column.name: _text(column) for column in table.columns}
    for word, (column, target) in made.links.items():
        other = columns(target).alias(word)
        both = both.outerjoin(other, other.c.id == table.c[column])
        told[word] = other.c.name
        told[f"{word}_ref"] = target.letter + sa.cast(other.c.id, sa.Text)
        told[f"{word}_uid"] = other.c.uid
    return both, told


def _text(column: sa.Column[Any]) -> Any:
    """A value as `cell` writes it."""
    match column.type:
        case Flag():
            return sa.case((column.is_(None), None), (column == 1, "true"), else_="false")
        case Json():
            kept = sa.type_coerce(column, sa.Text)
            return sa.case((kept.in_(("[]", "{}")), None), else_=kept)
        case Moment():  # a whole second has no fraction
            return sa.func.replace(sa.type_coerce(column, sa.Text), ".000000", "")
        case _:
            return column if isinstance(column.type, _PLAIN) else None
