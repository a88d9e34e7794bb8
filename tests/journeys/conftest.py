"""An officer at the desk: the real application over a real seeded record, keys in, the screen out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from crm.app import CrmApp
from db.engine import Database
from tests.conftest import WHO, Files
from tests.crm.widgets.stage import look

DEADLINE = 60.0  # seconds; on an idle machine each wait takes a tenth of one
MOST = 60  # keys until the cursor must have come to a line
WIDE, NARROW = (120, 40), (80, 24)


class Officer:
    """Presses keys and reads the screen; what is not seen within the deadline fails with a picture."""

    def __init__(self, app: CrmApp, pilot: Pilot[Any], path: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.path = path

    @property
    def screen(self) -> str:
        return look(self.app)

    @property
    def record(self) -> Database:
        return self.app.desk.record

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def types(self, text: str) -> None:
        """Letters, as into a field; a newline is Enter."""
        await self.pilot.press(*("enter" if letter == "\n" else letter for letter in text))

    async def until(self, holds: Callable[[], bool], wanted: str = "") -> None:
        try:
            async with asyncio.timeout(DEADLINE):
                while not holds():
                    await self.pilot.pause(0.02)
        except TimeoutError:
            raise AssertionError(
                f"{wanted} did not come; the screen shows\n{self.screen}"
            ) from None

    async def sees(self, *texts: str) -> None:
        """Each text stands on the screen, on one line."""
        for text in texts:
            await self.until(lambda text=text: text in self.screen, repr(text))  # type: ignore[misc]

    async def sees_no(self, text: str) -> None:
        await self.until(lambda: text not in self.screen, f"the end of {text!r}")

    def line(self, text: str) -> str:
        """The line of the screen that holds the text."""
        return next((line for line in self.screen.splitlines() if text in line), "")

    @property
    def at_cursor(self) -> str:
        """The line at the cursor of what has the focus; a list behind a dialogue has one, too."""
        held = self.app.screen.focused
        rows = self.screen.splitlines()
        here = rows[held.region.y : held.region.bottom] if held else rows
        return next((row for row in here if "▸" in row), "")

    async def goes_to(self, text: str, key: str = "j") -> None:
        """Press a key until the line at the cursor holds the text."""
        for _ in range(MOST):
            if text in self.at_cursor:
                return
            await self.press(key)
            await self.pilot.pause()
        raise AssertionError(
            f"the cursor did not come to {text!r}; the screen shows\n{self.screen}"
        )

    async def fills(self, field: str, text: str) -> None:
        """Go to a field of the form by its name and type."""
        form: Any = self.app.screen
        await self.until(form._whole.is_set, "the whole form")
        next(row for row in form.rows if row.name == field).enter()
        await self.types(text)


Open = Callable[..., AbstractAsyncContextManager[Officer]]


@pytest.fixture
def open_app(files: Files, tmp_path: Path) -> Open:
    """`async with open_app(size) as officer`: the seeded desk, opened at Today."""
    path = Path(files.new(tmp_path / "record", seed=True))

    @asynccontextmanager
    async def opened(size: tuple[int, int] = NARROW) -> AsyncIterator[Officer]:
        app = CrmApp(str(path), WHO)
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                officer = Officer(app, pilot, path)
                await officer.sees("Today, Wed 21 Jan 2026", "? Help")
                yield officer
        finally:
            app.desk.close()

    return opened
