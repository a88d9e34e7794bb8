"""Bring a file in by keyboard: choose it, see what its columns are, try it out, then import it."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crm.screens.files import PickFile
from crm.screens.folders import in_words

if TYPE_CHECKING:
    from sqlmodel import Session

    from crm.app import CrmApp
    from crm.exchange.intake import Intake


async def import_file(crm: "CrmApp") -> None:
    """The whole way; Escape goes one step back, and before the last step nothing is written."""
    typed = ""
    while intake := await crm.push_screen_wait(_choice(crm, typed)):
        from crm.screens.import_columns import ColumnsScreen

        result = await crm.push_screen_wait(ColumnsScreen(intake))
        if result:
            return
        typed = in_words(intake.path)


def _choice(crm: "CrmApp", typed: str) -> "PickFile[Intake]":
    return PickFile("Import a file", partial(_opened, crm), typed)


async def _opened(crm: "CrmApp", path: Path) -> "Intake":
    await asyncio.to_thread(_readers)
    return await crm.desk.read(_open, path)


def _readers() -> None:
    """What reads files (telephone plans, countries, encodings): half a second, so in a thread."""
    from crm.screens.import_progress import smoothly

    with smoothly():
        from crm.screens import import_columns  # noqa: F401


def _open(session: "Session", path: Path) -> "Intake":
    from crm.exchange.intake import opened
    from crm.screens.import_progress import smoothly

    with smoothly():
        return opened(session, path)
