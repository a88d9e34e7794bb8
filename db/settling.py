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


def settle(session: Session, change_set: int) -> None:
    """Settle what the changes of a change set touched; nothing is asked where they touched nothing."""
    # A new organisation has met nobody yet.
    new = sa.and_(_C.c.table_name == _O.name, _C.c.op == Op.insert)
    mine = sa.and_(_C.c.change_set_id == change_set, sa.not_(new))
    counted = sa.select(_C.c.table_name, sa.func.count()).where(mine).group_by(_C.c.table_name)
    many = {row[0]: int(row[1]) for row in session.execute(counted)}
    if sum(many.get(name, 0) for name in spoken.TABLES) >= BULK:
        spoken.fill(session.connection())
    elif many.keys() & spoken.TABLES:
        spoken.settle(session, _changes(session, mine, spoken.TABLES))
    if many.keys() & tallies.TABLES.keys():
        tallies.settle(session, _changes(session, mine, tallies.TABLES))


def _changes(session: Session, mine: Any, tables: Collection[str]) -> Any:
    asking = sa.select(_C.c.table_name, _C.c.row_id, _C.c.before, _C.c.after)
    named = asking.where(mine, _C.c.table_name.in_(list(tables)))
    return session.execute(named, execution_options={"yield_per": _PAGE})
