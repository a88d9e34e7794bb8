"""Saved views: kept under a name and a key, replaced, taken away, undone."""

import pytest

from db.commands import views
from db.engine import Database
from db.errors import Invalid, NotFound
from db.queries.views import named, saved


def test_a_view_is_kept_under_its_name_and_the_next_key(database: Database) -> None:
    with database.writing("Keep") as session:
        assert views.save(session, "contacts", "  Chinese   people ", "country:CN") == "1"
        assert views.save(session, "contacts", "Owed", "due<fri") == "2"
        assert views.save(session, "meetings", "Soon", "date>today") == "1"
    with database.reading() as session:
        told = [(view.noun, view.key, view.name, view.words) for view in saved(session)]
        assert told == [
            ("contacts", "1", "Chinese people", "country:CN"), ("contacts", "2", "Owed", "due<fri"),
            ("meetings", "1", "Soon", "date>today"),
        ]  # fmt: skip
        assert named(session, "contacts", "CHINESE people") == named(session, "contacts", "1")


def test_the_same_name_replaces_and_keeps_its_key(database: Database) -> None:
    with database.writing("Keep") as session:
        views.save(session, "contacts", "China", "country:CN")
        assert views.save(session, "contacts", "china", "country:CN sort:-name") == "1"
    with database.reading() as session:
        assert [view.words for view in saved(session, "contacts")] == ["country:CN sort:-name"]
    database.undo()
    with database.reading() as session:
        assert saved(session, "contacts") == []


def test_a_view_that_is_not_there_is_answered_with_those_that_are(database: Database) -> None:
    with database.writing("Keep") as session:
        views.save(session, "contacts", "China", "country:CN")
        views.save(session, "contacts", "Gone", "x")
        views.forget(session, "contacts", "gone")
    with database.reading() as session, pytest.raises(NotFound, match="Views: China"):
        named(session, "contacts", "Gone")
    with database.writing("Keep") as session, pytest.raises(NotFound, match="crm views"):
        views.forget(session, "contacts", "Gone")
    with database.writing("Keep") as session, pytest.raises(Invalid, match="needs a name"):
        views.save(session, "contacts", "  ", "country:CN")
