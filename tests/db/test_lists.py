"""The first rows of a list are those with which all of it begins."""

import pytest

from db.engine import Database
from db.queries import lists

VIEWS = [
    ("contacts", ""), ("contacts", "sort:-name"), ("contacts", "sort:last_spoken"),
    ("contacts", "sort:organisation"), ("contacts", "a"), ("contacts", "placeholder:yes"),
    ("organisations", "kind:investor"), ("organisations", "sort:-country"),
    ("meetings", "sort:organisation"), ("meetings", "a sort:subject"),
    ("follow_ups", "status:open"), ("follow_ups", "sort:-organisation"), ("follow_ups", "s"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "line"), VIEWS)
def test_the_first_rows_are_those_of_the_whole_list(
    untouched: Database, noun: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FIRST", 2)
    view = lists.parse(noun, line)
    with untouched.reading() as session:
        whole = lists.ids(session, view)
        assert len(whole) > 1
        assert lists.first(session, view) == whole[:2]


def test_where_few_of_many_answer_nothing_is_given_before_the_whole(
    untouched: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with untouched.reading() as session:
        assert not lists.first(session, lists.parse("contacts", ""))
        monkeypatch.setattr(lists, "FIRST", 3)
        assert not lists.first(session, lists.parse("organisations", "wanji"))
        monkeypatch.setattr(lists, "WALKED", 1)
        assert not lists.first(session, lists.parse("contacts", "a"))
