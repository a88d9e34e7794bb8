"""A paper on the screen, as its pages will be; saved, printed, and, of a meeting, made final."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.screen import Screen

from crm import config
from crm.reports import papers
from crm.reports.files import save
from crm.reports.papers import Asked
from crm.reports.report import Report
from crm.reports.stationery import stationery
from crm.reports.to_pdf import Place, page_breaks
from crm.reports.to_screen import to_screen
from crm.screens.at_desk import AtDesk
from crm.screens.confirm import Confirm
from crm.screens.pick import Item, Pick
from crm.screens.printing import print_out
from crm.verbs import Verb, Verbal
from crm.widgets.lines import Line, Lines
from crm.widgets.verb_bar import VerbBar
from crm.words import _

if TYPE_CHECKING:
    from crm.app import CrmApp

PAPER = "Paper"
LANGUAGE = Verb(
    "report.language", "l", "Language", "The same paper in another language.", True, PAPER
)
FINAL = Verb(
    "report.final", "F", "Make final", "Freeze it as the next version, to be signed.", False, PAPER
)
LANGUAGES = {"en": "English", "az": "Azərbaycanca", "ru": "Русский", "zh": "中文"}
FORMATS = (
    Item(".pdf", "PDF", "as it is printed"),
    Item(".docx", "Word", "to be edited before it is signed"),
    Item(".md", "Markdown"),
    Item(".txt", "Text"),
)
Make = Callable[[Asked], Awaitable[Report]]


def asked(crm: "CrmApp") -> Asked:
    """How papers are wanted, by the configuration."""
    settings = config.config()
    return Asked(crm.today, settings.language, stationery(settings))


async def show_paper(crm: "CrmApp", make: Make, *, meeting: str = "") -> None:
    """The preview of a paper; from there it is saved or printed. `make` makes it again in another
    language; `meeting` is the reference of the meeting whose report it is."""
    how = asked(crm)
    crm.push_screen(ReportScreen(await make(how), how, make, meeting))


class ReportScreen(Verbal, AtDesk, Screen[None]):
    """Exactly the words of the paper, to be read before they are printed."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("report.save", "s", "Save PDF", "Save it as PDF in this folder.", True, PAPER),
        Verb(
            "report.save_as", "S", "Save as", "Save it as PDF, Word, Markdown or text.", True, PAPER
        ),
        Verb("report.print", "p", "Print", "Send it to a printer.", True, PAPER),
        LANGUAGE,
        FINAL,
        Verb("report.close", "escape", "Back", "Back to where you came from.", True, PAPER),
    )
    AUTO_FOCUS = "Lines"

    def __init__(
        self, report: Report, how: Asked, make: Make | None = None, meeting: str = ""
    ) -> None:
        super().__init__()
        self.report, self.how, self.make, self.meeting = report, how, make, meeting
        self._breaks: dict[Place, int] | None = None

    def compose(self) -> ComposeResult:
        yield Lines()
        yield VerbBar()

    def on_mount(self) -> None:
        self._show(self.report)

    def _lines(self, width: int) -> list[Line]:
        return [Line(((line, ""),)) for line in to_screen(self.report, width, self._breaks)]

    @work(exclusive=True, group="pages")
    async def _set_pages(self) -> None:
        """Where the pages end is known a moment after the words are there."""
        report = self.report
        breaks = await self.attempt(asyncio.to_thread(page_breaks, report, self.how.stationery))
        if breaks is not None and report is self.report:
            self._breaks = breaks
            for lines in self.query(Lines):  # none where the paper was left meanwhile
                lines.show(self._lines, keep=True)

    def available(self, verb: Verb) -> str | None:
        if verb == FINAL and not self.meeting:
            return "Only the report of a meeting is made final."
        if verb == LANGUAGE and self.make is None:
            return "This paper is in the language of the screens."
        return super().available(verb)

    def action_report_close(self) -> None:
        self.dismiss()

    @work(exclusive=True, group="paper")
    async def action_report_save(self) -> None:
        await self._save(".pdf")

    @work(exclusive=True, group="paper")
    async def action_report_save_as(self) -> None:
        kind = await self.app.push_screen_wait(
            Pick(
                "Save it as",
                [replace(each, detail=each.detail and _(each.detail)) for each in FORMATS],
            )
        )
        if kind:
            await self._save(kind)

    async def _save(self, suffix: str) -> None:
        path = await self.attempt(self._saved(suffix))
        if path:
            self.say(_("Saved {path}", path=path))

    async def _saved(self, suffix: str) -> Path:
        return await asyncio.to_thread(
            save, self.report, None, Path.cwd(), suffix=suffix, stationery=self.how.stationery
        )

    @work(exclusive=True, group="paper")
    async def action_report_print(self) -> None:
        await self.attempt(print_out(self.crm, self.report.paper, self.report.title, self._saved))

    @work(exclusive=True, group="paper")
    async def action_report_language(self) -> None:
        items = [Item(code, name) for code, name in LANGUAGES.items()]
        at = list(LANGUAGES).index(self.report.lang)
        lang: Any = await self.app.push_screen_wait(Pick("The paper in", items, at=at))
        if lang and self.make:
            self.how = replace(self.how, lang=lang)
            self._show(await self.attempt(self.make(self.how)))

    @work(exclusive=True, group="paper")
    async def action_report_final(self) -> None:
        question = Confirm(
            "Freeze the report as it stands now? It gets a number and is kept as it is; later "
            "changes make the next version.", yes="Make it final", no="Leave it a draft",
        )  # fmt: skip
        if await self.app.push_screen_wait(question):
            label = f"Final report of {self.meeting}"
            made = await self.attempt(self.desk.write(label, papers.sign, self.meeting, self.how))
            self._show(made)
            if made:
                self.say(f"{made.marks[-1]} · {_('z in the list to undo')}")

    def _show(self, report: Report | None) -> None:
        if report:
            self.report, self._breaks = report, None
            self.query_one(Lines).show(self._lines)
            self._set_pages()
