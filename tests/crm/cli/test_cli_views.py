"""Views kept and asked for from the command line."""

from .conftest import Crm


def test_a_view_kept_is_listed_and_asked_for_by_name_or_key(crm: Crm) -> None:
    crm("list", "organisations", "--where", "country:CN", "--sort", "-name", "--save", "China")
    assert crm("views", "--json").json == [
        {"noun": "organisations", "name": "China", "key": "1", "words": "country:CN sort:-name"}
    ]
    whole = crm("list", "organisations", "--where", "country:CN sort:-name", "--json").json
    for name in ("China", "china", "1"):
        assert crm("list", "organisations", "--view", name, "--json").json == whole
    narrowed = crm("list", "organisations", "--view", "China", "--where", "sunstone", "--json").json
    assert [row["ref"] for row in narrowed] == ["O3"]


def test_an_unknown_view_is_answered_with_a_sentence(crm: Crm) -> None:
    answer = crm("list", "contacts", "--view", "Nobody")
    assert answer.status == 2
    assert answer.sentence == "There is no view “Nobody” of contacts. Views: none yet."


def test_a_view_is_taken_away(crm: Crm) -> None:
    crm("list", "contacts", "--where", "wanji", "--save", "W")
    crm("views", "contacts", "--forget", "W")
    assert "No view is kept yet" in crm("views").out
