"""Plain text and tones to lines of the screen; nothing here reads text as markup."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.filter import ANSIToTruecolor
from textual.strip import Strip
from textual.widget import Widget

from crm.text import cell_width, fit, one_line
from crm.widgets.columns import GAP, Placed
from crm.widgets.kept import Cell

POINTER = "▸"  # one cell wide in every locale, unlike the filled triangles
TICK = "✓"
_GAP = " " * GAP
DOTS = "···"

Tones = Callable[[str], Style]  # the style of a tone such as "muted"


@lru_cache(256)
def ink(style: Style) -> Style:
    """A whole style without its background, to write on another; "auto" colours stay as resolved."""
    return Style(color=style.color, bold=style.bold, italic=style.italic, underline=style.underline)


def aligned(text: str, width: int, align: str = "left") -> str:
    """One line of exactly `width` cells, cut with an ellipsis where it is longer."""
    line = fit(one_line(text), width).rstrip() if width > 0 else ""
    blank = " " * (width - cell_width(line))
    return blank + line if align == "right" else line + blank


def row(
    placed: Sequence[Placed], cells: Sequence[Cell], base: Style, tones: Tones
) -> Iterable[Segment]:
    """The cells of a row under their columns."""
    for place in placed:
        text, tone = _cell(cells[place.cell], place.column.tone)
        line = aligned(text, place.width, place.column.align)
        if tone:
            yield Segment(line, base + tones(tone))
            yield Segment(_GAP, base)
        else:
            yield Segment(line + _GAP, base)


def _cell(cell: Cell, tone: str) -> tuple[str, str]:
    return (cell, tone) if isinstance(cell, str) else cell


def wrapped(text: str, width: int) -> list[str]:
    """Text in lines of at most `width` cells, broken between words, or between Chinese characters."""
    lines: list[str] = []
    for paragraph in map(one_line, text.splitlines() or [""]):
        if cell_width(paragraph) <= width:  # as most do; wrapping takes a hundred times as long
            lines.append(paragraph.rstrip())
            continue
        folded = Content(paragraph).wrap(max(2, width))
        lines += [line.plain.rstrip() for line in folded] or [""]
    return lines


def filtered(widget: Widget, lines: list[Strip]) -> list[Strip]:
    """Lines as the filters before the terminal leave them. Every colour of them is one of the theme, so
    none of the sixteen old ones is looked for."""
    for each in widget.get_line_filters():
        if not isinstance(each, ANSIToTruecolor):
            lines = [line.apply_filter(each, widget.background_colors[1]) for line in lines]
    return lines


def strip(segments: Iterable[Segment], width: int, base: Style) -> Strip:
    """A line of exactly `width` cells."""
    return Strip(segments).adjust_cell_length(width, base)
