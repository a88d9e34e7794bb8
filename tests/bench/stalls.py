"""The longest stop of the loop for every key of every place, in processor time of the loop's thread.

Keys that leave the program or the desk's own screens (another editor, a browser, the clipboard, paper)
are left out, and those that write.
"""

import asyncio
import gc
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from crm.app import CrmApp
from crm.verbs import verbs_here
from tests.bench.forms import SETTLED, SIZE, Stops

PLACES = "123456789SK"
AWAY = frozenset({
    "desk.quit", "desk.aside", "desk.undo", "desk.redo", "desk.theme", "record.archive",
    "record.complete", "record.notes", "record.visit", "record.copy", "record.history",
})  # fmt: skip
PATIENCE = 60.0  # seconds


def longest(record: Path) -> list[tuple[str, float]]:
    """A place and a key, and the seconds of its longest stop; the longest first."""
    gc.disable()  # as the desk runs: see crm.tidying
    try:
        return sorted(asyncio.run(_longest(record)), key=lambda each: -each[1])
    finally:
        gc.enable()


async def _longest(record: Path) -> list[tuple[str, float]]:
    found = []
    app = CrmApp(str(record), "bench")
    async with app.run_test(size=SIZE) as pilot:
        await app._all_there.wait()
        for place in PLACES:
            found.append((f"to {place}", await _stop(pilot, place)))
            for verb_id, key in _keys(app):
                found.append((f"{place} {verb_id}", await _stop(pilot, key)))
                await _back(pilot, place)
    app.desk.close()
    return found


def _keys(app: CrmApp) -> list[tuple[str, str]]:
    here = verbs_here(app.screen)
    return [
        (each.verb.id, each.verb.keys.split(",")[0])
        for each in here
        if each.reason is None
        and each.verb.id not in AWAY
        and not each.verb.id.startswith("place.")
    ]


async def _stop(pilot: Pilot[Any], key: str) -> float:
    """Until nothing is asked for any more."""
    looking = Stops()
    await pilot.press(key)
    await asyncio.sleep(SETTLED / 3)
    async with asyncio.timeout(PATIENCE):
        while any(
            worker.is_running
            for worker in pilot.app.workers
            if worker.group in ("ids", "fill", "card")
        ):
            await asyncio.sleep(0.05)
    return looking.end()


async def _back(pilot: Pilot[Any], place: str) -> None:
    """Out of what was opened; a few times, for a form asks and a field closes what it offers."""
    for _ in range(4):
        if len(pilot.app.screen_stack) > 1 or pilot.app.focused is None:
            await pilot.press("escape")
            await asyncio.sleep(SETTLED / 10)
    await pilot.press("escape")
    await asyncio.sleep(SETTLED / 10)
