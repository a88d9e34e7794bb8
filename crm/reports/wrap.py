"""Breaking text into lines by terminal cells, so that 万基 and Wanji stay aligned."""

import re
from collections.abc import Iterator

from crm.text import cell_width

# Between two signs of these scripts a line may end; closing marks stay with the sign before them.
_WIDE = "\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "、。，；：！？）」』》】),.;:!?"
_OPENING = "（「『《【("
_SIGN = f"[{_OPENING}]?[{_WIDE}][{_CLOSING}]*"
_UNIT = re.compile(f"[ ]+|{_SIGN}|[^ {_WIDE}]+?(?= |$|{_SIGN})|.")


def wrap(text: str, width: int) -> list[str]:
    """The lines of `text`, none wider than `width` (at least 2) cells; its line breaks are kept."""
    return [line for given in text.split("\n") for line in _wrapped(given, width)]


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for unit in _units(text, width):
        if cell_width(line) + cell_width(unit.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += unit if line or not unit.isspace() else ""
    yield line.rstrip()


def _units(text: str, width: int) -> Iterator[str]:
    for unit in _UNIT.findall(text):
        if cell_width(unit) <= width or unit.isspace():
            yield unit
        else:
            yield from _pieces(unit, width)


def _pieces(unit: str, width: int) -> Iterator[str]:
    """A word wider than the line, cut where the line is full."""
    piece = ""
    for character in unit:
        if cell_width(piece + character) > width:
            yield piece
            piece = ""
        piece += character
    yield piece


def pad(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * max(0, width - cell_width(text))
    return blanks + text if right else text + blanks
