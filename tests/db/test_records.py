"""What all nouns share: no name may be lost, archived comes back, a stale edit is told."""

from types import ModuleType

import pytest

from db.commands import follow_ups, incentives, meetings, organisations, projects, sites
from db.engine import Database
from db.errors import Invalid, NotFound, Stale
from db.queries import lists

NAMED: dict[str, tuple[ModuleType, str]] = {
    "organisations": (organisations, "name"),
    "meetings": (meetings, "subject"),
    "follow_ups": (follow_ups, "text"),
    "projects": (projects, "name"),
    "sites": (sites, "name"),
    "incentives": (incentives, "name"),
}


@pytest.mark.parametrize("noun", NAMED)
@pytest.mark.parametrize("blank", ["", "  ", None])
def test_no_edit_takes_a_name_away(database: Database, noun: str, blank: str | None) -> None:
    commands, field = NAMED[noun]
    with pytest.raises(Invalid) as refused, database.writing("Blank") as session:
        commands.amend(session, 1, {field: blank})
    assert "\n" not in str(refused.value) and list(refused.value.fields) == [field]


@pytest.mark.parametrize("noun", NAMED)
def test_what_is_archived_leaves_the_list_and_comes_back(database: Database, noun: str) -> None:
    commands, _ = NAMED[noun]
    view = lists.parse(noun, "")
    with database.reading() as session:
        before = list(lists.ids(session, view))
    with database.writing("Archive") as session:
        commands.archive(session, 1)
        commands.archive(session, 1)  # twice is once
        assert 1 not in lists.ids(session, view)
    with database.writing("Restore") as session:
        commands.restore(session, 1)
    with database.reading() as session:
        assert list(lists.ids(session, view)) == before


@pytest.mark.parametrize("noun", NAMED)
def test_a_stale_edit_is_told_with_theirs(database: Database, noun: str) -> None:
    commands, field = NAMED[noun]
    with pytest.raises(Stale) as stale, database.writing("Mine") as session:
        commands.amend(session, 1, {field: "Mine"}, {field: "As it never was"})
    assert list(stale.value.theirs) == [field]


@pytest.mark.parametrize("noun", NAMED)
def test_a_record_that_is_not_there_is_said(database: Database, noun: str) -> None:
    commands, field = NAMED[noun]
    with pytest.raises(NotFound, match=r"There is no .999"), database.writing("x") as session:
        commands.amend(session, 999, {field: "x"})
