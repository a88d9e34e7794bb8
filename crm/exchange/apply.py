"""Run an import: file, mapping, dry run or real run (the same code), rejected rows back as a file."""

import contextlib
import csv
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm.tidying import seldom
from db.commands.imports import Importing, OnMatch
from db.commands.plain_imports import PlainImporting
from db.commands.runs import Source, keep_run
from db.errors import Problem
from db.fates import Fate, Fates, Told, Verdict
from db.history import Reversal
from db.models.history import Kind
from db.queries import imports

from . import ahead
from .ahead import Job
from .mapping import Mapping as Plan
from .mapping import guess
from .mending import Mends, mended
from .readers import open_sheet
from .reading import PEOPLE, Read, blocks
from .rows import unknown
from .sheet import Sheet

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.engine import Database

NOT_TAKEN = (Verdict.rejected, Verdict.skipped)


class Cancelled(Problem):
    """The officer stopped the run; nothing of it stayed."""


@dataclass(frozen=True)
class Options:
    """How a file is to be read and what happens to records that are there already."""

    noun: str | None = None
    on_match: OnMatch = OnMatch.fill
    overrides: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    create_missing: bool = False
    rejects: Path | None = None
    dry_run: bool = False
    mends: Mends = field(default_factory=Mends)


@dataclass(frozen=True)
class Result:
    """What became of a file; `read` is the sum of the five verdicts."""

    run: str | None
    sheet: Sheet
    plan: Plan
    counts: Mapping[Verdict, int]
    created_organisations: int
    fates: Fates  # of a dry run all, else only the rows that were not taken
    rejects_file: Path | None = None

    @property
    def read(self) -> int:
        return sum(self.counts.values())


Watch = Callable[[int, int], None]  # rows done, rows guessed; may raise Cancelled


def look(path: Path, options: Options) -> tuple[Sheet, Plan]:
    """The file and what its columns mean, before anything is read in. Raises Problem."""
    sheet = open_sheet(path, options.encoding, options.delimiter, options.sheet)
    return sheet, guess(sheet, options.noun, options.overrides)


def run_import(
    database: "Database",
    path: Path,
    options: Options,
    watch: Watch = lambda done, guessed: None,
    plan: tuple[Sheet, Plan] | None = None,
) -> Result:
    """Bring a file in as one change set; with `dry_run` the same, rolled back.

    `watch` is called before the first row and often after. Raises Problem for a file that cannot
    be read, Cancelled when `watch` stopped it.
    """
    sheet, mapping = plan or _planned(database, path, options)
    sheet = mended(sheet, options.mends)
    mapping = replace(mapping, erasing=options.on_match is OnMatch.erase)
    sha256 = _digest(path)
    about = {"source_file": path.name, "source_sha256": sha256}
    fates, counts, guessed = Fates(), Counter[Verdict](), sheet.guessed_rows
    keep = not options.dry_run
    with database.reading() as reading:
        words = not imports.is_in(reading, sha256)
    found = ahead.read(sheet, _job(path, sheet, mapping, options, words))
    with (
        seldom(),
        contextlib.closing(found),
        database.writing(f"Import {path.name}", kind=Kind.import_, keep=keep, **about) as session,
    ):
        taker = _taker(session, sheet, mapping, options)
        watch(0, guessed)
        for told in _taken(found, taker, lambda: watch(_sum(counts), guessed)):
            counts.update(each.fate.verdict for each in told)
            fates.add(each for each in told if options.dry_run or each.fate.verdict in NOT_TAKEN)
            watch(_sum(counts), guessed)
        taker.finish()
        made, run = taker.created_organisations, None
        rejects = _rejects(sheet, path, options, fates)
        if keep:
            source = _source(sheet, mapping, sha256)
            beside = str(rejects) if rejects else None
            run = keep_run(session, source, counts, made, beside, fates)
    return Result(run, sheet, mapping, dict(counts), made, fates, rejects)


def taken(session: "Session", sheet: Sheet, plan: Plan, options: Options) -> Iterator[list[Fate]]:
    """The fates of a file's rows, some after the others, for who has a change set open already."""
    taker = _taker(session, sheet, plan, options)
    for told in _taken(blocks(sheet, plan), taker, lambda: None):
        yield [each.fate for each in told]
    taker.finish()


def _taken(
    found: Iterator[list[Read]], taker: Importing | PlainImporting, look: Callable[[], None]
) -> Iterator[list[Told]]:
    """Some rows after the others, each with its fate; `look` between reading and writing them."""
    for block in found:
        look()
        rows: Any = [read.row for read in block]
        fates = taker.take(rows, [read.keys for read in block])
        yield [read.told(fate) for read, fate in zip(block, fates, strict=True)]


def check_row(
    database: "Database", sheet: Sheet, plan: Plan, options: Options, number: int
) -> Told | None:
    """What would become of one row alone, rolled back; None where the file has no such row."""
    alone = mended(sheet, options.mends, only=number)
    with database.writing("Check", kind=Kind.import_, keep=False) as session:
        taker = _taker(session, sheet, plan, options)
        found = _taken(blocks(alone, plan, options.mends), taker, lambda: None)
        told = [each for some in found for each in some]
        taker.finish()
    return next(iter(told), None)


def _sum(counts: Mapping[Verdict, int]) -> int:
    return sum(counts.values())


def _planned(database: "Database", path: Path, options: Options) -> tuple[Sheet, Plan]:
    sheet, mapping = look(path, options)
    with database.reading() as session:
        known = imports.remembered(session, mapping.fingerprint)
    return sheet, (known and recalled(sheet, options, known)) or mapping


def recalled(sheet: Sheet, options: Options, known: imports.Remembered) -> Plan | None:
    """The mapping as it was chosen for the last file with this header; None where it no longer
    fits, and where there is no header to know it by. What `options` say comes first."""
    if not sheet.header_line:
        return None
    try:
        return guess(sheet, options.noun or known.noun, {**known.mapping, **options.overrides})
    except Problem:
        return None


def _taker(
    session: "Session", sheet: Sheet, plan: Plan, options: Options
) -> Importing | PlainImporting:
    """Raises Problem where it is not known what the file lists."""
    if plan.noun is None:
        raise unknown(sheet)
    how: dict[str, Any] = {
        "on_match": options.on_match,
        "create_missing": options.create_missing,
        "source": f"import: {sheet.path.name}",
    }
    if plan.noun in PEOPLE:
        return Importing(session, of_people=plan.noun == "contacts", **how)
    return PlainImporting(session, plan.noun, **how)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _job(path: Path, sheet: Sheet, plan: Plan, options: Options, words: bool) -> Job:
    how = (options.encoding, options.delimiter, options.sheet)
    return Job(path, *how, sheet.headers, plan, options.mends, words)


def _source(sheet: Sheet, plan: Plan, sha256: str) -> Source:
    return Source(
        file=sheet.path.name, sha256=sha256, noun=str(plan.noun), format=plan.format or "list",
        encoding=sheet.encoding, delimiter=sheet.delimiter,
        fingerprint=plan.fingerprint, mapping=plan.chosen(),
    )  # fmt: skip


def _rejects(sheet: Sheet, path: Path, options: Options, fates: Fates) -> Path | None:
    """The rejected rows in the file's own columns and why, to be mended and imported again."""
    if options.dry_run or not fates.with_verdict(Verdict.rejected):
        return None
    target = options.rejects or rejects_beside(path)
    flags = os.O_CREAT | os.O_WRONLY | (os.O_TRUNC if options.rejects else os.O_EXCL)
    try:
        descriptor = os.open(target, flags | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise Problem(
            f"I cannot write the rejected rows to {target}: {error.strerror}. "
            "Nothing was imported; name another file with --rejects."
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*sheet.raw_headers, "Row", "Column", "Problem", "Hint"])
        writer.writerows(_refused(sheet, fates))
    return target


def _refused(sheet: Sheet, fates: Fates) -> Iterator[list[Any]]:
    """Both come in the order of the file, so neither has to be held."""
    rows = sheet.rows()
    for fate in (told.fate for told in fates if told.fate.verdict is Verdict.rejected):
        row = next(row for row in rows if row.number == fate.number)
        column, _, problem, hint = fate.problem or ("", "", fate.reason, "")
        cells = row.cells + [""] * (len(sheet.raw_headers) - len(row.cells))
        yield [*cells, row.number, column, problem, hint]


def rejects_beside(path: Path) -> Path:
    """The first free name beside the file: list.rejected.csv, list.rejected-2.csv ..."""
    names = (f"{path.stem}.rejected{f'-{n}' if n > 1 else ''}.csv" for n in range(1, 10_000))
    return next(each for name in names if not (each := path.with_name(name)).exists())


def revert(database: "Database", ref: str) -> Reversal:
    """Take an import back: creations removed, overwritten values restored, what was edited since
    kept and named. Raises NotFound, and Problem where it was taken back already."""
    with database.reading() as session:
        run = imports.run(session, ref)
    if run.reverted:
        raise Problem(f"{run.ref} ({run.file}) was taken back already.")
    if run.change_set_id is None:
        raise Problem(f"{run.ref} ({run.file}) changed nothing, so there is nothing to take back.")
    return database.undo(run.change_set_id)
