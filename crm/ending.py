"""How the desk ends: in order, by a signal, by a fault. What stands in a form is kept each time."""

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.css.query import NoMatches

if TYPE_CHECKING:
    from crm.screens.drafts import Drafts

    _App = App[Any]
else:
    _App = object


class Ending(_App):
    """An application that keeps the last words of its forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unwritten: set[Drafts] = set()  # drafts whose latest words are not in the record yet
        self.dropping: dict[tuple[str, str, str], asyncio.Event] = {}  # drafts on their way out

    def keep_drafts(self) -> None:
        """Take the words out of the forms that are open."""
        for screen in self.screen_stack:
            if keep := getattr(screen, "keep_draft", None):
                keep()

    def write_drafts(self) -> None:
        """Write the words that no thread wrote any more. The loop has ended."""
        for drafts in list(self.unwritten):
            drafts.write_now()

    def _handle_exception(self, error: Exception) -> None:
        """A widget that still came when the end was asked for no longer finds its parts: no fault."""
        if not (self._exit and isinstance(getattr(error, "error", error), NoMatches)):
            super()._handle_exception(error)

    async def _shutdown(self) -> None:
        """However the end came, it was asked for from now on."""
        self._exit = True
        await super()._shutdown()

    def _fatal_error(self) -> None:
        """A fault of the program: `run` raises it once the terminal is put right again."""
        self.keep_drafts()
        self._close_messages_no_wait()

    def end(self, number: int) -> None:
        """The session ends from outside: what stands in a form is kept, the terminal put right."""
        self.keep_drafts()
        self.exit(128 + number, return_code=128 + number)
