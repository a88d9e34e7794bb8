"""Make the pictures: the real screens on the seeded record, always the same. python screenshots/make.py

With names, only those: python screenshots/make.py today investors
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from pathlib import Path
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from screenshots.picture import png, text_of, tidy  # noqa: E402
from screenshots.scenes import FILES, SCENES, Scene, Step  # noqa: E402

OFFICER = "Desk officer"
TODAY = date(2026, 1, 21)
PATIENCE = 20  # seconds that a step may take


class Clock(datetime):
    """The moments of the changes in the pictures: a picture must not change by itself."""

    minutes = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        cls.minutes += 3
        return cls(2026, 1, 21, 6, cls.minutes % 60, tzinfo=tz)


@contextmanager
def desk() -> Iterator[Path]:
    """A folder with a seeded record and nothing of this machine: config, state, name, date, zone."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "config.toml").write_text(f'officer = "{OFFICER}"\n', encoding="utf-8")
        alike = {
            "CRM_CONFIG": str(home / "config.toml"), "XDG_STATE_HOME": folder, "HOME": folder,
            "CRM_TODAY": TODAY.isoformat(), "TZ": "Asia/Baku", "TEXTUAL_ANIMATIONS": "none",
            "COLORTERM": "truecolor", "TERM": "xterm-256color",
        }  # fmt: skip
        with patch.dict(os.environ, alike), patch("db.engine.datetime", Clock):
            os.environ.pop("NO_COLOR", None)
            time.tzset()
            _seed(home)
            yield home


def _seed(home: Path) -> None:
    from crm import config
    from db.engine import open_database

    config.config.cache_clear()
    open_database(str(home / "desk.db"), who=OFFICER).close()
    for name, source in FILES.items():
        shutil.copy(HERE.parent / source, home / name)


async def shot(scene: Scene, home: Path) -> str:
    """The picture of a scene, played on a copy of the record. Raises TimeoutError naming the step."""
    from crm.app import CrmApp
    from crm.words import speak

    Clock.minutes = 0
    speak(scene.lang)
    record = home / f"{scene.name}.db"
    shutil.copy(home / "desk.db", record)
    app = CrmApp(str(record), OFFICER)
    try:
        async with app.run_test(size=scene.size, notifications=True) as pilot:
            for step in scene.steps:
                await _play(app, pilot, step)
            await pilot.pause(0.3)  # the card beside follows the cursor
            return tidy(app.export_screenshot())
    finally:
        app.desk.close()


async def _play(app: object, pilot: object, step: Step) -> None:
    await pilot.press(*step.keys)  # type: ignore[attr-defined]
    if step.field:
        await app.screen._whole.wait()  # type: ignore[attr-defined]
        next(row for row in app.screen.rows if row.name == step.field).enter()  # type: ignore[attr-defined]
        await pilot.pause(0.3)  # type: ignore[attr-defined]
    await pilot.press(*(_key(letter) for letter in step.typed))  # type: ignore[attr-defined]
    end = time.monotonic() + PATIENCE
    while step.see not in (said := text_of(app.export_screenshot())):  # type: ignore[attr-defined]
        if time.monotonic() > end:
            raise TimeoutError(f"“{step.see}” did not come. The screen says:\n{said}")
        await pilot.pause(0.05)  # type: ignore[attr-defined]


def _key(letter: str) -> str:
    return {"\n": "enter", " ": "space"}.get(letter, letter)


PAPERS = ("report", "briefing")


def papers(home: Path) -> dict[str, bytes]:
    """The report and the briefing of the seeded meeting in every language, by their file names."""
    from crm.language import LANGUAGES
    from crm.reports import papers
    from crm.reports.papers import Asked
    from crm.reports.stationery import Stationery
    from crm.reports.to_pdf import to_pdf
    from db.engine import open_database

    database = open_database(str(home / "desk.db"), who=OFFICER)
    made = {}
    with database.reading() as session:
        for lang in LANGUAGES:
            asked = Asked(TODAY, lang, Stationery(office="Ministry of Economy"))
            made[f"report-{lang}"] = to_pdf(papers.meeting(session, "M1", asked), asked.stationery)
            made[f"briefing-{lang}"] = to_pdf(
                papers.briefing(session, "M1", asked), asked.stationery
            )
    database.close()
    return made


def _papers(home: Path) -> None:
    for name, pdf in papers(home).items():
        (HERE / f"{name}.pdf").write_bytes(pdf)
        if name in ("report-en", "briefing-en"):
            picture = name.removesuffix("-en")
            (HERE / f"{picture}.png").write_bytes(png(pdf, "pdf", width=700))
        print(f"{name}: {len(pdf) // 1024} kB")


def main(names: list[str]) -> int:
    """Make the pictures of these names, or all; the exit status."""
    with desk() as home:
        for scene in SCENES:
            if not names or scene.name in names:
                svg = asyncio.run(shot(scene, home))
                (HERE / f"{scene.name}.svg").write_text(svg + "\n", encoding="utf-8")
                (HERE / f"{scene.name}.png").write_bytes(png(svg.encode(), "svg"))
                print(f"{scene.name}: {scene.shows}")
        if not names or set(PAPERS) & set(names):
            _papers(home)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
