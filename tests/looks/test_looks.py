"""Every place at the reference size and wide, as text. CRM_UPDATE_LOOKS=1 writes the looks anew."""

import asyncio
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual._context import visible_screen_stack

from screenshots.make import OFFICER, Clock, desk

HERE = Path(__file__).parent
PATIENCE = 30.0  # seconds, at most, for one screen
SIZES = ((80, 24), (120, 40))
LOOKS = {
    "today": (("1",), "We owe"),
    "investors": (("2", "down"), "Wanji"),
    "contacts": (("3",), "Samed"),
    "meetings": (("4",), "19 Jan 2026"),
    "follow-ups": (("5",), "thank-you"),
    "projects": (("6",), "Ganja"),
    "incentives": (("7",), "changed later"),
    "sites": (("S",), "Sumgayit"),
    "cases": (("K",), "Press n"),
    "figures": (("8",), "Pipeline"),
    "meeting": (("4", "G", "enter"), "Our side"),
    "investor": (("2", "down", "enter"), "索通发展"),
    "meeting-form": (("4", "G", "e"), "Meeting M1"),
    "contact-form": (("3", "n"), "New contact"),
    "report": (("4", "G", "p"), "Page 1 of 3"),
    "find": (("f", *"wanji"), "O1"),
    "choice": (("2", "s"), "Sort by"),
    "palette": (("2", "ctrl+p"), "What do you want to do?"),
    "help": (("2", "question_mark"), "Keys that work here"),
}


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with desk() as folder:
        yield folder


def painted(app: Any) -> str:
    """The screen as text; the one place that knows how Textual keeps it."""
    visible_screen_stack.set([])  # a dialogue without what is dimmed behind it
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def _look(record: Path, size: tuple[int, int], keys: tuple[str, ...], sign: str) -> str:
    from crm.app import CrmApp

    app = CrmApp(str(record), OFFICER)
    async with app.run_test(size=size) as pilot:
        await _until(pilot, app, "We owe")
        await pilot.press(*keys)
        await _until(pilot, app, sign)
        return await _still(pilot, app)


async def _until(pilot: Any, app: Any, sign: str) -> None:
    end = time.monotonic() + PATIENCE
    while sign not in painted(app):
        assert time.monotonic() < end, f"{sign} did not come:\n{painted(app)}"
        await pilot.pause(0.05)


async def _still(pilot: Any, app: Any) -> str:
    """The screen once it stays the same: the card beside follows the cursor."""
    end, before, same = time.monotonic() + PATIENCE, "", 0
    while same < 6 and time.monotonic() < end:
        await pilot.pause(0.1)
        now = painted(app)
        same, before = (same + 1 if now == before else 0), now
    return before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", LOOKS)
def test_the_screen_looks_as_it_did(
    home: Path, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    keys, sign = LOOKS[name]
    Clock.minutes = 0
    record = shutil.copy(home / "desk.db", tmp_path / "desk.db")
    look = asyncio.run(_look(Path(record), size, keys, sign))
    assert all(cell_len(line) <= size[0] for line in look.splitlines())
    kept = HERE / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("CRM_UPDATE_LOOKS"):
        kept.write_text(look + "\n", encoding="utf-8")
    assert look + "\n" == kept.read_text(encoding="utf-8")


def test_names_in_other_scripts_stand_in_their_columns(tmp_path: Path, home: Path) -> None:
    from db.commands import organisations
    from db.engine import open_database

    record = Path(shutil.copy(home / "desk.db", tmp_path / "desk.db"))
    names = (
        "河南万基铝业股份有限公司",
        "Şərq Alüminium İstehsalı",
        "ТОО «Қазақ алюминий»",
        "Zz plain",
    )
    database = open_database(str(record), who="Tester", seed=False)
    with database.writing("Add names") as session:
        for name in names:
            organisations.add(session, name=name, kind="investor", city="Bakı")
    database.close()
    look = asyncio.run(_look(record, (80, 24), ("2",), "Zz plain"))
    lines = [line for line in look.splitlines() if "Bakı" in line]
    assert len(lines) == len(names)
    assert len({cell_len(line.partition("Bakı")[0]) for line in lines}) == 1
