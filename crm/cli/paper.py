"""On paper: the report of a meeting, to a file, a printer, or the terminal."""

import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from crm import config
from crm.cli.failures import complain
from crm.cli.output import say
from crm.cli.record import Db, Ref, Where, record
from crm.cli.records import view_of
from crm.cli.rows import known_noun
from crm.text import clean, show
from crm.words import _
from db.errors import Problem

if TYPE_CHECKING:
    from sqlmodel import Session

    from crm.printing import Job, JobState
    from crm.reports.papers import Asked
    from crm.reports.report import Report

Output = Annotated[
    Path | None, typer.Option("-o", metavar="FILE", help="A name in .pdf, .docx, .md or .txt.")
]
Lang = Annotated[str | None, typer.Option(metavar="LANG", help="en, az, ru or zh.")]
Printer = Annotated[str | None, typer.Option("--print", metavar="[PRINTER]", help="To a printer.")]
Copies = Annotated[int, typer.Option(metavar="N", help="How many are printed.")]
Sides = Annotated[
    bool | None, typer.Option("--two-sided/--one-sided", help="Else as the printer is set.")
]

_REFERENCE = re.compile(r"[A-Za-z]\d+")
BriefRef = Annotated[
    str, typer.Argument(metavar="REF", help="A meeting or an organisation: M7, O12.")
]


@dataclass(frozen=True)
class Way:
    """Where a paper goes: a file, a printer (an empty name: the default one), else the terminal."""

    output: Path | None = None
    printer: str | None = None
    copies: int = 1
    two_sided: bool | None = None


def report(
    ref: Ref,
    output: Output = None,
    lang: Lang = None,
    final: Annotated[
        bool, typer.Option("--final", help="Freeze it as the next version, to be signed.")
    ] = False,
    version: Annotated[
        int | None, typer.Option(metavar="N", help="A final one as it was signed.")
    ] = None,
    printer: Printer = None,
    copies: Copies = 1,
    two_sided: Sides = None,
    db: Db = None,
) -> int:
    """The meeting report; without a file or a printer it is shown here."""
    from crm.reports import papers

    known, how = clean(ref)[0].strip(), asked(lang)
    with record(db) as database:
        if final:
            with database.writing(f"Final report of {known}") as session:
                made = papers.sign(session, known, how)
        else:
            with database.reading() as session:
                made = papers.meeting(session, known, how, version)
    return deliver(made, how, Way(output, printer, copies, two_sided))


def brief(
    ref: BriefRef,
    output: Output = None,
    lang: Lang = None,
    printer: Printer = None,
    copies: Copies = 1,
    two_sided: Sides = None,
    db: Db = None,
) -> int:
    """One page on a meeting or an organisation, for who meets them in ten minutes."""
    from crm.reports import papers

    how = asked(lang)
    with record(db) as database, database.reading() as session:
        made = papers.briefing(session, clean(ref)[0].strip(), how)
    return deliver(made, how, Way(output, printer, copies, two_sided))


def print_(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A list, a record (O12), or: week.")],
    where: Where = "",
    sort: Annotated[str, typer.Option(metavar="F", help="A field, as of crm list.")] = "",
    incentives: Annotated[
        bool, typer.Option("--incentives", help="The incentive sheet of O12 or P3.")
    ] = False,
    as_at: Annotated[
        str | None, typer.Option(metavar="D", help="The day it speaks for, else today.")
    ] = None,
    output: Output = None,
    lang: Lang = None,
    printer: Printer = None,
    copies: Copies = 1,
    two_sided: Sides = None,
    db: Db = None,
) -> int:
    """Any list, any card, the week of the officer, or an incentive sheet on paper."""
    how = asked(lang, _day(as_at))
    with record(db) as database, database.reading() as session:
        made = _paper(session, clean(what)[0].strip(), (where, sort), how, incentives=incentives)
    return deliver(made, how, Way(output, printer, copies, two_sided))


def _paper(
    session: "Session", what: str, view: tuple[str, str], how: "Asked", *, incentives: bool
) -> "Report":
    from crm.reports import papers

    if what.casefold() == "week":
        return papers.week(session, config.officer(), how)
    if incentives:
        return papers.incentives(session, what, how)
    if _REFERENCE.fullmatch(what):
        make = papers.meeting if what[0] in "mM" else papers.card
        return make(session, what, how)
    return papers.listing(session, view_of(known_noun(what), *view), how)


def _day(told: str | None) -> date | None:
    from crm import dates

    return dates.parse(told, config.today()) if told else None


def asked(lang: str | None, as_at: date | None = None) -> "Asked":
    """How papers are wanted: by the options, else by the configuration."""
    from crm.reports.papers import Asked
    from crm.reports.stationery import stationery

    settings = config.config()
    return Asked(as_at or config.today(), lang or settings.language, stationery(settings))


def deliver(made: "Report", how: "Asked", way: Way) -> int:
    """Put a paper where it was wanted. Status 1 if there was no printer and it was saved instead."""
    from crm.reports.files import save
    from crm.reports.to_text import to_text

    if way.output is not None:
        _ask_before_replacing(way.output)
        where = save(made, way.output, way.output.parent, overwrite=True, stationery=how.stationery)
        say(_("Saved {path}.", path=where))
    if way.printer is not None:
        return _print(made, how, way)
    if way.output is None:
        say(to_text(made).rstrip("\n"))
    return 0


def _ask_before_replacing(path: Path) -> None:
    """Where somebody sits at the terminal; a script named the file and meant it."""
    if not (sys.stdin.isatty() and sys.stderr.isatty() and path.exists()):
        return
    complain(f"{show(path)} is there already. Write over it? [y/N]")
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise Problem(f"{show(path)} was left as it is. Choose another name.")


def _underway(job: "Job", state: "JobState") -> None:
    """Who waits is told at once what holds the pages up."""
    from crm.printing import FINAL, outcome

    if state.reason and state.state not in FINAL:
        complain(outcome(job, state))


def _print(made: "Report", how: "Asked", way: Way) -> int:
    """Hand the pages to the print queue, which keeps a copy of its own, and say what became of it."""
    from crm import printing
    from crm.reports.files import save

    with TemporaryDirectory(prefix="crm-") as folder:
        pages = save(made, None, Path(folder), stationery=how.stationery)
        try:
            job = printing.send(
                pages, way.printer or None, way.copies, title=made.title,
                two_sided=way.two_sided, paper=made.paper,
            )  # fmt: skip
        except printing.NoPrinter as problem:
            kept = way.output or save(made, None, Path.cwd(), stationery=how.stationery)
            complain(f"{problem} The pages are in {kept}.")
            return 1
    say(printing.outcome(job, printing.follow(job, told=lambda state: _underway(job, state))))
    return 0
