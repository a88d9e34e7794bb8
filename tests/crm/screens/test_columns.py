"""The columns of a list as an officer arranged them."""

import pytest

from crm import config
from crm.screens.arranging import choices
from crm.screens.columns import Shown, arranged, keep, kept, offered, on_paper
from crm.screens.contacts import Contacts
from crm.screens.ledger import Ledger
from crm.widgets.columns import place
from tests.sentences import ledgers

PLACE = Contacts.PLACE


def test_every_list_offers_its_own_columns_and_the_other_fields_once() -> None:
    for made in (ledger.PLACE for ledger in ledgers(Ledger)):
        keys = [column.key for column in offered(made)]
        assert len(set(keys)) == len(keys)
        assert tuple(offered(made))[: len(made.columns)] == made.columns
        assert len(keys) > len(made.columns)


def test_columns_stand_in_the_order_chosen_and_the_last_go_first_where_there_is_no_room() -> None:
    shown = arranged(PLACE, (Shown("city"), Shown("name", 4), Shown("gone"), Shown("ref", -60)))
    assert [(c.key, c.width) for c in shown] == [("city", 14), ("name", 24), ("ref", 4)]
    assert [p.column.key for p in place(shown, 41)] == ["city", "name"]
    assert arranged(PLACE, ()) is PLACE.columns is arranged(PLACE, (Shown("gone"),))


def test_an_arrangement_is_kept_for_each_officer_and_noun() -> None:
    keep("Aysel", "contacts", (Shown("city", 2), Shown("name")))
    keep("Aysel", "meetings", (Shown("place"),))
    keep("Orxan", "contacts", (Shown("ref"),))
    assert kept("Aysel", "contacts") == (Shown("city", 2), Shown("name"))
    assert kept("Orxan", "contacts") == (Shown("ref"),)
    assert kept("Orxan", "meetings") == ()


@pytest.mark.parametrize(
    "told", [None, [], "x", {"Aysel": 1}, {"Aysel": {"contacts": 5}}, {"Aysel": {"contacts": [1]}}]
)
def test_a_damaged_arrangement_counts_as_none(told: object) -> None:
    config.remember(columns=told)
    assert kept("Aysel", "contacts") == ()
    keep("Aysel", "contacts", (Shown("ref"),))
    assert kept("Aysel", "contacts") == (Shown("ref"),)


def test_shown_columns_lead_the_choices() -> None:
    listed = choices(PLACE, (Shown("city"), Shown("name")))
    assert [each.column.key for each in listed if each.shown] == ["city", "name"]
    assert not any(each.shown for each in listed[2:])


def test_paper_names_a_column_as_the_row_does() -> None:
    from crm.screens.meetings import Meetings

    assert on_paper("meetings", Meetings.PLACE.columns)[:2] == (
        ("starts_on", "When"),
        ("organisations", "With"),
    )
