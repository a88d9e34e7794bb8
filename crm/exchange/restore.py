"""A folder of the whole record on its way back: into an empty record as it was, else as an import."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.commands.restoring import Restoring, is_empty
from db.commands.runs import Source, keep_run
from db.commands.unlisted import put
from db.errors import Problem
from db.fates import Fate, Told, Verdict
from db.queries.unlisted import TABLES

from . import own, unlisted
from .apply import Options, Watch, taken
from .export import BIRTH
from .folder import MANIFEST, Entry, manifest
from .mapping import Mapping as Plan
from .mapping import guess
from .readers import open_sheet
from .reading import CHUNK
from .sheet import Sheet

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True)
class Restored:
    """What became of the rows of a folder, by noun; `refused` are those that did not come in."""

    run: str | None
    counts: Mapping[str, Mapping[Verdict, int]]
    refused: Sequence[tuple[str, Fate]]

    @property
    def total(self) -> Counter[Verdict]:
        return sum((Counter(each) for each in self.counts.values()), Counter())


def restore(session: "Session", folder: Path, options: Options, watch: Watch) -> Restored:
    """Bring a folder in, inside one change set. Raises Problem, and then nothing is to be kept."""
    entries = manifest(folder)
    rows = sum(entry.rows for entry in entries)
    restoring = Restoring(session) if is_empty(session) else None
    counts: dict[str, Counter[Verdict]] = {}
    refused: list[tuple[str, Fate]] = []
    done = 0
    for entry in entries:
        counted = counts[entry.noun] = Counter()
        for fates in _fates(session, folder, entry, options, restoring):
            counted.update(fate.verdict for fate in fates)
            refused += [(entry.noun, fate) for fate in fates if fate.verdict is Verdict.rejected]
            done += len(fates)
            watch(done, rows)
        if sum(counted.values()) != entry.rows:
            raise Problem(f"{entry.file} has not the {entry.rows:,} rows that {MANIFEST} says.")
    if restoring:
        restoring.finish()
    run = None if options.dry_run else _kept(session, folder, sum(counts.values(), Counter()))
    return Restored(run, counts, refused)


def _fates(
    session: "Session", folder: Path, entry: Entry, options: Options, restoring: Restoring | None
) -> Iterator[list[Fate]]:
    if entry.noun in TABLES:
        yield [put(session, entry.noun, *row) for row in unlisted.read(folder / entry.file)]
        return
    sheet = open_sheet(folder / entry.file, "utf-8", ",")
    plan = guess(sheet, entry.noun)
    if restoring is None:
        yield from taken(session, sheet, plan, options)
        return
    rows = _rows(sheet, plan)
    while chunk := list(islice(rows, CHUNK)):
        yield restoring.take(entry.noun, chunk)


def _rows(sheet: Sheet, plan: Plan) -> Iterator[tuple[int, dict[str, Any]]]:
    for row, values, problems in own.records(sheet, plan, also=BIRTH):
        if problems:
            first = problems[0]
            raise Problem(f"{sheet.path.name}, row {row.number}: {first.column} {first.problem}.")
        yield row.number, values


def _kept(session: "Session", folder: Path, counts: Mapping[Verdict, int]) -> str:
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    source = Source(folder.resolve().name, digest, "all", "our own folder", "utf-8", ",", None, {})
    fates: list[Told] = []
    return keep_run(session, source, counts, 0, None, fates)
