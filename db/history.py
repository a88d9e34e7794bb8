"""Change sets: open and seal one, read what was changed, take it back and bring it again."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from .errors import NotFound, Problem
from .models import MODELS, Change, ChangeSet, columns
from .models.base import KEPT, Record, Stamp
from .models.history import Kind, Op
from .models.types import from_log
from .triggers import install, remove

SETS = columns(ChangeSet)  # type: ignore[arg-type]
CHANGES = columns(Change)  # type: ignore[arg-type]
CHUNK = 400  # rows of one statement; below SQLite's limit of variables on old libraries


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


def seal(session: Session, set_id: int) -> None:
    """End a change set; one in which nothing changed leaves no trace."""
    changed = session.execute(
        sa.select(CHANGES.c.id).where(CHANGES.c.change_set_id == set_id).limit(1)
    ).first()
    if changed is None:
        session.execute(sa.delete(SETS).where(SETS.c.id == set_id))
    else:
        session.execute(sa.update(SETS).where(SETS.c.id == set_id).values(is_open=0))


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


@dataclass(frozen=True)
class Step:
    """One field of one record that a change set moved."""

    set_id: int
    at: datetime
    by: str
    label: str
    table: str
    row_id: int
    op: Op
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Kept:
    """What an undo left alone, because it was changed since or is in use."""

    ref: str
    fields: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Reversal:
    """What an undo or a redo did."""

    set_id: int
    label: str
    rows: int
    kept: tuple[Kept, ...] = ()


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


def steps(session: Session, table: str, row_id: int) -> list[Step]:
    """Every field change of one row, newest first."""
    query = (
        sa.select(CHANGES, SETS.c.at, SETS.c.by, SETS.c.label)
        .join(SETS, SETS.c.id == CHANGES.c.change_set_id)
        .where(CHANGES.c.table_name == table, CHANGES.c.row_id == row_id)
        .order_by(CHANGES.c.id.desc())
    )
    return [step for row in session.execute(query) for step in _fields(row)]


def steps_of(session: Session, set_id: int, limit: int) -> list[Step]:
    """The first `limit` field changes of one change set, in the order they were made."""
    query = (
        sa.select(CHANGES, SETS.c.at, SETS.c.by, SETS.c.label)
        .join(SETS, SETS.c.id == CHANGES.c.change_set_id)
        .where(CHANGES.c.change_set_id == set_id)
        .order_by(CHANGES.c.id)
        .limit(limit)
    )
    return [step for row in session.execute(query) for step in _fields(row)][:limit]


def numbers(session: Session) -> list[int]:
    """The numbers of all change sets, newest first."""
    return list(session.execute(sa.select(SETS.c.id).order_by(SETS.c.id.desc())).scalars())


def _fields(row: Any) -> Iterator[Step]:
    before, after = json.loads(row.before or "{}"), json.loads(row.after or "{}")
    model = MODELS[row.table_name]
    for name in dict.fromkeys([*before, *after]):
        if name in KEPT or name not in columns(model).columns:
            continue
        column = columns(model).columns[name]
        was, now = from_log(column, before.get(name)), from_log(column, after.get(name))
        yield Step(row.change_set_id, row.at, row.by, row.label, row.table_name, row.row_id,
                   row.op, name, was, now)  # fmt: skip


_WHOLE = (
    "SELECT id, at, by, label, kind, reverses_id, source_file, source_sha256 FROM change_set "
    "WHERE is_open = 0 ORDER BY id",
    "SELECT id, change_set_id, table_name, row_id, op, before, after FROM change ORDER BY id",
)


def head(ask: Callable[[str], Iterable[Any]]) -> str:
    """The SHA-256 of the whole history, the same on every database that holds the same history.

    `ask` runs a statement and gives its rows. Kept apart from the record (it is printed with every
    backup) it finds any entry that was edited, and a tail that was cut.
    """
    digest = hashlib.sha256()
    for statement in _WHOLE:
        for row in ask(statement):
            digest.update(json.dumps([_said(value) for value in row]).encode() + b"\n")
    return digest.hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def last_to_undo(session: Session) -> Entry | None:
    """The newest set that is an act of its own and still stands."""
    query = (
        sa.select(SETS.c.id)
        .where(SETS.c.kind.not_in([Kind.undo, Kind.redo]), ~_undone())
        .order_by(SETS.c.id.desc())
        .limit(1)
    )
    found = session.execute(query).scalar()
    return None if found is None else entry(session, found)


def last_to_redo(session: Session) -> Entry | None:
    """The newest undo that still stands and that no newer act has overtaken."""
    own = sa.select(sa.func.max(SETS.c.id)).where(SETS.c.kind.not_in([Kind.undo, Kind.redo]))
    query = (
        sa.select(SETS.c.id)
        .where(SETS.c.kind == Kind.undo, ~_undone())
        .where(SETS.c.id > own.scalar_subquery())
        .order_by(SETS.c.id.desc())
        .limit(1)
    )
    found = session.execute(query).scalar()
    return None if found is None else entry(session, found)


def reverse(session: Session, target: Entry) -> Reversal:
    """Take back every change of a set that nobody has changed since; the rest is kept and named.

    Runs inside the caller's change set, whose `reverses_id` is the target.
    """
    if target.undone:
        raise Problem(f"“{target.label}” is already undone. Bring it back with: crm redo")
    work = _Reversing(session)
    for batch in _batches(session, target.id):
        work.take_back(batch)
    if not work.rows and work.kept:
        names = ", ".join(kept.ref for kept in work.kept[:5])
        raise Problem(f"“{target.label}” cannot be undone: {names} changed since or is in use.")
    return Reversal(target.id, target.label, work.rows, tuple(work.kept))


def _batches(session: Session, set_id: int) -> Iterator[list[Any]]:
    """The set's changes from last to first, in runs of one table and one kind."""
    below: int | None = None
    while True:
        query = sa.select(CHANGES).where(CHANGES.c.change_set_id == set_id)
        if below is not None:
            query = query.where(CHANGES.c.id < below)
        page = session.execute(query.order_by(CHANGES.c.id.desc()).limit(CHUNK)).all()
        if not page:
            return
        below = page[-1].id
        run: list[Any] = []
        for change in page:
            if run and (change.table_name, change.op) != (run[0].table_name, run[0].op):
                yield run
                run = []
            run.append(change)
        yield run


@dataclass
class _Reversing:
    session: Session
    rows: int = 0
    kept: list[Kept] = field(default_factory=list)

    def take_back(self, batch: list[Any]) -> None:
        model = MODELS[batch[0].table_name]
        match batch[0].op:
            case Op.insert:
                self._remove(model, batch)
            case Op.delete:
                self._put_back(model, batch)
            case Op.update:
                for change in batch:
                    self._restore(model, change)

    def _remove(self, model: type[Record], batch: list[Any]) -> None:
        table = columns(model)
        now = self._rows(model, [change.row_id for change in batch])
        unchanged = []
        for change in batch:
            row = now.get(change.row_id)
            if row is None:
                continue
            moved = _moved(table, json.loads(change.after), row)
            if moved:
                self.kept.append(Kept(_ref(model, change.row_id), moved, "changed since"))
            else:
                unchanged.append(change.row_id)
        self._delete(model, unchanged)

    def _delete(self, model: type[Record], ids: list[int]) -> None:
        table = columns(model)
        if not ids:
            return
        try:
            with self.session.begin_nested():
                self.session.execute(sa.delete(table).where(table.c.id.in_(ids)))
            self.rows += len(ids)
        except sa.exc.IntegrityError:
            if len(ids) == 1:
                self.kept.append(Kept(_ref(model, ids[0]), (), "used by other records"))
            else:
                for one in ids:
                    self._delete(model, [one])

    def _put_back(self, model: type[Record], batch: list[Any]) -> None:
        """A row may point to another of its batch, so what fails waits for the next round."""
        here = self._rows(model, [change.row_id for change in batch])
        waiting = [change for change in batch if change.row_id not in here]
        while waiting:
            left = [change for change in waiting if not self._insert(model, change)]
            if len(left) == len(waiting):
                why = "points to what is no longer there"
                self.kept += [Kept(_ref(model, change.row_id), (), why) for change in left]
                return
            waiting = left

    def _insert(self, model: type[Record], change: Any) -> bool:
        table = columns(model)
        values = _values(table, json.loads(change.before))
        for column in table.columns:  # what was null was left out of the image
            if column.name not in KEPT:
                values.setdefault(column.name, None)
        try:
            with self.session.begin_nested():
                row = {**values, **model.derived(values)}
                self.session.execute(sa.insert(table).values(**row))
        except sa.exc.IntegrityError:
            return False
        self.rows += 1
        return True

    def _restore(self, model: type[Record], change: Any) -> None:
        table = columns(model)
        row = self._rows(model, [change.row_id]).get(change.row_id)
        before, after = json.loads(change.before), json.loads(change.after)
        if row is None:
            self.kept.append(Kept(_ref(model, change.row_id), tuple(before), "no longer there"))
            return
        moved = _moved(table, after, row)
        back = {name: value for name, value in before.items() if name not in moved}
        if moved:
            self.kept.append(Kept(_ref(model, change.row_id), moved, "changed since"))
        if back:
            values = {**dict(row), **_values(table, back)}
            changes = {name: values[name] for name in back} | model.derived(values)
            self.session.execute(
                sa.update(table).where(table.c.id == change.row_id).values(**changes)
            )
            self.rows += 1

    def _rows(self, model: type[Record], ids: list[int]) -> dict[int, Any]:
        table = columns(model)
        query = sa.select(table).where(table.c.id.in_(ids)).with_for_update()
        return {row["id"]: row for row in self.session.execute(query).mappings()}


def _values(table: sa.Table, image: dict[str, Any]) -> dict[str, Any]:
    return {
        name: from_log(table.columns[name], value)
        for name, value in image.items()
        if name in table.columns
    }


def _moved(table: sa.Table, image: dict[str, Any], row: Any) -> tuple[str, ...]:
    """The fields of an image whose value in the row is another one now."""
    return tuple(name for name, value in _values(table, image).items() if row[name] != value)


def _ref(model: type[Record], row_id: int) -> str:
    return f"{model.letter}{row_id}" if model.letter else f"{columns(model).name} {row_id}"


__all__ = [
    "Entry", "Kept", "Reversal", "Step", "entries", "entry", "head", "install", "last_to_redo",
    "last_to_undo", "open_set", "remove", "reverse", "seal", "steps",
]  # fmt: skip
