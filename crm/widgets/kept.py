"""The rows a list holds: those near the screen, the longest unseen dropped first."""

from collections.abc import Iterable, Mapping, Sequence

Cell = str | tuple[str, str]  # text, or text and its tone
Cells = Sequence[Cell]

BLOCK = 64  # rows asked for at once; one query by id takes under a millisecond
ROOM = 64 * BLOCK  # rows held, whatever the length of the list


class Kept:
    """Rows by id. A forgotten row is asked for again, and shown as it was until it comes."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._rows: dict[int, Cells | None] = {}
        self._fresh: set[int] = set()
        self.edition = 0

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, id_: int) -> Cells | None:
        """The row's cells; None while it is not here, or when the record is gone."""
        return self._rows.get(id_)

    def missing(self, ids: Iterable[int]) -> list[int]:
        return [id_ for id_ in ids if id_ not in self._fresh]

    def put(self, asked: Iterable[int], rows: Mapping[int, Cells], edition: int) -> None:
        """Take rows in; those asked for before the last `forget` are shown, then asked for again."""
        for id_ in asked:
            self._rows.pop(id_, None)
            self._rows[id_] = rows.get(id_)
            if edition == self.edition:
                self._fresh.add(id_)
        while len(self._rows) > self._room:
            oldest = next(iter(self._rows))
            del self._rows[oldest]
            self._fresh.discard(oldest)

    def forget(self) -> None:
        self.edition += 1
        self._fresh.clear()
