"""A clock that was put back: what was done last is still last, for undo, history and drafts."""

from datetime import datetime, timedelta, tzinfo

import pytest

from db import engine, history
from db.checking import check
from db.commands import organisations
from db.engine import Database


class Behind(datetime):
    """A clock that is ten years behind."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Behind":
        back = datetime.now(tz) - timedelta(days=3652)
        return cls.fromtimestamp(back.timestamp(), tz)


def move(database: Database, city: str) -> None:
    with database.writing(f"To {city}") as session:
        organisations.amend(session, 1, {"city": city})


def told(database: Database) -> list[str]:
    with database.reading() as session:
        return [entry.label for entry in history.entries(session, limit=2)]


def test_what_was_done_last_is_undone_first_whatever_the_clock_says(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(database, "Baku")
    monkeypatch.setattr(engine, "datetime", Behind)
    move(database, "Ganja")
    with database.reading() as session:
        newer, older = history.entries(session, limit=2)
    assert newer.at < older.at and told(database) == ["To Ganja", "To Baku"]
    assert database.undo().label == "To Ganja"
    assert database.undo().label == "To Baku"
    assert database.redo().label == "To Baku"
    assert check(database) == []
