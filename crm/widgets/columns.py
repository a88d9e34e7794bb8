"""How the columns of a list share the width there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

GAP = 2  # cells between columns


@dataclass(frozen=True)
class Column:
    """A column: `width` cells, or with `flex` at least that and a share of what is left.

    Where the terminal is too narrow, columns of the highest `rank` are left out first.
    """

    key: str
    label: str
    width: int
    flex: int = 0
    align: Literal["left", "right"] = "left"
    tone: str = ""
    rank: int = 0


@dataclass(frozen=True)
class Placed:
    """A column that is shown: which cell of the row it takes, where it starts, how wide it is."""

    column: Column
    cell: int
    start: int
    width: int


def place(columns: Sequence[Column], width: int) -> list[Placed]:
    """Lay columns out in `width` cells; the first column is never left out."""
    kept = list(range(len(columns)))
    while len(kept) > 1 and _least(columns, kept) > width:
        kept.remove(max(kept[1:], key=lambda index: (columns[index].rank, index)))
    return _spread(columns, kept, width)


def _least(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[index].width for index in kept) + GAP * (len(kept) - 1)


def _spread(columns: Sequence[Column], kept: Sequence[int], width: int) -> list[Placed]:
    spare = max(0, width - _least(columns, kept))
    shares = sum(columns[index].flex for index in kept)
    placed, start = [], 0
    for index in kept:
        column = columns[index]
        more = spare * column.flex // shares if shares else 0
        spare, shares = spare - more, shares - column.flex
        took = min(column.width + more, max(1, width - start))
        placed.append(Placed(column, index, start, took))
        start += took + GAP
    return placed
