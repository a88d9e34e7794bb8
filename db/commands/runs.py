"""An import run on the record: what was read, and which rows were not taken, in their transaction."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.fates import Told, Verdict
from db.models import ImportRow, ImportRun, columns, stamp

CHUNK = 500

_RUNS, _ROWS = columns(ImportRun), columns(ImportRow)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Source:
    """The file of a run, how it was read, and what its header was taken to mean."""

    file: str
    sha256: str
    noun: str
    format: str
    encoding: str | None
    delimiter: str | None
    fingerprint: str | None
    mapping: Mapping[str, str]


def keep_run(
    session: Session,
    source: Source,
    counts: Mapping[Verdict, int],
    made: int,
    rejects: str | None,
    not_taken: Iterable[Told],
) -> str:
    """Write the run itself and give its reference: either all of it happened or nothing."""
    now = stamp.get()
    wrote = counts.get(Verdict.created) or counts.get(Verdict.updated)
    values = {
        "at": now.at, "by": now.by, **vars(source), "mapping": dict(source.mapping),
        # Where nothing changed its change set will not stay.
        "change_set_id": session.info["change_set"] if wrote else None,
        "read_rows": sum(counts.values()), "created_organisations": made, "rejects_file": rejects,
        **{verdict.value: counts.get(verdict, 0) for verdict in Verdict},
    }  # fmt: skip
    run = session.execute(sa.insert(_RUNS).values(**values).returning(_RUNS.c.id)).scalar_one()
    rows = _rows(int(run), not_taken)
    while chunk := list(islice(rows, CHUNK)):
        session.execute(sa.insert(_ROWS), chunk)
    return f"R{run}"


def _rows(run: int, not_taken: Iterable[Told]) -> Iterator[dict[str, Any]]:
    for fate in (told.fate for told in not_taken):
        if fate.number:
            yield {"run_id": run, "number": fate.number, "line": fate.line,
                   "verdict": fate.verdict.value, "ref": fate.ref, "reason": fate.reason}  # fmt: skip
