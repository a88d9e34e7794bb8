"""The desk on the screen: paints first, opens the record in a thread, then its places."""

import asyncio
import contextlib
import gc
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.widgets import Static
from textual.worker import WorkerError

from crm import config, last_seen, terminal
from crm.desk import Desk
from crm.ending import Ending
from crm.last_seen import LastSeen
from crm.screens.palette import Guide
from crm.screens.unsaved import Unfinished
from crm.scrub import SCRUB
from crm.styles import Styles
from crm.text import content
from crm.themes import THEMES
from crm.tidying import QUIET, Tidying
from crm.type_ahead import TypeAhead
from crm.verbs import Verb
from crm.widgets.card import card_of
from crm.widgets.places_bar import PLACES, PlacesBar
from crm.words import _, sentence_of
from db.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen
    from textual.worker import Worker

    from crm.screens.today import TodayScreen

LOOK = 1.0  # seconds between looks for what another program saved; two are promised
LAST_WORDS = 3.0  # seconds that the end waits for a last look at today
OPENING = 60.0  # seconds that keys wait for the record to be opened at most


class CrmApp(Ending, TypeAhead, Guide, Unfinished, App[int]):
    """The application; `desk` is its door to the record."""

    CSS_PATH = "crm.tcss"
    TITLE = "Investor desk"
    ENABLE_COMMAND_PALETTE = False
    VERBS: ClassVar[tuple[Verb, ...]] = (
        *(
            Verb(f"place.{place.mode}", place.key, place.label, place.help, False, "Places", True)
            for place in PLACES
        ),
        Verb("place.sites", "S", "Sites", "Sites, zones and parks.", False, "Places", True),
        Verb(
            "place.cases",
            "K",
            "Incentive cases",
            "Who was offered what, and how far it is.",
            False,
            "Places",
            True,
        ),
        Verb(
            "desk.find", "f", "Find", "Find anything anywhere, in any spelling.", True, "Desk", True
        ),
        Verb("desk.undo", "z", "Undo", "Take back the last change.", True, "Desk", True),
        Verb("desk.redo", "Z", "Redo", "Bring back what was undone.", False, "Desk", True),
        Verb("desk.theme", "T", "Light or dark", "Change the colours.", False, "Desk", True),
        Verb("desk.quit", "q", "Quit", "Close the desk; everything is saved.", False, "Desk", True),
    )

    def __init__(self, target: str, who: str, last: LastSeen | None = None) -> None:
        """`last` is what Today showed last, if that is still so: it is shown while the record opens."""
        if last is not None:
            self.DEFAULT_MODE = "today"  # type: ignore[misc]  # no other screen is made first
        super().__init__()
        self.desk = Desk(target, who)
        self.seen = last
        if last is not None:
            self.add_mode("today", partial(_today(), card_of(last.view)))
        self._in_colour()
        self.today: date = config.today()
        self._all_there = asyncio.Event()
        self._tidying = Tidying()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self._tidying.key()
        await super().on_event(event)

    def get_line_filters(self) -> "Sequence[LineFilter]":
        return [*super().get_line_filters(), SCRUB]

    def compose(self) -> ComposeResult:
        if self.seen is None:
            yield PlacesBar("today")
            yield Static(content(f" {_('Opening the record …')}"), id="opening")

    async def on_mount(self) -> None:
        terminal.on_end(self.end)
        self.set_keymap(config.config().keys)
        (self if self.seen is None else self.screen).call_after_refresh(self._begin)

    def _in_colour(self) -> None:
        """Before the styles are read for the first time: with other colours they are read again."""
        for theme in THEMES.values():
            self.register_theme(theme)
        wanted = config.config().theme or config.remembered().get("theme", "dark")
        self.set_reactive(CrmApp.theme, THEMES.get(wanted, THEMES["dark"]).name)
        self.stylesheet = Styles(variables=self.get_css_variables())

    @work
    async def _begin(self) -> None:
        try:
            first = await asyncio.to_thread(_today)
            await self.desk.open()
        except Problem as problem:
            self.exit(
                problem.exit_status, return_code=problem.exit_status, message=sentence_of(problem)
            )
            return
        if self.seen is None:
            self.add_mode("today", first)
            await self.switch_mode("today")
        if self.desk.record.fresh:
            where = self.desk.record.where
            made = "Made a new record at {where}. Press ? for the keys, 4 for the meeting."
            self.say(_(made, where=where))
        for mode, screen in (await asyncio.to_thread(_places)).items():
            self.add_mode(mode, screen)
        self._sign_when_busy()
        self._all_there.set()
        with contextlib.suppress(Problem):
            await self.offer_unsaved()
        if not gc.isenabled():  # see __main__
            self._tidying.begin()
            self.set_interval(QUIET, self._tidying.tidy)
        self.set_interval(LOOK, self._look_if_changed)

    def _sign_when_busy(self) -> None:
        from crm.screens.busy import BusySign

        self.desk.waiting = BusySign(self)

    def _look_if_changed(self) -> None:
        if not self.desk.unchanged():
            self._look()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        with contextlib.suppress(Problem):
            await self.desk.look()

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """A toast: what happened, to what, and how to undo it. Never markup."""
        sentence = _(sentence)
        self.clear_notifications()  # what was said before is done with
        if problem:
            self.notify(sentence, severity="error", markup=False, timeout=8)
        else:
            self.notify(sentence, markup=False, timeout=5)

    def go(self, mode: str) -> "Worker[None] | None":
        """Show a place; in the first moment, before all are imported, as soon as it is there."""
        if not self._all_there.is_set():
            later = self._go_later(mode)
            self.hold_while(later, OPENING)  # the next key means that place
            return later
        self.switch_mode(mode)
        return None

    @work(exclusive=True, group="go")
    async def _go_later(self, mode: str) -> None:
        await self._all_there.wait()
        await self.switch_mode(mode)

    def available(self, verb: Verb) -> str | None:
        if self.desk.database is None and self.seen is None and verb.id != "desk.quit":
            return _("The record is still being opened.")
        return super().available(verb)

    def action_place_today(self) -> "Worker[None] | None":
        return self.go("today")

    def action_place_organisations(self) -> "Worker[None] | None":
        return self.go("organisations")

    def action_place_contacts(self) -> "Worker[None] | None":
        return self.go("contacts")

    def action_place_meetings(self) -> "Worker[None] | None":
        return self.go("meetings")

    def action_place_follow_ups(self) -> "Worker[None] | None":
        return self.go("follow_ups")

    def action_place_projects(self) -> "Worker[None] | None":
        return self.go("projects")

    def action_place_incentives(self) -> "Worker[None] | None":
        return self.go("incentives")

    def action_place_figures(self) -> "Worker[None] | None":
        return self.go("figures")

    def action_place_sites(self) -> "Worker[None] | None":
        return self.go("sites")

    def action_place_cases(self) -> "Worker[None] | None":
        return self.go("cases")

    def action_place_history(self) -> "Worker[None] | None":
        return self.go("history")

    @work(exclusive=True, group="find")
    async def action_desk_find(self) -> None:
        from crm.screens.find import find

        await find(self)

    @work(exclusive=True, group="write")
    async def action_desk_undo(self) -> None:
        await self._reverse("Undid: {what}", self.desk.undo)

    @work(exclusive=True, group="write")
    async def action_desk_redo(self) -> None:
        await self._reverse("Brought back: {what}", self.desk.redo)

    async def _reverse(self, told: str, act: Any) -> None:
        try:
            done = await act()
        except Problem as problem:
            self.say(sentence_of(problem), problem=True)
            return
        kept = (
            f" · {_('kept {refs}, changed since', refs=', '.join(k.ref for k in done.kept[:3]))}"
            if done.kept
            else ""
        )
        key = _("Z to bring it back") if "Undid" in told else _("z to undo")
        self.say(f"{_(told, what=done.label)}{kept} · {key}")

    def action_desk_aside(self) -> None:
        self.keep_drafts()
        super().action_desk_aside()

    def action_desk_theme(self) -> None:
        name = "light" if self.theme == THEMES["dark"].name else "dark"
        self.theme = THEMES[name].name
        config.remember(theme=name)

    @work(exclusive=True, group="leave")
    async def action_desk_quit(self) -> None:
        self.seen = None
        if self.desk.database is not None and config.config().last_screen:
            with contextlib.suppress(TimeoutError, WorkerError, Problem):
                await asyncio.wait_for(self._look_back(), LAST_WORDS)
        self.exit(0)

    async def _look_back(self) -> None:
        """Today once more, as it is now: what the next start shows at once."""
        from crm.screens.today import TodayScreen

        await self.switch_mode("today")
        today = self.screen
        if isinstance(today, TodayScreen):
            await today.show_today(keep=False).wait()
            today.beside.show_card(None)
            painted = asyncio.Event()
            today.call_after_refresh(painted.set)
            await painted.wait()
            self.seen = today.as_seen()


def _today() -> "type[TodayScreen]":
    """The first place; imported in a thread, after the first frame, where nothing is to be shown yet."""
    from crm.screens.today import TodayScreen

    return TodayScreen


def _places() -> "dict[str, type[Screen[Any]]]":
    """The other places, and with them every form: imported in a thread while today is read."""
    from crm.screens.cases import Cases
    from crm.screens.contacts import Contacts
    from crm.screens.figures import FiguresScreen
    from crm.screens.follow_ups import FollowUps
    from crm.screens.history import History
    from crm.screens.incentives import Incentives
    from crm.screens.meetings import Meetings
    from crm.screens.organisations import Investors
    from crm.screens.projects import Projects
    from crm.screens.sites import Sites

    return {
        "organisations": Investors,
        "contacts": Contacts,
        "meetings": Meetings,
        "follow_ups": FollowUps,
        "projects": Projects,
        "incentives": Incentives,
        "figures": FiguresScreen,
        "cases": Cases,
        "sites": Sites,
        "history": History,
    }


def run(target: str, who: str, last: LastSeen | None = None) -> int:
    """Open the screens; the exit status, with one sentence where the record was refused."""
    terminal.outlast()
    app = CrmApp(target, who, last)
    try:
        app.run()
    finally:
        app.write_drafts()
        app.desk.close()
    if app.desk.secret:
        last_seen.forget()
    elif app.seen is not None and app.seen is not last:
        last_seen.keep(target, app.seen)
    if app._exception is not None:
        raise getattr(app._exception, "error", app._exception)  # of a worker: what it failed of
    return app.return_code or 0
