"""When each project entered each stage, read from the history of its changes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Change, ChangeSet, Project, columns
from db.models.history import Kind, Op
from db.models.projects import Stage

_CHANGES, _SETS = columns(Change), columns(ChangeSet)  # type: ignore[arg-type]
_P = columns(Project)
ORDER = tuple(Stage)
_BROUGHT = (Kind.seed, Kind.import_)


@dataclass(frozen=True)
class Step:
    """A project entered `stage` on the day `on`. Not `moved`: it was first recorded there, so the
    day it really entered is not known; only a lead added by hand is one from that day."""

    stage: Stage
    on: date
    moved: bool
    set_id: int


Paths = dict[int, list[Step]]


def paths(session: Session) -> Paths:
    """The steps of every project that is not archived, oldest first; what was undone is none.

    Days are those of this machine's zone. Several moves in one save are one move.
    """
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(_moves(session)):
        rows[row.row_id].append(row)
    return {one: steps for one, told in rows.items() if (steps := _replayed(told))}


def _moves(session: Session) -> Any:
    after = _told(session, _CHANGES.c.after)
    return (
        sa.select(_CHANGES.c.row_id, _CHANGES.c.op, after.label("stage"),
                  _SETS.c.id.label("set_id"), _SETS.c.at, _SETS.c.kind)
        .join(_SETS, _SETS.c.id == _CHANGES.c.change_set_id)
        .join(_P, _P.c.id == _CHANGES.c.row_id)
        .where(_CHANGES.c.table_name == _P.name, _P.c.archived_at.is_(None))
        .where(sa.or_(after.is_not(None), _CHANGES.c.op == Op.delete))
        .order_by(_CHANGES.c.id)
    )  # fmt: skip


def _told(session: Session, image: Any) -> Any:
    """The stage in an image of the history, which is JSON text."""
    if session.get_bind().dialect.name == "postgresql":
        return sa.cast(image, sa.JSON)["stage"].as_string()
    return sa.func.json_extract(image, "$.stage")


def _replayed(rows: Iterable[Any]) -> list[Step]:
    path: list[Step] = []
    taken: list[list[Step]] = []
    for row in rows:
        if row.op is Op.delete:
            taken.append(path)
            path = []
        elif row.kind is Kind.undo and (left := _before(path, row.stage)):
            taken.append(path[left:])
            path = path[:left]
        elif (
            row.kind is Kind.redo and taken and taken[-1][-1:] and taken[-1][-1].stage == row.stage
        ):
            path += taken.pop()
        else:
            path = _entered(path, row)
    return path


def _before(path: list[Step], stage: str) -> int:
    """How many steps stand once the moves since this stage are taken back; 0: it was never in it."""
    found = (n for n in range(len(path) - 1, 0, -1) if path[n - 1].stage == stage)
    return next(found, 0)


def _entered(path: list[Step], row: Any) -> list[Step]:
    kept = [step for step in path if step.set_id != row.set_id]
    stage, first = Stage(row.stage), not kept
    moved = not first or (stage is Stage.lead and row.kind not in _BROUGHT)
    return [*kept, Step(stage, row.at.astimezone().date(), moved, row.set_id)]


def arrivals(path: list[Step]) -> dict[Stage, date]:
    """The day a project first was at each stage or beyond it."""
    found: dict[Stage, date] = {}
    for step in path:
        for stage in ORDER[: ORDER.index(step.stage) + 1]:
            found.setdefault(stage, step.on)
    return found
