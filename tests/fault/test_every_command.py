"""Every command of the record, in any order: undoing all of it is the start, row for row."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import Session

import db.commands
from db.commands import (
    cases,
    contacts,
    follow_ups,
    incentives,
    meetings,
    organisations,
    projects,
    sites,
    views,
)
from db.commands.merging import merge
from db.engine import open_database
from db.errors import Problem
from db.models import Contact, Organisation
from db.models.cases import State
from db.models.projects import Stage
from tests.conftest import Files
from tests.db.dump import dump

from .sound import faults

Act = Callable[[Session, Random], Any]
WORDS = ("Anodes", "Энергия", "铝厂", "Bəşirli", "50 MW", 'o\'Brien "x"', "=1+1")


def one(luck: Random) -> int:
    """The number of a record that may be there."""
    return luck.randint(1, 8)


def word(luck: Random) -> str:
    return luck.choice(WORDS)


def day(luck: Random) -> date:
    return date(2026, 1, 21) + timedelta(days=luck.randint(0, 60))


def talk(luck: Random) -> meetings.WriteUp:
    return meetings.WriteUp(
        {"subject": word(luck), "starts_on": day(luck), "place": word(luck)},
        organisations=[one(luck)],
        seats=[meetings.Seat(each) for each in range(1, one(luck))],
        points=[{"text": word(luck)} for _ in range(luck.randint(0, 3))],
        promises=[{"text": word(luck)}],
    )  # fmt: skip


ACTS: dict[str, Act] = {
    "organisations.add": lambda s, r: organisations.add(s, name=word(r), tags=[word(r)]),
    "organisations.amend": lambda s, r: organisations.amend(
        s, one(r), {"city": word(r), "parent_id": one(r)}
    ),
    "contacts.add": lambda s, r: contacts.add(s, full_name=word(r), organisation_id=one(r)),
    "contacts.amend": lambda s, r: contacts.amend(
        s, one(r), {"job_title": word(r), "organisation_id": one(r)}
    ),
    "meetings.add": lambda s, r: meetings.add(s, subject=word(r)),
    "meetings.amend": lambda s, r: meetings.amend(s, one(r), {"place": word(r)}),
    "meetings.write_up": lambda s, r: meetings.write_up(s, r.choice((None, one(r))), talk(r)),
    "meetings.hold": lambda s, r: meetings.hold(s, one(r)),
    "meetings.cancel": lambda s, r: meetings.cancel(s, one(r)),
    "follow_ups.add": lambda s, r: follow_ups.add(s, text=word(r), meeting_id=one(r), owner_id=one(r)),
    "follow_ups.amend": lambda s, r: follow_ups.amend(s, one(r), {"text": word(r)}),
    "follow_ups.complete": lambda s, r: follow_ups.complete(s, one(r), day(r)),
    "follow_ups.reopen": lambda s, r: follow_ups.reopen(s, one(r)),
    "follow_ups.drop": lambda s, r: follow_ups.drop(s, one(r), word(r)),
    "follow_ups.snooze": lambda s, r: follow_ups.snooze(s, one(r), day(r)),
    "projects.add": lambda s, r: projects.add(s, name=word(r)),
    "projects.amend": lambda s, r: projects.amend(s, one(r), {"description": word(r)}),
    "projects.advance": lambda s, r: projects.advance(s, one(r), r.choice(list(Stage))),
    "projects.lose": lambda s, r: projects.lose(s, one(r), word(r), day(r)),
    "projects.join": lambda s, r: projects.join(s, one(r), one(r), share=r.randint(0, 3000)),
    "projects.consider": lambda s, r: projects.consider(s, one(r), one(r)),
    "projects.measure": lambda s, r: projects.measure(
        s, one(r), measure="jobs", basis="planned", amount=r.randint(1, 99), unit="jobs", as_of=day(r)),
    "sites.add": lambda s, r: sites.add(s, name=word(r)),
    "sites.amend": lambda s, r: sites.amend(s, one(r), {"place": word(r)}),
    "incentives.add": lambda s, r: incentives.add(s, name=word(r), kind="tax"),
    "incentives.amend": lambda s, r: incentives.amend(s, one(r), {"duration": word(r)}),
    "incentives.open_window": lambda s, r: incentives.open_window(s, one(r), starts_on=day(r)),
    "cases.add": lambda s, r: cases.add(s, incentive_id=one(r), organisation_id=one(r)),
    "cases.amend": lambda s, r: cases.amend(s, one(r), {"notes": word(r)}),
    "cases.move": lambda s, r: cases.move(s, one(r), r.choice(list(State)), day(r)),
    "views.save": lambda s, r: views.save(s, "contacts", word(r), "tag:x"),
    "views.forget": lambda s, r: views.forget(s, "contacts", word(r)),
    "merging.merge": lambda s, r: merge(s, r.choice((Organisation, Contact)), one(r), one(r)),
}  # fmt: skip
for _noun in (organisations, contacts, meetings, follow_ups, projects, sites, incentives, cases):
    for _name in ("archive", "restore"):
        _command = getattr(_noun, _name)
        ACTS[f"{_noun.__name__.rsplit('.', 1)[-1]}.{_name}"] = lambda s, r, c=_command: c(s, one(r))

# Tried elsewhere: what a form saves at once, what is imported, what is no part of the record.
ELSEWHERE = {"projects.save", "incentives.save", "drafts.keep", "drafts.drop", "together.change",
             "reports.keep", "unlisted.put"}  # fmt: skip
INSIDE = {"records", "parts", "batches", "imports", "plain_imports", "filling", "runs", "restoring",
          "unchanged", "writing"}  # fmt: skip


def _commands() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(db.commands.__path__):
        if module.name in INSIDE:
            continue
        loaded = importlib.import_module(f"db.commands.{module.name}")
        for name, made in inspect.getmembers(loaded, inspect.isfunction):
            first = next(iter(inspect.signature(made).parameters), "")
            own = made.__module__ == loaded.__name__ and not name.startswith("_")
            if own and first == "session":
                found.add(f"{module.name}.{name}")
    return found


def test_every_command_is_tried() -> None:
    asked = {"meetings.missing_to_hold"}  # a question
    assert _commands() - asked - ELSEWHERE == set(ACTS)


@pytest.mark.parametrize("seed", range(3))
def test_undoing_every_command_is_the_start_and_redoing_it_the_end(
    files: Files, tmp_path: Path, seed: int, long: bool
) -> None:
    database, luck = (
        open_database(files.new(tmp_path, seed=True), who="Tester", seed=False),
        Random(seed),
    )
    start, done, tried = dump(database), 0, set()
    for _ in range(500 if long else 45):
        name = luck.choice(sorted(ACTS))
        before = database_acts(database)
        try:
            with database.writing(name) as session:
                ACTS[name](session, luck)
        except Problem:
            continue
        if database_acts(database) > before:
            done += 1
            tried.add(name)
    end = dump(database)
    for _ in range(done):
        assert database.undo().kept == ()
    assert dump(database) == start
    for _ in range(done):
        assert database.redo().kept == ()
    assert dump(database) == end
    assert len(tried) > (len(ACTS) - 3 if long else 8) and faults(database) == []
    database.close()


def database_acts(database: Any) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM seal").scalar_one())
