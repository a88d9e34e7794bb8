"""A Textual program that shows every hostile string at once; run by test_text under a terminal.

Arguments: `filter` or `bare`, and `hostile` or `harmless`.
"""

import sys
from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.widgets import Input, OptionList, Static

from crm.scrub import SCRUB
from crm.text import content, one_line
from tests.hostile import STRINGS


class Careless(App[None]):
    """Shows the strings through crm.text, and as literal text that forgot it."""

    CSS = "Static, Input { height: 1; border: none } OptionList { height: 110; border: none }"

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return [*filters, SCRUB] if sys.argv[1] == "filter" else filters

    def compose(self) -> ComposeResult:
        texts = list(STRINGS.values()) if sys.argv[2] == "hostile" else ["harmless"] * len(STRINGS)
        for text in texts:
            yield Static(content(one_line(text)))
        for text in texts:
            yield Static(text, markup=False)
        for text in texts[:40]:
            yield Input(text)
        yield OptionList(*texts, markup=False)
        yield Static("ALL IS SHOWN")  # painted last


if __name__ == "__main__":
    Careless().run()
