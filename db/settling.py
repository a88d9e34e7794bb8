"""What is kept beside the record is brought up to date at the end of every change set."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from . import spoken, tallies
from .models import Change, Organisation, columns
from .models.history import Op

_C, _O = columns(Change), columns(Organisation)  # type: ignore[arg-type]
BULK = 2000  # changes in one act from which all days of the last talk are asked for anew
_PAGE = 1000  # changes fetched at once

# A new organisation has met nobody yet.
_NEW = sa.and_(_C.c.table_name == _O.name, _C.c.op == Op.insert)
_MINE = sa.and_(_C.c.change_set_id == sa.bindparam("set"), sa.not_(_NEW))
_COUNTED = sa.select(_C.c.table_name, sa.func.count()).where(_MINE).group_by(_C.c.table_name)


def settle(session: Session, change_set: int) -> None:
    """Settle what the changes of a change set touched; nothing is asked where they touched nothing."""
    many = {row[0]: int(row[1]) for row in session.execute(_COUNTED, {"set": change_set})}
    if sum(many.get(name, 0) for name in spoken.TABLES) >= BULK:
        spoken.fill(session.connection())
    elif many.keys() & spoken.TABLES:
        spoken.settle(session, _changes(session, change_set, spoken.TABLES))
    if many.keys() & tallies.TABLES.keys():
        tallies.settle(session, _changes(session, change_set, tallies.TABLES))


def _changes(session: Session, change_set: int, tables: Collection[str]) -> Any:
    asking = sa.select(_C.c.table_name, _C.c.row_id, _C.c.before, _C.c.after)
    named = asking.where(_MINE, _C.c.table_name.in_(list(tables)))
    return session.execute(named, {"set": change_set}, execution_options={"yield_per": _PAGE})
