"""The screens in another script: wherever one goes, no English word of ours is left."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from crm.app import CrmApp
from crm.screens.confirm import Confirm
from crm.words import _, speak
from db.commands import (
    cases,
    contacts,
    follow_ups,
    incentives,
    meetings,
    organisations,
    projects,
    sites,
)
from db.engine import open_database
from tests.conftest import Files
from tests.journeys.conftest import NARROW, Officer

# Keys, names of formats, and what the hints show to be typed: the same in every language.
SAME = frozenset(
    """enter esc tab ctrl pgdn pgup home end down up left right space backspace shift EDITOR PDF Word
    Markdown CSV JSON Excel LinkedIn ISIC SSE fri mar today capex planned USD Asia Baku mobile send
    anode plant profile Sunstone next China eom Tab Esc""".split()  # noqa: SIM905
)
NAME = {"ru": "Альфа", "zh": "万基"}


@pytest.fixture(params=["ru", "zh"])
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak(None)


@pytest.fixture
def record(files: Files, tmp_path: Path, lang: str) -> Path:
    """One record of each noun, all of whose words are in the script of the language."""
    path = Path(files.new(tmp_path / "record", seed=False))
    name, database = NAME[lang], open_database(str(path), who=NAME[lang], seed=False)
    with database.writing(name) as session:
        body = organisations.add(session, name=name, kind="investor", side="guest", country="CN")
        one = contacts.add(session, full_name=name, organisation_id=body, decision_role="decides")
        plan = projects.add(session, name=name, sector=name, type="expansion", manager_id=one)
        projects.join(session, plan, body)
        projects.measure(session, plan, measure="capex", amount=1, currency="USD")
        offer = incentives.add(session, name=name, benefits=[name])
        made = meetings.add(session, subject=name, place=name, starts_on=_day(), zone=name)
        follow_ups.add(session, text=name, due_on=_day(), organisation_id=body, meeting_id=made)
        cases.add(session, incentive_id=offer, organisation_id=body, offered_on=_day())
        site = sites.add(session, name=name, place=name)
        projects.consider(session, plan, site)
    database.close()
    return path


def _day() -> "object":
    from datetime import date

    return date(2026, 1, 20)


@asynccontextmanager
async def at_desk(path: Path, lang: str) -> AsyncIterator[Officer]:
    app = CrmApp(str(path), NAME[lang])
    try:
        async with app.run_test(size=NARROW, notifications=True) as pilot:
            officer = Officer(app, pilot, path)
            await officer.sees(f"{_('Today')}, ", _("We owe"))
            yield officer
    finally:
        app.desk.close()


def english(screen: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{3,}", screen)) - SAME


WALKS = {
    "today": ("1",),
    "investors": ("2",), "contacts": ("3",), "meetings": ("4",), "follow-ups": ("5",),
    "projects": ("6",), "incentives": ("7",), "figures": ("8",), "history": ("9",),
    "sites": ("S",), "cases": ("K",),
    "an empty list": ("2", "v", "down", "enter"),
    "a card of an investor": ("2", "enter"), "a card of a meeting": ("4", "enter"),
    "a card of a project": ("6", "enter"), "a card of an incentive": ("7", "enter"),
    "a screening": ("6", "w"), "a change": ("9", "enter"),
    "a form of an organisation": ("2", "n"), "a form of a contact": ("3", "n"),
    "a form of a meeting": ("4", "n"), "a form of a follow-up": ("5", "n"),
    "a form of a project": ("6", "n"), "a form of an incentive": ("7", "n"),
    "a form of a site": ("S", "n"), "a form of a case": ("K", "n"),
    "sorting": ("2", "s"), "views": ("5", "v"), "a period": ("8", "v"),
    "help": ("2", "question_mark"), "the palette": ("6", "ctrl+p"), "finding": ("f",),
    "a toast": ("5", "c"), "a refusal": ("2", "c"), "leaving": ("2", "n", "1", "escape"),
}  # fmt: skip


async def test_no_english_is_left_wherever_one_goes(record: Path, lang: str) -> None:
    left: dict[str, set[str]] = {}
    async with at_desk(record, lang) as officer:
        for name, keys in WALKS.items():
            await officer.press(*keys)
            await officer.pilot.pause(0.2)
            if found := english(officer.screen):
                left[name] = found
            for _ in range(9):  # layers that one walk can open, and the questions they ask
                if len(officer.app.screen_stack) > 1:
                    asked = isinstance(officer.app.screen, Confirm)
                    await officer.press("y" if asked else "escape")
                    await officer.pilot.pause()
    assert left == {}, left


async def test_wide_letters_stand_in_their_columns(record: Path, lang: str) -> None:
    async with at_desk(record, lang) as officer:
        await officer.press("2")
        await officer.sees(_("Investors"))
        assert all(cell_len(line) <= NARROW[0] for line in officer.screen.splitlines())
        head = next(line for line in officer.screen.splitlines() if _("Country") in line)
        row = officer.at_cursor
        china = {"ru": "Китай", "zh": "中国"}[lang]
        assert cell_len(head.partition(_("Country"))[0]) == cell_len(row.partition(china)[0])
