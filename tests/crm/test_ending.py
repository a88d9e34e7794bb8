"""How the desk ends while something on it still opens."""

import pytest
from textual.app import App
from textual.css.query import NoMatches
from textual.widgets import Static

from crm.ending import Ending


class Late(Static):
    """A widget whose parts are gone by the time it looks for them."""

    def on_mount(self) -> None:
        self.query_one("#gone")


class Desk(Ending, App[int]):
    """Ends by a signal, or not, just as a widget comes."""

    async def opens(self, ended_by: int) -> None:
        late = self.screen.mount(Late())
        if ended_by:
            self.end(ended_by)
        await late


async def test_what_still_opens_as_the_session_is_ended_is_no_fault() -> None:
    app = Desk()
    async with app.run_test():
        await app.opens(15)
    assert app.return_code == 128 + 15


async def test_it_is_a_fault_before() -> None:
    with pytest.raises(NoMatches):
        async with Desk().run_test() as pilot:
            await Desk.opens(pilot.app, 0)  # type: ignore[arg-type]
