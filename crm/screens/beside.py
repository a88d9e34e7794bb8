"""The card beside a list: as soon as the cursor rests, the record under it."""

import asyncio
from datetime import date
from typing import Any

from textual import work
from textual.timer import Timer

from crm.desk import late
from crm.screens.at_desk import AtDesk
from crm.widgets.card import Card, CardView
from db.errors import Problem

CARD = late("db.queries.cards", "card")
ROOM = 100  # cells below which a card opens in its own screen
SETTLE = 0.08  # seconds the cursor rests before the card beside follows it


class Pane(AtDesk):
    """A screen with a list and, where there is room, a card of class `beside`. (A breakpoint of
    Textual would style every widget anew, as soon as the screen is there.)"""

    @property
    def beside(self) -> Card:
        return self.query_one(".beside", Card)

    def on_mount(self) -> None:
        self._make_room()

    def on_resize(self) -> None:
        self._make_room()

    def _make_room(self) -> None:
        self.beside.display = self.app.size.width >= ROOM


class Beside(Pane):
    """The card beside is that of the record under the cursor."""

    _card_of: str | None = None
    _resting: Timer | None = None

    def here(self) -> str | None:
        """The reference of the record under the cursor."""
        raise NotImplementedError

    def follow(self, *, afresh: bool = False) -> None:
        """Show the record under the cursor once it rests: on its way no card is asked for. `afresh`
        also where it is shown already."""
        if afresh:
            self._card_of = None
        if self.beside.display:
            if self._resting is not None:
                self._resting.stop()
            self._resting = self.set_timer(SETTLE, self._show_card)

    @work(exclusive=True, group="card")
    async def _show_card(self) -> None:
        ref = self.here()
        if ref is None:
            self._card_of = None
            self.beside.show_card(None)
            return
        if ref == self._card_of:
            return
        try:
            view = await asyncio.to_thread(_worded, await self.desk.read(CARD, ref), self.today)
        except Problem:
            return  # gone since; the list is being asked again
        if self.here() == ref:
            self._card_of = ref
            self.beside.show_card(view)

    def on_resize(self) -> None:
        self.call_after_refresh(self.follow, afresh=True)


def _worded(card: Any, today: date) -> CardView:
    """In a thread: what it takes to speak of a record is imported there."""
    from crm.screens.card_views import card_view

    return card_view(card, today)
