"""Place 8: the desk's figures over a period; every number opens the list that makes it."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import zip_longest
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from crm import config, figures
from crm.figures import Span
from crm.screens.at_desk import AtDesk
from crm.screens.pick import Item, Pick
from crm.screens.shown import day
from crm.text import cell_width, content
from crm.verbs import Verb, Verbal
from crm.widgets.drawing import aligned, wrapped
from crm.widgets.lines import Line, Lines
from crm.widgets.places_bar import PlacesBar
from crm.widgets.verb_bar import VerbBar
from crm.words import _
from db.queries.figures import Kpi, Period
from db.queries.figures import figures as ask

GROUP = "Figures"
LABEL = 30  # cells for what a number is called
GAP = 2
EIGHTHS = " ▏▎▍▌▋▊▉"
Target = tuple[str, int]  # a figure and which of its numbers


class FiguresScreen(Verbal, AtDesk, Screen[None]):
    """Bars of what was reached, kept and met; beneath, what the line under the cursor means."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("figures.period", "v", "Period", "Choose another period.", True, GROUP),
        Verb("figures.earlier", "left", "Earlier", "The period before this one.", True, GROUP),
        Verb("figures.later", "right", "Later", "The period after this one.", True, GROUP),
        Verb("figures.print", "p", "Print", "Show, save or print these figures.", True, GROUP),
    )
    AUTO_FOCUS = "Lines"
    DEFAULT_CSS = """
    FiguresScreen {
        & Lines { height: 1fr; }
        & #meaning { dock: bottom; height: 3; margin-bottom: 1; padding: 0 2;
                     border-top: solid $border-blurred; color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.span: Span | None = None
        self.found: dict[str, Kpi] = {}
        self._stop_listening: Callable[[], None] = lambda: None
        self._stale = True

    def compose(self) -> ComposeResult:
        yield PlacesBar("figures")
        yield Lines()
        yield Static(id="meaning")
        yield VerbBar()

    # Asking

    def on_mount(self) -> None:
        self._stop_listening = self.desk.listen(lambda tables: self._again())

    def on_unmount(self) -> None:
        self._stop_listening()

    def _again(self) -> None:
        self._stale = True
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        if self._stale and self in self.app.screen_stack:
            self.show_figures(keep=True)

    @property
    def period(self) -> Period:
        start, end = self.span or next(iter(figures.spans(self.crm.today).values()))
        return Period(start, end, self.crm.today)

    def show_figures(self, *, keep: bool) -> None:
        self._stale = False
        self.crm.hold_while(self._ask(keep))

    @work(exclusive=True, group="figures")
    async def _ask(self, keep: bool) -> None:
        found = await self.attempt(self.desk.read(ask, self.period))
        if found is not None:
            self.found = {kpi.id: kpi for kpi in found}
            self.query_one(Lines).show(self._lines, keep=keep)
            self._explain()

    # Showing

    def _lines(self, width: int) -> list[Line]:
        head = Line(((f"{_('Figures')}, {told_span(self.period)}", "title"),))
        told = [kpi for kpi in self.found.values() if says(kpi)]
        stated = figures.rates(config.config().rates)
        values = (figures.value(number) for kpi in told for number in kpi.numbers)
        room = max(map(cell_width, values), default=0)  # all bars begin in one column
        lines = [line for kpi in told for line in kpi_lines(kpi, width, room, stated)]
        left = [_(kpi.name) for kpi in self.found.values() if kpi not in told]
        return [head, *lines, *(_nothing(left, width) if told else _empty())]

    @on(Lines.Moved)
    def _explain(self) -> None:
        self.refresh_bindings()
        target: Any = self.query_one(Lines).target
        kpi = self.found.get(target[0]) if target else None
        self.query_one("#meaning", Static).update(content(_(kpi.definition) if kpi else ""))

    # Doing

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        from crm.screens.counted import counted

        target: Any = event.target
        kpi = self.found[target[0]]
        number = kpi.numbers[target[1]]
        title = f"{_(kpi.name)}: {figures.label(number)}, {told_span(self.period)}"
        self.app.push_screen(counted(number.view, title))

    @on(PlacesBar.Asked)
    def _asked(self, event: PlacesBar.Asked) -> None:
        self.crm.go(event.mode)

    def action_figures_earlier(self) -> None:
        self._go_to(figures.moved((self.period.start, self.period.end), -1))

    def action_figures_later(self) -> None:
        self._go_to(figures.moved((self.period.start, self.period.end), 1))

    def _go_to(self, span: Span) -> None:
        self.span = span
        self.show_figures(keep=True)

    @work(exclusive=True, group="act")
    async def action_figures_period(self) -> None:
        known = figures.spans(self.crm.today)
        items = [Item(span, _(name), told_days(*span)) for name, span in known.items()]
        span = await self.app.push_screen_wait(Pick(_("Figures of which period?"), items))
        if span:
            self._go_to(span)

    @work(exclusive=True, group="act")
    async def action_figures_print(self) -> None:
        from crm.reports.figures import figures_report
        from crm.reports.papers import Asked
        from crm.reports.report import Report
        from crm.screens.report import show_paper

        kpis, period = tuple(self.found.values()), self.period
        stated = figures.rates(config.config().rates)

        async def make(how: Asked) -> Report:
            return how.stationery.dressed(figures_report(kpis, period, stated, how.lang))

        await show_paper(self.crm, make)


def told_span(period: Period) -> str:
    return told_days(period.start, period.end)


def told_days(start: date, end: date) -> str:
    return f"{day(start)} – {day(end)}"


def says(kpi: Kpi) -> bool:
    return any(number.value for number in kpi.numbers)


def _empty() -> list[Line]:
    told = (_("Nothing was recorded in this period."),
            _("Press v for another period, or ← for the one before."))  # fmt: skip
    return [Line(), *(Line(((text, "muted"),)) for text in told)]


def _nothing(names: list[str], width: int) -> list[Line]:
    """The figures that have nothing to say, together, so that the others stand out."""
    if not names:
        return []
    told = _("Nothing in this period: {figures}.", figures=", ".join(names))
    return [Line(), *(Line(((text, "muted"),)) for text in wrapped(told, width))]


def kpi_lines(kpi: Kpi, width: int, room: int, stated: figures.Rates) -> Iterator[Line]:
    """A figure: its name, then one line for each number: label, value, bar."""
    yield Line()
    yield Line(((aligned(_(kpi.name), width), "heading"),))
    values = [figures.value(number) for number in kpi.numbers]
    label = min(LABEL, max(8, width - room - 2 * GAP - 8))
    shares = figures.shares(kpi) if len(values) > 1 else []
    bar = max(0, width - label - room - 2 * GAP)
    for index, (number, value, share) in enumerate(zip_longest(kpi.numbers, values, shares)):
        drawn = bars(share, bar) if share is not None else ""
        parts = ((aligned(figures.label(number), label + GAP), "label"),
                 (aligned(value, room, "right"), ""), (" " * GAP + drawn, "accent"))  # fmt: skip
        yield Line(parts, (kpi.id, index))
    for total in figures.totals(kpi, stated):
        yield Line(((aligned(total.basis, label + GAP), "muted"),
                    (f"{total.text}  ({total.rates})", "muted")))  # fmt: skip


def bars(share: float, width: int) -> str:
    """A bar of a share from 0 to 1, to an eighth of a cell; what is there at all is seen."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    if share > 0:
        eighths = max(1, eighths)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (EIGHTHS[rest] if rest else "")).ljust(width)
