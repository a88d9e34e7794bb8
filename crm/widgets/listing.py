"""Which records a list shows, with the rows near the screen fetched as they come into view."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from textual import events

from crm.widgets.cursor import CursorList
from crm.widgets.kept import BLOCK, Cells, Kept

Fetch = Callable[[list[int]], Awaitable[Mapping[int, Cells]]]


class Listing(CursorList):
    """Sorted ids and a cursor that stays on its record, whatever happens to the order."""

    def __init__(self, fetch: Fetch, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ids: Sequence[int] | None = None
        self._fetch = fetch
        self._kept = Kept()
        self._filling = False

    def set_ids(self, ids: Sequence[int], *, keep: bool = True) -> None:
        """Show these records in this order; with `keep` the cursor stays on its record if listed.

        A record that left the list hands the cursor to the one now in its place.
        """
        here = self.cursor_id
        self.ids = ids
        self.fit()
        row = _row_of(ids, here) if keep else 0
        self.cursor_row = self.cursor_row if row is None else row
        self.cursor_row = max(0, min(self.cursor_row, len(ids) - 1))
        self.show_row(self.cursor_row)
        self.refresh()
        self._fill()
        if self.cursor_id != here:
            self.moved()

    def reload(self) -> None:
        """Ask for the rows again; until they come the old ones stay on the screen."""
        self._kept.forget()
        self._fill()

    def start_anew(self) -> None:
        """Forget every row: those that are here, or on their way, have other cells."""
        self._kept = Kept()
        self._filling = False
        self._fill()

    def point(self, id_: int) -> bool:
        """Put the cursor on this record; false if it is not listed."""
        row = _row_of(self.ids or (), id_)
        if row is not None:
            self.go(row)
        return row is not None

    @property
    def cursor_id(self) -> int | None:
        ids = self.ids
        return ids[self.cursor_row] if ids else None

    # Rows come when they are looked at

    def _fill(self) -> None:
        if not self._filling and self.is_attached and self._wanted():
            self._filling = True
            self.run_worker(self._filled(), group="fill")

    async def _filled(self) -> None:
        try:
            while asked := self._wanted():
                edition = self._kept.edition
                self._kept.put(asked, await self._fetch(asked), edition)
                self.refresh()
        finally:
            self._filling = False

    def _wanted(self) -> list[int]:
        """Ids of the visible blocks that are not here; then those of a block either way."""
        first = self.top // BLOCK * BLOCK
        last = (self.top + self.page) // BLOCK * BLOCK + BLOCK
        visible = self._kept.missing((self.ids or ())[first:last])
        if visible or not self.ids:
            return visible
        return self._kept.missing(self.ids[max(0, first - BLOCK) : last + BLOCK])

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._kept.missing(self._seen()):
            self._fill()
        else:  # what is near can wait until what is here was painted
            self.call_after_refresh(self._fill)

    def _seen(self) -> Sequence[int]:
        return (self.ids or ())[self.top : self.top + self.page]

    def on_mount(self) -> None:
        self.fit()
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        self.laid_out()
        self.fit()
        self.show_row(self.cursor_row)
        self._fill()

    def laid_out(self) -> None:
        """The width changed: settle what depends on it."""

    def row_count(self) -> int:
        return len(self.ids or ())


def _row_of(ids: Sequence[int], id_: int | None) -> int | None:
    try:
        return None if id_ is None else ids.index(id_)
    except ValueError:
        return None
