"""Copies that make themselves: one a day of use, and only the last stay."""

import stat
from datetime import date
from pathlib import Path

from db import daily, kept
from db.backup import verified
from db.commands import organisations
from db.engine import Database

DAY = date(2026, 1, 21)


def test_the_copy_of_the_day_is_made_once_a_day_and_verified(seeded: Database) -> None:
    path = Path(str(seeded.path))
    made = daily.keep(seeded, DAY)
    assert made is not None and kept.daily(path) == [made]
    assert made.name == f"2026-01-21-{verified(made).head[:8]}.db"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    with seeded.writing("Edit") as session:
        organisations.amend(session, 1, {"city": "Gongyi"})
    assert daily.keep(seeded, DAY) is None
    later = daily.keep(seeded, date(2026, 1, 22))
    assert later is not None and verified(later).head != verified(made).head


def test_only_the_last_copies_stay(seeded: Database) -> None:
    path = Path(str(seeded.path))
    kept.folder(path).mkdir()
    (kept.folder(path) / "minutes.txt").write_text("mine")
    for number in range(1, 12):
        (kept.folder(path) / f"2026-01-{number:02}-01234567.db").touch()
    made = daily.keep(seeded, DAY)
    assert [copy.name[:10] for copy in kept.daily(path)] == [
        *(f"2026-01-{number:02}" for number in range(6, 12)), "2026-01-21",
    ]  # fmt: skip
    assert kept.daily(path)[-1] == made
    assert (kept.folder(path) / "minutes.txt").exists()


def test_a_server_keeps_its_own_copies(database: Database) -> None:
    assert (daily.keep(database, DAY) is None) is (database.path is None)
