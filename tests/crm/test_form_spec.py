from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.forms import reach
from crm.forms.contacts import FORM as CONTACT
from crm.forms.record import changed
from crm.forms.spec import Field, FormSpec, Section, echo, parse, read, show, texts
from crm.forms.values import Choice, Money, Option
from db.errors import Invalid
from tests.hostile import STRINGS

TODAY = date(2026, 1, 21)  # a Wednesday

words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=",;#"), min_size=1)
line = (
    st.lists(words, min_size=1, max_size=4)
    .map(" ".join)
    .filter(lambda s: parse(TEXT, s, TODAY) == s)
)
choices = st.builds(
    lambda letter, id_, label: Choice(id_, f"{letter}{id_}", label),
    st.sampled_from("OCMPS"),
    st.integers(1, 10**6),
    line,
)
OPTIONS = (Option("joint_venture", "joint venture"), Option("lead", "lead"))
TEXT = Field("f", "Field")


def unique(values: Any) -> Any:
    return st.lists(values, min_size=1, max_size=4, unique_by=str)


def field(kind: str, **more: Any) -> Field:
    return Field("f", "Field", kind, **more)


KINDS = [
    (field("text"), line),
    (field("notes"), st.lists(line, min_size=1).map("\n".join)),
    (field("choice", choices=OPTIONS), st.sampled_from([option.value for option in OPTIONS])),
    (field("flag"), st.booleans()),
    (field("day"), st.dates(date(1900, 1, 1), date(2199, 12, 31))),
    (field("time"), st.times().map(lambda t: f"{t:%H:%M}")),
    (field("number"), st.integers(-(10**12), 10**12)),
    (field("number", unit="jobs"), st.integers(0, 10**9)),
    (field("percent"), st.integers(0, 100)),
    (field("share"), st.integers(0, 10_000)),
    (
        field("money"),
        st.builds(
            Money, st.integers(-(10**15), 10**15), st.sampled_from(["USD", "AZN", "JPY", "KWD"])
        ),
    ),
    (field("link"), choices),
    (field("links"), unique(choices)),
    (field("lines"), unique(line)),
    (field("tags"), unique(line)),
    (field("emails"), unique(st.emails().filter(lambda e: "," not in e and ";" not in e))),
    (
        field("phones"),
        st.lists(
            st.builds(
                lambda label, number: {
                    "label": label,
                    "raw": f"+99450{number}",
                    "e164": f"+99450{number}",
                },
                st.sampled_from(["", "mobile", "office"]),
                st.integers(2000000, 9999999),
            ),
            min_size=1,
            max_size=3,
            unique_by=str,
        ),
    ),
    (field("country"), st.sampled_from(["AZ", "CN", "TR", "GB", "CD", "CG", "KP", "KR"])),
]


@pytest.mark.parametrize(
    ("asked", "values"), KINDS, ids=lambda v: v.kind if isinstance(v, Field) else ""
)
@given(data=st.data())
def test_what_is_shown_is_read_back_as_the_same_value(asked: Field, values: Any, data: Any) -> None:
    value = data.draw(values)
    assert parse(asked, show(asked, value), TODAY) == value


@pytest.mark.parametrize("asked", [asked for asked, _ in KINDS], ids=lambda a: a.kind)
@given(typed=st.text())
def test_any_typed_text_is_a_value_or_a_sentence(asked: Field, typed: str) -> None:
    try:
        parse(asked, typed, TODAY)
    except Invalid as problem:
        assert str(problem) and problem.fields == {"f": str(problem)}


@pytest.mark.parametrize("hostile", STRINGS.values(), ids=STRINGS.keys())
def test_hostile_text_is_kept_but_for_controls(hostile: str) -> None:
    kept = parse(TEXT, hostile, TODAY)
    assert kept is None or "\x1b" not in kept


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("day", "fri", date(2026, 1, 23)),
        ("time", "2.30 pm", "14:30"),
        ("number", "1 250 000", 1_250_000),
        ("number", "1.5k", 1500),
        ("percent", "49 %", 49),
        ("share", "33.33%", 3333),
        ("money", "$1.5m", (150_000_000, "USD")),
        ("money", "2 mlrd manat", (200_000_000_000, "AZN")),
        ("money", "1.250.000,50 EUR", (125_000_050, "EUR")),
        ("money", "¥", None),
        ("country", "Çin", "CN"),
        ("country", "ABŞ", "US"),
        ("country", "Atlantis", None),
        ("emails", "Jane <jane@roe.test>; joe@roe.test", ["jane@roe.test", "joe@roe.test"]),
        ("emails", "jane at roe", None),
        ("tags", "#aluminium, joint venture ,", ["aluminium", "joint venture"]),
        (
            "phones",
            "mobile: +994 50 300 11 22",
            [{"label": "mobile", "raw": "+994 50 300 11 22", "e164": "+994503001122"}],
        ),
        ("link", "Wanji", None),
        ("percent", "120", None),
        ("number", "1.5", None),
    ],
)
def test_what_people_type(kind: str, typed: str, value: Any) -> None:
    if value is None:
        with pytest.raises(Invalid):
            parse(field(kind), typed, TODAY)
    else:
        assert parse(field(kind), typed, TODAY) == value


def test_a_field_with_a_currency_takes_a_bare_amount() -> None:
    assert parse(field("money", unit="USD"), "50m", TODAY) == Money(5_000_000_000, "USD")
    with pytest.raises(Invalid, match="Which currency"):
        parse(field("money"), "50m", TODAY)


def test_the_echo_says_what_is_meant_and_is_silent_where_that_is_plain() -> None:
    assert echo(field("day"), "fri", TODAY) == "Fri 23 Jan 2026 · in 2 days"
    assert echo(field("money"), "1.5m usd", TODAY) == "1,500,000 USD"
    assert echo(field("money"), "1,500,000 USD", TODAY) is None
    assert echo(field("day"), "someday", TODAY) is None
    assert echo(TEXT, "fri", TODAY) is None


def test_each_promise_is_said_back_on_its_line() -> None:
    typed = "send anode plant profile @Sunstone by fri\n@Wanji to send references by 30 feb"
    said = echo(field("promises"), typed, TODAY)
    assert said is not None
    first, second = said.splitlines()
    assert first == "We owe Sunstone: send anode plant profile · due Fri 23 Jan 2026"
    assert second.startswith("? ")


def test_a_form_names_all_that_is_wrong_in_reading_order() -> None:
    spec = FormSpec(
        "contacts",
        "Contact",
        (
            Section("Who", (Field("name", "Name", required=True), Field("tier", "Tier"))),
            Section("When", (Field("due", "Due", "day"),)),
        ),
        lambda values: (
            {"tier": "A tier needs a day."} if values["tier"] and not values["due"] else {}
        ),
    )
    with pytest.raises(Invalid) as wrong:
        read(spec, {"due": "someday"}, TODAY)
    assert list(wrong.value.fields) == ["name", "due"]
    with pytest.raises(Invalid) as wrong:
        read(spec, {"name": "Jane", "tier": "A"}, TODAY)
    assert wrong.value.fields == {"tier": "A tier needs a day."}
    assert read(spec, {"name": "Jane", "due": "fri"}, TODAY)["due"] == date(2026, 1, 23)
    assert texts(spec, {"due": date(2026, 1, 23)}) == {"name": "", "tier": "", "due": "2026-01-23"}


def test_a_local_number_keeps_the_international_form_that_an_import_knew() -> None:
    local = {"label": "work", "raw": "012 493 88 67", "e164": "+994124938867"}
    typed = [{"label": "desk", "raw": "012 493 88 67", "e164": None}, reach.phone("050 111 22 33")]
    moved, was = changed(CONTACT, {"phones": [local]}, {"phones": typed})
    assert moved["phones"] == [{**local, "label": "desk"}, typed[1]]
    assert was == {"phones": [local]}
    assert changed(
        CONTACT, {"phones": [local]}, {"phones": [reach.phone("work: 012 493 88 67")]}
    ) == ({}, {})
