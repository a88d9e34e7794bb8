from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import countries, numbers


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,200", 1200), ("1,5", Decimal("1.5")), ("1.200.000", 1_200_000), ("1,200.50", Decimal("1200.5")),
        ("1.200,50", Decimal("1200.5")), ("1 200", 1200), ("1 200", 1200), ("1’200", 1200), ("−5", -5),
        ("3 mln", 3_000_000), ("2 млрд", 2 * 10**9), ("5万", 50_000), ("1.5亿", 150_000_000),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(typed: str, value: Decimal) -> None:
    assert numbers.number(typed) == value


@pytest.mark.parametrize("typed", ["", "abc", "1x", "--3", "1,2,3.4.5", ".", "５ apples"])
def test_what_is_no_number_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        numbers.number(typed)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "AZN", "JPY", "KWD"]))
def test_an_amount_is_read_back(minor: int, currency: str) -> None:
    assert numbers.money(numbers.amount(minor, currency)) == (minor, currency)


def test_an_amount_does_not_lose_what_the_currency_cannot_hold() -> None:
    with pytest.raises(ValueError, match="JPY has 0 decimals"):
        numbers.money("1.5 JPY")


def test_every_country_is_found_by_each_of_its_names() -> None:
    for language in ("en", "az", "ru", "zh", "tr"):
        lost = {
            name: countries.code(name)
            for code, name in countries.names(language).items()
            if countries.code(name) != code
        }
        assert not lost, language


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("cn", "CN"),
        ("P.R. China", "CN"),
        ("Azərbaycan", "AZ"),
        ("Türkiye", "TR"),
        ("中国", "CN"),
        ("США", "US"),
    ],
)
def test_countries_as_people_write_them(typed: str, code: str) -> None:
    assert countries.code(typed) == code


def test_countries_complete_from_the_beginning_of_a_name() -> None:
    assert ("AZ", "Azerbaijan") in countries.matches("aze")
    assert countries.matches("") == []
    assert countries.code("") is None
