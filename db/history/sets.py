"""Change sets: begin and end one, and ask which there are and which still stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db import settling, tallies
from db.errors import NotFound
from db.models import Change, ChangeSet, columns
from db.models.base import Stamp
from db.models.history import Kind

from . import chain

SETS = columns(ChangeSet)  # type: ignore[arg-type]
CHANGES = columns(Change)  # type: ignore[arg-type]


def open_set(session: Session, now: Stamp, label: str, kind: Kind, **about: Any) -> int:
    """Begin a change set; the triggers write into it until it is sealed."""
    values = {"at": now.at, "by": now.by, "label": label, "kind": kind, "is_open": 1, **about}
    values = {k: _readable(v) if isinstance(v, str) else v for k, v in values.items()}
    made = session.execute(sa.insert(SETS).values(**values).returning(SETS.c.id)).scalar_one()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.set_config("crm.change_set", str(made), True)))
    return int(made)


def _readable(text: str) -> str:
    """Any text as a database keeps it: the name of a file can hold any bytes but NUL."""
    return text.replace("\0", "").encode(errors="replace").decode()


_SET: Any = sa.bindparam("set")
_ABOUT = sa.select(
    SETS.c.kind, sa.exists().where(CHANGES.c.change_set_id == SETS.c.id).label("changed")
).where(SETS.c.id == _SET)
_CLOSED = sa.update(SETS).where(SETS.c.id == _SET).values(is_open=0)


def seal(session: Session, set_id: int) -> None:
    """End a change set and link it to those before; one in which nothing changed leaves no trace."""
    kind, changed = session.execute(_ABOUT, {"set": set_id}).one()
    if not changed and kind not in chain.SILENT:
        session.execute(sa.delete(SETS).where(SETS.c.id == set_id))
    else:
        session.connection().execute(_CLOSED, {"set": set_id})
        chain.link(session.connection(), set_id)
        settling.settle(session, set_id)
        if kind is Kind.erase:  # its changes are emptied, so they do not say what they touched
            tallies.fill(session.connection())


@dataclass(frozen=True)
class Entry:
    """One change set as the history shows it."""

    id: int
    at: datetime
    by: str
    label: str
    kind: Kind
    rows: int
    undone: bool
    reverses_id: int | None
    source_file: str | None


def entries(
    session: Session, *, limit: int | None = None, ref: tuple[str, int] | None = None
) -> list[Entry]:
    """Change sets, newest first; with `ref` (table, row id) those that touched this row."""
    rows = (
        sa.select(sa.func.count()).select_from(CHANGES)
        .where(CHANGES.c.change_set_id == SETS.c.id).scalar_subquery()
    )  # fmt: skip
    query = sa.select(SETS, rows.label("rows"), _undone().label("undone")).order_by(
        SETS.c.id.desc()
    )
    if ref:
        touched = sa.select(CHANGES.c.change_set_id).where(
            CHANGES.c.table_name == ref[0], CHANGES.c.row_id == ref[1]
        )
        query = query.where(SETS.c.id.in_(touched))
    return [_entry(row) for row in session.execute(query.limit(limit))]


def entry(session: Session, set_id: int) -> Entry:
    """One change set; NotFound says which number is unknown."""
    found = next((e for e in entries_by_id(session, [set_id])), None)
    if found is None:
        raise NotFound(f"There is no change number {set_id}. See the numbers with: crm history")
    return found


def act_of(session: Session, made: Entry) -> Entry:
    """What a redo brought back, so that an act is only ever undone itself; else the set as it is."""
    if made.kind is not Kind.redo or made.reverses_id is None:
        return made
    undo = entry(session, made.reverses_id)
    return entry(session, undo.reverses_id or undo.id)


def entries_by_id(session: Session, ids: list[int]) -> list[Entry]:
    rows = (
        sa.select(sa.func.count()).select_from(CHANGES)
        .where(CHANGES.c.change_set_id == SETS.c.id).scalar_subquery()
    )  # fmt: skip
    query = sa.select(SETS, rows.label("rows"), _undone().label("undone"))
    return [_entry(row) for row in session.execute(query.where(SETS.c.id.in_(ids)))]


def _entry(row: Any) -> Entry:
    return Entry(
        row.id, row.at, row.by, row.label, row.kind, row.rows, bool(row.undone),
        row.reverses_id, row.source_file,
    )  # fmt: skip


def _undone() -> Any:
    """True for a set whose undo stands: an undo of it that was not itself brought back."""
    undo, redo = SETS.alias("undo"), SETS.alias("redo")
    brought_back = (
        sa.exists().where(redo.c.reverses_id == undo.c.id, redo.c.is_open == 0).correlate(undo)
    )
    stands = sa.and_(undo.c.reverses_id == SETS.c.id, undo.c.is_open == 0)
    return sa.exists().where(stands, ~brought_back).correlate(SETS)


def numbers(session: Session) -> list[int]:
    """The numbers of all change sets, newest first."""
    return list(session.execute(sa.select(SETS.c.id).order_by(SETS.c.id.desc())).scalars())


def last_to_undo(session: Session) -> Entry | None:
    """The newest set that is an act of its own and still stands."""
    query = (
        sa.select(SETS.c.id)
        .where(SETS.c.kind.not_in([Kind.undo, Kind.redo, Kind.erase]), ~_undone())
        .order_by(SETS.c.id.desc())
        .limit(1)
    )
    found = session.execute(query).scalar()
    return None if found is None else entry(session, found)


def last_to_redo(session: Session) -> Entry | None:
    """The newest undo that still stands and that no newer act has overtaken."""
    no_act = [Kind.undo, Kind.redo, Kind.restore]
    own = sa.select(sa.func.max(SETS.c.id)).where(SETS.c.kind.not_in(no_act))
    query = (
        sa.select(SETS.c.id)
        .where(SETS.c.kind == Kind.undo, ~_undone())
        .where(SETS.c.id > own.scalar_subquery())
        .order_by(SETS.c.id.desc())
        .limit(1)
    )
    found = session.execute(query).scalar()
    return None if found is None else entry(session, found)
