"""Take back a change set, or say first what that would do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Problem
from db.models import MODELS, columns
from db.models.base import KEPT, Record
from db.models.history import Kind, Op

from .sets import CHANGES, Entry, act_of, entry
from .staying import CHUNK, Kept, Stays, rows, stays, values
from .steps import Step, steps_of

SHOWN = 200  # fields of a preview; a longer one says how many rows there are


@dataclass(frozen=True)
class Reversal:
    """What an undo or a redo did."""

    set_id: int
    label: str
    rows: int
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What an undo would do: rows it would remove, put back and set back, the first fields it
    would move (`before` is now, `after` is then), and what it would leave alone."""

    set_id: int
    label: str
    removed: int
    put_back: int
    set_back: int
    steps: tuple[Step, ...]
    kept: tuple[Kept, ...]

    @property
    def rows(self) -> int:
        return self.removed + self.put_back + self.set_back


def preview(session: Session, set_id: int, *, also_newer: bool = False) -> Preview:
    """What an undo of that number would do now; nothing is changed.

    Raises NotFound for an unknown number and Problem where nothing of it can be undone.
    """
    target = act_of(session, entry(session, set_id))
    _must_stand(target)
    staying = stays(session, target.id, also_newer=also_newer)
    counts = _counts(session, target.id, staying)
    moves = [_turned(s) for s in steps_of(session, target.id, SHOWN) if _goes(s, staying)]
    found = Preview(target.id, target.label, counts[Op.insert], counts[Op.delete],
                    counts[Op.update], tuple(moves), tuple(staying.kept))  # fmt: skip
    _must_do_something(target, found.rows, staying)
    return found


def _turned(step: Step) -> Step:
    return replace(step, before=step.after, after=step.before)


def _goes(step: Step, staying: Stays) -> bool:
    row = (step.table, step.row_id)
    return row not in staying.whole and step.field not in staying.fields.get(row, ())


def _counts(session: Session, set_id: int, staying: Stays) -> dict[Op, int]:
    """How many rows an undo moves, by what the set had done to them."""
    rows_of = sa.func.count(sa.distinct(CHANGES.c.row_id))
    query = sa.select(CHANGES.c.table_name, CHANGES.c.op, rows_of)
    query = query.where(CHANGES.c.change_set_id == set_id)
    counts = dict.fromkeys(Op, 0)
    for table, op, number in session.execute(query.group_by(CHANGES.c.table_name, CHANGES.c.op)):
        ids = [row_id for name, row_id in staying.whole if name == table]
        counts[op] += number - _staying(session, set_id, table, op, ids)
    return counts


def _staying(session: Session, set_id: int, table: str, op: Op, ids: list[int]) -> int:
    query = sa.select(sa.func.count(sa.distinct(CHANGES.c.row_id))).where(
        CHANGES.c.change_set_id == set_id, CHANGES.c.table_name == table, CHANGES.c.op == op
    )
    parts = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    asked = (session.execute(query.where(CHANGES.c.row_id.in_(part))) for part in parts)
    return sum(int(found.scalar_one()) for found in asked)


def _must_stand(target: Entry) -> None:
    if target.kind is Kind.erase:
        raise Problem(f"“{target.label}” was for good and cannot be undone.")
    if target.kind is Kind.restore:
        back = f"with: crm restore {target.source_file}" if target.source_file else "no more"
        raise Problem(f"“{target.label}” was a restore. Go back to the record before it {back}")
    if target.undone:
        raise Problem(f"“{target.label}” is already undone. Bring it back with: crm redo")


def _must_do_something(target: Entry, rows: int, staying: Stays) -> None:
    if not rows and staying.kept:
        names = ", ".join(kept.ref for kept in staying.kept[:5])
        raise Problem(f"“{target.label}” cannot be undone: {names} changed since or is in use.")


def reverse(session: Session, target: Entry, *, also_newer: bool = False) -> Reversal:
    """Take back every change of a set that nobody has changed since; the rest is kept and named.

    A record stays whole or goes whole, with its parts. With `also_newer` what was changed since
    is taken back too. Runs inside the caller's change set, whose `reverses_id` is the target.
    """
    _must_stand(target)
    _lock(session, target.id)
    staying = stays(session, target.id, also_newer=also_newer)
    work = _Reversing(session, staying)
    for batch in _batches(session, target.id):
        work.take_back(batch)
    _must_do_something(target, work.rows, staying)
    return Reversal(target.id, target.label, work.rows, tuple(staying.kept))


def _lock(session: Session, set_id: int) -> None:
    """Nobody else changes these rows before the undo is done; a file has one writer anyway."""
    if session.get_bind().dialect.name == "sqlite":
        return
    mine = CHANGES.c.change_set_id == set_id
    tables = session.execute(sa.select(CHANGES.c.table_name).distinct().where(mine)).scalars()
    for name in list(tables):
        table = columns(MODELS[name])
        ids = sa.select(CHANGES.c.row_id).where(mine, CHANGES.c.table_name == name)
        query = sa.select(table.c.id).where(table.c.id.in_(ids)).order_by(table.c.id)
        session.execute(query.with_for_update()).all()


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
    staying: Stays
    rows: int = 0

    def take_back(self, batch: list[Any]) -> None:
        table = batch[0].table_name
        model = MODELS[table]
        batch = [change for change in batch if (table, change.row_id) not in self.staying.whole]
        match batch[0].op if batch else None:
            case Op.insert:
                self._delete(model, [change.row_id for change in batch])
            case Op.delete:
                self._put_back(model, batch)
            case Op.update:
                self._set_back(model, batch)

    def _delete(self, model: type[Record], ids: list[int]) -> None:
        table = columns(model)
        try:
            with self.session.begin_nested():
                done: Any = self.session.execute(sa.delete(table).where(table.c.id.in_(ids)))
            self.rows += done.rowcount
        except sa.exc.IntegrityError:
            if len(ids) == 1:
                self.staying.keep((table.name, ids[0]), (), "used by other records")
                return
            for one in ids:
                self._delete(model, [one])

    def _put_back(self, model: type[Record], batch: list[Any]) -> None:
        """All at once; else one by one, for a row may point to another that has to come first."""
        waiting = batch
        while waiting and not self._insert(model, waiting):
            left = [change for change in waiting if not self._insert(model, [change])]
            if len(left) == len(waiting):
                why = "points to what is no longer there"
                for change in left:
                    self.staying.keep((change.table_name, change.row_id), (), why)
                return
            waiting = left

    def _insert(self, model: type[Record], batch: list[Any]) -> bool:
        made = [_whole(model, json.loads(change.before)) for change in batch]
        try:
            with self.session.begin_nested():
                self.session.execute(sa.insert(columns(model)), made)
        except sa.exc.IntegrityError:
            return False
        self.rows += len(made)
        return True

    def _set_back(self, model: type[Record], batch: list[Any]) -> None:
        now = rows(self.session, model, {change.row_id for change in batch})
        for change in batch:
            stays_so = self.staying.fields.get((change.table_name, change.row_id), frozenset())
            image = {k: v for k, v in json.loads(change.before).items() if k not in stays_so}
            if image:
                self._update(model, now[change.row_id], values(columns(model), image))

    def _update(self, model: type[Record], row: dict[str, Any], back: dict[str, Any]) -> None:
        """Set fields of a row back, and with them what is derived from it; `row` follows."""
        table = columns(model)
        row |= back
        changes = back | model.derived(row)
        row |= changes
        try:
            with self.session.begin_nested():
                self.session.execute(
                    sa.update(table).where(table.c.id == row["id"]).values(**changes)
                )
        except sa.exc.IntegrityError:
            self.staying.keep((table.name, row["id"]), tuple(back), "contradicts what is there now")
            return
        self.rows += 1


def _whole(model: type[Record], image: dict[str, Any]) -> dict[str, Any]:
    """A row from its image, from which what was null was left out."""
    table = columns(model)
    empty = dict.fromkeys(column.name for column in table.columns if column.name not in KEPT)
    row = {**empty, **values(table, image)}
    return row | model.derived(row)
