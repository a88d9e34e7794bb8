"""The report of a meeting on the screen; saved as PDF, Word, Markdown or text, or printed."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.screen import Screen

from crm import config, printing
from crm.reports.files import save
from crm.reports.meeting import meeting_report
from crm.reports.report import Report
from crm.reports.to_text import to_text
from crm.screens.at_desk import AtDesk, id_of
from crm.screens.pick import Item, Pick
from crm.verbs import Verb, Verbal
from crm.widgets.lines import Line, Lines
from crm.widgets.verb_bar import VerbBar
from db.errors import Problem
from db.queries.dossier import dossier

if TYPE_CHECKING:
    from crm.app import CrmApp

PAPER = "Paper"


async def show_report(crm: "CrmApp", ref: str) -> None:
    """The preview of a meeting's report; from there it is saved or printed."""
    told = await crm.desk.read(dossier, id_of(ref))
    report = meeting_report(
        told, config.config().language, today=crm.today, office=config.config().office
    )
    crm.push_screen(ReportScreen(report))


class ReportScreen(Verbal, AtDesk, Screen[None]):
    """Exactly the words of the paper, to be read before they are printed."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("report.save", "s", "Save PDF", "Save the report as PDF in this folder.", True, PAPER),
        Verb(
            "report.save_as", "S", "Save as", "Save it as PDF, Word, Markdown or text.", True, PAPER
        ),
        Verb("report.print", "p", "Print", "Send it to a printer.", True, PAPER),
        Verb("report.close", "escape", "Back", "Back to the meeting.", True, PAPER),
    )
    AUTO_FOCUS = "Lines"

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report

    def compose(self) -> ComposeResult:
        yield Lines()
        yield VerbBar()

    def on_mount(self) -> None:
        self.query_one(Lines).show(self._lines)

    def _lines(self, width: int) -> list[Line]:
        return [Line(((line, ""),)) for line in to_text(self.report, max(width, 40)).splitlines()]

    def action_report_close(self) -> None:
        self.dismiss()

    @work(exclusive=True, group="paper")
    async def action_report_save(self) -> None:
        await self._save(".pdf")

    @work(exclusive=True, group="paper")
    async def action_report_save_as(self) -> None:
        items = [
            Item(".pdf", "PDF"),
            Item(".docx", "Word"),
            Item(".md", "Markdown"),
            Item(".txt", "Text"),
        ]
        kind = await self.app.push_screen_wait(Pick("Save the report as", items))
        if kind:
            await self._save(kind)

    async def _save(self, suffix: str) -> None:
        path = await self.attempt(self._saved(suffix))
        if path:
            self.say(f"Saved {path}")

    async def _saved(self, suffix: str) -> Path:
        return await asyncio.to_thread(save, self.report, None, Path.cwd(), suffix=suffix)

    @work(exclusive=True, group="paper")
    async def action_report_print(self) -> None:
        await self.attempt(self._print())

    async def _print(self) -> None:
        printers = await asyncio.to_thread(printing.printers)
        if not printers:
            path = await self._saved(".pdf")
            raise Problem(f"There is no printer here. The report is saved as {path}.")
        items = [Item(each.name, each.name, each.state) for each in printers]
        wanted: Any = await self.app.push_screen_wait(Pick("Print on", items))
        if wanted:
            path = await self._saved(".pdf")
            job = await asyncio.to_thread(printing.send, path, wanted, title=self.report.title)
            self.say(f"Sent to {wanted}: {job.id}")
