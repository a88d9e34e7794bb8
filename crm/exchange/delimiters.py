"""Which character separates the cells of a text table."""

import csv
from collections import Counter
from itertools import islice

from .layout import filled

RECORD_LIMIT = 4 << 20  # letters of one record
TRIED = 200  # records parsed to choose a delimiter
COMMON = (",", ";", "\t", "|")
RARE = ("^", "~", "\x1f", "\x01", "¦", "，", "；", ":")
NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}


def choose_delimiter(head: list[str]) -> str:
    """The character that cuts the first records into the steadiest number of cells."""
    for candidates in (COMMON, RARE):
        scores = {
            mark: _steadiness(head, mark) for mark in candidates if any(mark in x for x in head)
        }
        best = max(scores, key=lambda mark: scores[mark], default=",")
        if scores.get(best, 0) > 0.5:
            return best
    return ","


def _steadiness(head: list[str], mark: str) -> float:
    """1 and more for a table whose rows all have the same width above 1; 0 for no table."""
    csv.field_size_limit(RECORD_LIMIT)
    try:
        rows = [r for r in islice(csv.reader(head, delimiter=mark), TRIED) if filled(r)]
    except csv.Error:
        return 0.0
    if not rows:
        return 0.0
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width == 1:
        return 0.0
    fair = sum(1 for row in rows if abs(len(row) - width) <= 1 and len(row) > 1)
    share = (count + 0.5 * (fair - count)) / len(rows)
    return share * (1 + min(width, 20) / 100) + 0.3 * _clean(rows, width)


def _clean(rows: list[list[str]], width: int) -> float:
    """How seldom cells begin or end with leftovers of another way of cutting."""
    cells = [cell for row in rows if len(row) == width for cell in row]
    odd = sum(1 for cell in cells if cell[:1] in {" ", '"'} or cell[-1:] == '"')
    return 1 - odd / max(len(cells), 1)
