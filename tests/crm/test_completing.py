"""What the filter bar offers for the word at the cursor, and the line once it is taken."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import completing
from crm.completing import Offer, Typed, quoted, taken, typed
from crm.words import speak
from db.queries import lists

TODAY = date(2026, 1, 21)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak("en")
    yield
    speak(None)


def offered(noun: str, text: str, *first: str) -> list[str]:
    known = lists.fields(noun)
    called = {name: name.replace("_", " ") for name in known}
    return [each.text for each in completing.fields(known, called, first, text)]


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("cou", Typed(0, 3, "cou")),
        ("wanji cou", Typed(6, 9, "cou")),
        ("wanji ", Typed(6, 6, "")),
        ("country:C", Typed(8, 9, "C", "country", ":")),
        ("due<=fr", Typed(5, 7, "fr", "due", "<=")),
        ("-stage:lead,qu", Typed(12, 14, "qu", "stage", ":")),
        ('city:"New Yo', Typed(5, 12, "New Yo", "city", ":")),
        ('city:"New York" co', Typed(16, 18, "co")),
        ('city:"a b","c', Typed(11, 13, "c", "city", ":")),
        ("-co", Typed(1, 3, "co")),
    ],
)
def test_the_word_at_the_cursor_is_what_is_completed(line: str, at: Typed) -> None:
    assert typed(line, len(line)) == at


@given(st.text('ab:<," -\\'), st.data())
def test_any_line_has_a_word_at_any_place(line: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(line)))
    at = typed(line, cursor)
    assert 0 <= at.start <= cursor <= at.end <= len(line)
    put, where = taken(line, at, Offer("x:", "", False))
    assert put[:where].endswith("x:")


def test_an_offer_takes_the_place_of_what_was_typed() -> None:
    def put(line: str, offer: Offer) -> str:
        after, cursor = taken(line, typed(line, len(line)), offer)
        assert cursor == len(after)
        return after

    assert put("wanji cou", Offer("country:", "", False)) == "wanji country:"
    assert put("-cou", Offer("country:", "", False)) == "-country:"
    assert put("country:C", Offer("CN", "China")) == "country:CN "
    assert put("stage:lead,q", Offer("qualified", "")) == "stage:lead,qualified "
    assert put('city:"New Y', Offer(quoted("New York"), "")) == 'city:"New York" '
    assert taken("cou wanji", typed("cou wanji", 3), Offer("country:", "", False)) == (
        "country: wanji",
        8,
    )


def test_fields_are_offered_by_their_name_with_the_sign_that_suits_them() -> None:
    assert offered("organisations", "cou") == ["country:"]
    assert offered("follow_ups", "du") == ["due<", "due>", "due:"]
    assert offered("projects", "cap") == ["capex>", "capex<"]
    assert offered("contacts", "ta") == ["tag:"]
    assert offered("contacts", "ort") == [] and offered("contacts", "so")[-1] == "sort:"
    assert offered("contacts", "", "job_title", "tags")[:2] == ["job_title:", "tag:"]
    assert not {"id:", "uid:", "version:"} & set(offered("contacts", "", "id", "uid", "version"))


def test_values_are_offered_with_what_they_mean() -> None:
    known = lists.fields("follow_ups")
    words = [each.text for each in completing.fixed(known["status"], "d", TODAY)]
    assert words == ["done", "dropped"]
    days = completing.fixed(known["due"], "f", TODAY)
    assert days == [Offer("fri", "Fri 23 Jan 2026 · in 2 days")]
    assert completing.fixed(known["due"], "in 2", TODAY)[0].text == '"in 2w"'
    assert completing.fixed(known["due"], "someday", TODAY) == []
    assert [o.text for o in completing.countries_of(["CN"], "c")][:1] == ["CN"]
    assert [o.text for o in completing.countries_of(["CN", "AZ"], "")] == ["CN", "AZ"]
    assert completing.countries_of([], "Китай")[0] == Offer("CN", "China")
    assert [o.text for o in completing.among(["Bakı", "Yeni Bakı", "Gəncə"], "baki")] == [
        "Bakı",
        '"Yeni Bakı"',
    ]


@given(st.text(min_size=1).filter(str.strip))
def test_a_value_that_is_offered_means_itself(value: str) -> None:
    value = " ".join(value.split())
    view = lists.parse("organisations", f"city:{quoted(value)}")
    assert view.filters[0].values == (value,)
