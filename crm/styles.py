"""The styles of the desk, parsed once for each set of colours.

Textual parses all of them again at the start and for every screen that is shown for the first time, and
keeps 64 parsed sources, which the desk has more of, so that each new widget finds none of them kept.
"""

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

SOURCES = 1024  # parsed sources kept; one for each class of widget


class Styles(Stylesheet):
    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(SOURCES)

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """What was parsed with the same colours is taken as it is."""
        self.parse()
