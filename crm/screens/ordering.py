"""How a list is sorted, and which columns it has."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work

from crm.screens.at_desk import AtDesk
from crm.screens.columns import arranged, keep, kept
from crm.screens.pick import Item, Pick
from crm.widgets.columns import Column
from crm.words import _, named
from db.queries import lists
from db.view import View

if TYPE_CHECKING:
    from crm.screens.ledger import Place
    from crm.widgets.table import LedgerTable


class Ordered(AtDesk):
    """A list that is sorted with `s` and whose columns are chosen with `C`."""

    PLACE: "ClassVar[Place]"
    view: View
    _columns: Sequence[Column]

    @property
    def noun(self) -> str:
        return self.PLACE.noun

    @property
    def table(self) -> "LedgerTable":
        raise NotImplementedError

    def show(self, *, keep: bool = True) -> None:
        raise NotImplementedError

    def sort_by(self, key: str) -> None:
        if key not in lists.fields(self.noun):
            self.say(_("This list cannot be sorted by {field}.", field=key))
            return
        now = self.view.sort or lists.listing(self.noun).sort
        self.view = replace(self.view, sort=f"-{key}" if now == key else key)
        self.show()

    @work(exclusive=True, group="sort")
    async def action_list_sort(self) -> None:
        known = {column.key: column for column in (*self._columns, *self.PLACE.columns)}
        sortable = [c for c in known.values() if c.key in lists.fields(self.noun)]
        now = self.view.sort or lists.listing(self.noun).sort
        called = [
            *((c.key, named("column", c.label)) for c in sortable),
            ("updated", _("Last changed")),
        ]
        items = [Item(key, label, _order_of(key, now)) for key, label in called]
        at = next((n for n, item in enumerate(items) if item.detail), 0)
        key = await self.app.push_screen_wait(Pick("Sort by", items, at=at))
        if key:
            self.sort_by(key)

    @work(exclusive=True, group="columns")
    async def action_list_columns(self) -> None:
        from crm.screens.arranging import Arranging

        now = kept(self.desk.who, self.noun)
        chosen = await self.app.push_screen_wait(Arranging(self.PLACE, now, self.table.room))
        if chosen is not None:
            self._columns = arranged(self.PLACE, chosen)
            self.table.show_columns(self._columns)
            await asyncio.to_thread(keep, self.desk.who, self.noun, chosen)

    @property
    def columns(self) -> Sequence[Column]:
        """Those that the officer arranged; none where the list is as it came."""
        return () if self._columns is self.PLACE.columns else self._columns


def _order_of(key: str, now: str) -> str:
    """How a list is sorted by this column now, if it is."""
    return {key: _("now; again to turn it round"), f"-{key}": _("now, downwards")}.get(now, "")
