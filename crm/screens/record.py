"""One record on a screen of its own: its card, and the verbs that act on it."""

from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen

from crm.screens.acting import Acting
from crm.screens.at_desk import noun_of
from crm.screens.card_views import card_view
from crm.verbs import Verb
from crm.widgets.card import Card
from crm.widgets.lines import Lines
from crm.widgets.places_bar import PlacesBar
from crm.widgets.verb_bar import VerbBar
from crm.words import _
from db.errors import Problem
from db.queries import cards


class RecordScreen(Acting, Screen[None]):
    """Opened with enter; escape goes back to where one came from."""

    VERBS = (
        Verb("record.back", "escape", "Back", "Back to where you came from.", True, "Records"),
    )
    AUTO_FOCUS = "Card"

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref
        self._stop_listening: Callable[[], None] = lambda: None

    @property
    def noun(self) -> str:
        return noun_of(self.ref)

    def here(self) -> str | None:
        return self.ref

    def compose(self) -> ComposeResult:
        yield PlacesBar(self.noun)
        yield Card()
        yield VerbBar()

    def on_mount(self) -> None:
        self._stop_listening = self.desk.listen(lambda tables: self._again())
        self.show_card(keep=False)

    def on_unmount(self) -> None:
        self._stop_listening()

    def _again(self) -> None:
        self.show_card(keep=True)

    def show_card(self, *, keep: bool) -> None:
        self.crm.hold_while(self._ask(keep))

    @work(exclusive=True, group="card")
    async def _ask(self, keep: bool) -> None:
        try:
            card = await self.desk.read(cards.card, self.ref)
        except Problem:  # undone or reverted while it was open
            self.say(_("{ref} is not in the record any more.", ref=self.ref))
            self.dismiss()
            return
        self.query_one(Card).show_card(card_view(card, self.today), keep=keep)

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        self.app.push_screen(RecordScreen(str(event.target)))

    @on(PlacesBar.Asked)
    def _asked(self, event: PlacesBar.Asked) -> None:
        self.crm.go(event.mode)

    def action_record_back(self) -> None:
        self.dismiss()
