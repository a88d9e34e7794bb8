"""Which incentives fit a project on a day; each line opens the incentive or the site."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen

from crm import config, dates
from crm.figures import rates
from crm.forms.incentives import told
from crm.screens.at_desk import AtDesk
from crm.screens.pick import Item, Pick
from crm.screens.shown import day
from crm.verbs import Verb, Verbal
from crm.widgets.card import Card, CardView, Entry, Note, Section
from crm.widgets.lines import Lines
from crm.widgets.places_bar import PlacesBar
from crm.widgets.verb_bar import VerbBar
from crm.words import _
from db.eligibility import Fit, Reason
from db.errors import Invalid
from db.queries.screening import Screened, Screening, screening

GROUP = "Incentives that fit"
TONES = {Fit.fits: "good", Fit.unknown: "warn", Fit.no: "muted"}
MARKS = {True: "+", False: "–", None: "?"}


class ScreeningScreen(Verbal, AtDesk, Screen[None]):
    """Opened on a project; the day can be changed."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("screening.day", "v", "Day", "As at another day.", True, GROUP),
        Verb("screening.back", "escape", "Back", "Back to the project.", True, GROUP),
    )
    AUTO_FOCUS = "Card"

    def __init__(self, ref: str, as_at: date) -> None:
        super().__init__()
        self.ref, self.as_at = ref, as_at

    def compose(self) -> ComposeResult:
        yield PlacesBar("projects")
        yield Card()
        yield VerbBar()

    def on_mount(self) -> None:
        self.crm.hold_while(self._ask())

    @work(exclusive=True, group="screening")
    async def _ask(self) -> None:
        change = rates(config.config().rates).change
        found = await self.attempt(self.desk.read(screening, self.ref, self.as_at, change))
        if found:
            self.query_one(Card).show_card(screening_view(found))

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        from crm.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(str(event.target)))

    @on(PlacesBar.Asked)
    def _asked(self, event: PlacesBar.Asked) -> None:
        self.crm.go(event.mode)

    def action_screening_back(self) -> None:
        self.dismiss()

    @work(exclusive=True, group="act")
    async def action_screening_day(self) -> None:
        when = await self.app.push_screen_wait(Pick(_("As at which day?"), self._days))
        if when:
            self.as_at = when
            self.crm.hold_while(self._ask())

    async def _days(self, typed: str) -> Sequence[Item[date]]:
        try:
            when = dates.parse_day(typed, self.today) if typed.strip() else self.as_at
        except Invalid as wrong:
            return [Item(self.as_at, typed, reason=str(wrong))]
        return [Item(when, dates.echo(when, self.today))]


def screening_view(found: Screening) -> CardView:
    """The incentives that fit first, each with its criteria."""
    sections = [
        Section("", (Note(_("No incentive is recorded. Press 7, then n, to add one."), "muted"),))
    ]
    if found.incentives:
        sections = [_section(each) for each in found.incentives]
    counts = [sum(each.fit is fit for each in found.incentives) for fit in Fit]
    said = _("{fit} fit · {unknown} cannot be told · {no} do not fit",
             fit=counts[0], unknown=counts[1], no=counts[2])  # fmt: skip
    title = _("Incentives for {project}, as at {day}", project=found.name, day=day(found.as_at))
    return CardView(title, f"{found.ref} · {said}", tuple(sections))


def _section(each: Screened) -> Section:
    head = Entry(each.ref, _(each.fit.value), TONES[each.fit], each.ref)
    return Section(each.name, (head, *_lines(each)))


def _lines(each: Screened) -> Iterator[Entry]:
    yield from (_reason(reason) for reason in each.reasons)
    for trial in each.trials:
        yield Entry(trial.ref, f"{trial.site}: {_(trial.fit.value)}", TONES[trial.fit], trial.ref)
        yield from (_reason(reason) for reason in trial.reasons)
    for condition in each.conditions:
        yield Entry("", f"{_('to be read')}: {condition}", "muted")


def _reason(reason: Reason) -> Entry:
    tone = {True: "", False: "bad", None: "warn"}[reason.holds]
    return Entry("", f"{MARKS[reason.holds]} {told(reason)}", tone)
