"""The longest stop of the loop while a form opens, against a bare screen with as many Inputs.

Measured in processor time of the loop's thread, so that a busy machine says little about it.
"""

import asyncio
import gc
import time
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from crm.app import CrmApp
from crm.screens.form import FormScreen

FORMS = {"contact": "3n", "organisation": "2n", "project": "6n", "meeting": "4n"}
SIZE = (120, 40)
SETTLED = 1.5  # seconds


class Stops:
    """Looks at the loop each millisecond; `longest` is in seconds of its thread."""

    def __init__(self) -> None:
        self.longest, self._on = 0.0, True
        self._last = time.thread_time()
        self._look()

    def _look(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        if self._on:
            asyncio.get_running_loop().call_later(0.001, self._look)

    def end(self) -> float:
        self._on = False
        return self.longest


class Bare(ModalScreen[None]):
    def __init__(self, fields: int) -> None:
        super().__init__()
        self._fields = fields

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield from (Input(compact=True) for _ in range(self._fields))


def stops(home: Path) -> dict[str, tuple[float, float]]:
    """Seconds of each form, and of a bare screen with as many Inputs."""
    gc.disable()  # as the desk runs: see crm.tidying
    try:
        return asyncio.run(_stops(home))
    finally:
        gc.enable()


async def _stops(home: Path) -> dict[str, tuple[float, float]]:
    found = {}
    app = CrmApp(str(home / "forms.db"), "bench")
    async with app.run_test(size=SIZE) as pilot:
        await app._all_there.wait()
        for name, (place, key) in FORMS.items():
            await pilot.press(place)
            await pilot.pause(SETTLED)
            looking = Stops()
            await pilot.press(key)
            await asyncio.sleep(SETTLED)
            form = app.screen
            assert isinstance(form, FormScreen)
            found[name] = (looking.end(), await _bare(len(form.spec.fields)))
            await pilot.press("escape")
    app.desk.close()
    return found


async def _bare(fields: int) -> float:
    app: App[None] = App()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(SETTLED / 3)
        looking = Stops()
        app.push_screen(Bare(fields))
        await asyncio.sleep(SETTLED)
        return looking.end()
