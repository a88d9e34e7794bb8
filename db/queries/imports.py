"""Questions about import runs: what came in, and what became of each row."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from db import history
from db.errors import NotFound
from db.models import ImportRow, ImportRun, columns

_R, _ROW = columns(ImportRun), columns(ImportRow)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Run:
    """One import run; `read` is created + updated + unchanged + skipped + rejected."""

    id: int
    ref: str
    at: datetime
    by: str
    file: str
    sha256: str
    noun: str
    format: str
    encoding: str | None
    delimiter: str | None
    mapping: dict[str, str]
    read: int
    created: int
    updated: int
    unchanged: int
    skipped: int
    rejected: int
    created_organisations: int
    rejects_file: str | None
    change_set_id: int | None
    reverted: bool


def runs(session: Session) -> list[Run]:
    """All import runs, newest first."""
    found = session.execute(sa.select(_R).order_by(_R.c.id.desc())).all()
    sets = [row.change_set_id for row in found if row.change_set_id is not None]
    undone = {entry.id for entry in history.entries_by_id(session, sets) if entry.undone}
    return [_run(row, row.change_set_id in undone) for row in found]


def is_in(session: Session, sha256: str) -> bool:
    """Whether a file made records before that were not taken back since."""
    return any(run.sha256 == sha256 and run.created and not run.reverted for run in runs(session))


def run(session: Session, ref: str) -> Run:
    """One run by its reference ("R4"). Raises NotFound."""
    wanted = ref.upper() if ref[:1].upper() == "R" else f"R{ref}"
    found = next((each for each in runs(session) if each.ref == wanted), None)
    if found is None:
        raise NotFound(f"There is no import {ref}. See them with: crm imports")
    return found


@dataclass(frozen=True)
class Remembered:
    """What was chosen for the last file with a header: what it lists, and header -> field."""

    ref: str
    noun: str
    mapping: dict[str, str]


def remembered(session: Session, fingerprint: str) -> Remembered | None:
    """What was chosen when a file with this header was last brought in."""
    query = sa.select(_R.c.id, _R.c.noun, _R.c.mapping).where(_R.c.fingerprint == fingerprint)
    row = session.execute(query.order_by(_R.c.id.desc()).limit(1)).first()
    return Remembered(f"R{row.id}", row.noun, row.mapping) if row else None


def fates(session: Session, run_id: int) -> list[ImportRow]:
    """What happened to each row of a run, in the order of the file."""
    query = sa.select(ImportRow).where(_ROW.c.run_id == run_id).order_by(_ROW.c.number)
    return list(session.execute(query).scalars())


def _run(row: sa.Row[tuple[object, ...]], reverted: bool) -> Run:
    values = dict(row._mapping)
    return Run(
        ref=f"R{values['id']}",
        read=values.pop("read_rows"),
        reverted=reverted,
        **{k: v for k, v in values.items() if k != "fingerprint"},
    )
