"""On paper: the report of a meeting."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from crm import config
from crm.cli.output import say
from crm.cli.record import Db, Ref, record
from crm.text import clean

if TYPE_CHECKING:
    from crm.reports.report import Report


def report(
    ref: Ref,
    output: Annotated[
        Path | None, typer.Option("-o", metavar="FILE", help="A name in .pdf, .docx, .md or .txt.")
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="en, az, ru or zh.")] = None,
    printer: Annotated[
        str | None, typer.Option("--print", metavar="[PRINTER]", help="To a printer.")
    ] = None,
    db: Db = None,
) -> None:
    """The meeting report; without a file or a printer it is shown here."""
    from crm.reports.meeting import meeting_report
    from db.queries.dossier import dossier
    from db.queries.lists import resolve

    with record(db) as database, database.reading() as session:
        _, one = resolve(session, clean(ref)[0].strip(), noun="meetings")
        found = dossier(session, one)
    settings = config.config()
    made = meeting_report(
        found, lang or settings.language, today=config.today(), office=settings.office
    )
    _deliver(made, output, printer)


def _deliver(made: "Report", output: Path | None, printer: str | None) -> None:
    from crm.reports.files import save
    from crm.reports.to_text import to_text

    if output is not None:
        say(f"Saved {save(made, output, output.parent, overwrite=True)}.")
    if printer is not None:
        say(_printed(made, printer))
    if output is None and printer is None:
        say(to_text(made).rstrip("\n"))


def _printed(made: "Report", printer: str) -> str:
    """Hand the pages to the print queue, which keeps a copy of its own; no name: the default."""
    from crm.printing import send
    from crm.reports.files import save

    with TemporaryDirectory(prefix="crm-") as folder:
        pages = save(made, None, Path(folder))
        job = send(pages, printer or None, title=made.title, paper=config.config().page.upper())
    return f"Sent to {job.printer} as job {job.id}."
