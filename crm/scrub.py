"""The last filter before the terminal: no control character of the data passes, whoever forgot."""

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from crm.text import is_unfit, without_controls


class ScrubFilter(LineFilter):
    """Put the one `SCRUB` last in `App.get_line_filters`; Textual runs it over every painted line.

    Textual caches filtered lines by filter, so there is one object. What it removes was counted as
    no cell, and what counted as one cell becomes �, so the layout stays. Links and click actions
    that data brought along go; those of scroll bars and of text selection stay.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same list where nothing was wrong with any segment."""
        if any(map(_is_foul, segments)):
            return [_cleansed(segment) for segment in segments]
        return segments


def _is_foul(segment: Segment) -> bool:
    text, style, _ = segment
    return is_unfit(text) or (style is not None and _acts(style))


def _acts(style: Style) -> bool:
    return bool(style._link) or (style._meta is not None and b"@click" in style._meta)


def _cleansed(segment: Segment) -> Segment:
    text, style, control = segment
    return Segment(without_controls(text), style and _inert(style), control)


@lru_cache(1024)
def _inert(style: Style) -> Style:
    if not _acts(style):
        return style
    meta = {key: value for key, value in style.meta.items() if key != "@click"}
    bare = style.clear_meta_and_links()
    return bare + Style.from_meta(meta) if meta else bare


SCRUB = ScrubFilter()
