"""The scrollbar of a list, drawn straight: by way of Rich it took a sixth of a page turned."""

from typing import cast

from rich.color import Color
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from crm.widgets.drawing import filtered


class Bar(ScrollBar):
    """One cell wide, with the same thumb and the same answers to a mouse."""

    def render_lines(self, crop: Region) -> list[Strip]:
        told = cast(ScrollBarRender, self.render())
        style = cast(Style, told.style)
        drawn = told.render_bar(
            self.size.height, told.virtual_size, told.window_size, told.position,
            back_color=cast(Color, style.bgcolor), bar_color=cast(Color, style.color),
        )  # fmt: skip
        return filtered(self, [Strip([each], 1) for each in drawn.segments[crop.y : crop.bottom]])
