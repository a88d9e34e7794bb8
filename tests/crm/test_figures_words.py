"""What the figures say: shares, sums at stated rates, and periods that follow each other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import figures
from crm.figures import Rates, moved, rates, shares, spans, totals, value
from crm.screens.figures import bars
from db.errors import Invalid
from db.queries.figures import Kpi, Number
from db.view import View

ROWS = View("projects")


def money(label: str, amount: int, currency: str) -> Number:
    return Number(label, amount, ROWS, currency)


def capital(*numbers: Number) -> Kpi:
    return Kpi("capital", "Capital", "", numbers)


def test_amounts_of_two_currencies_are_added_only_at_stated_rates() -> None:
    both = capital(money("planned", 100_00, "USD"), money("planned", 1000_00, "AZN"),
                   money("planned", 700, "JPY"))  # fmt: skip
    assert totals(both, Rates()) == []
    assert totals(both, rates({"into": "USD", "AZN": 0.588})) == []
    (total,) = totals(both, rates({"into": "USD", "AZN": 0.588, "JPY": "0.01"}))
    assert total.text == "≈ 695 USD"
    assert total.rates == "1 AZN = 0.588 USD, 1 JPY = 0.01 USD"


def test_one_currency_needs_no_sum_and_bases_are_never_added() -> None:
    stated = rates({"into": "USD", "AZN": 0.5})
    assert totals(capital(money("planned", 1, "AZN"), money("committed", 1, "USD")), stated) == []


def test_a_rate_that_is_no_number_is_said() -> None:
    with pytest.raises(Invalid, match="no number"):
        rates({"into": "USD", "AZN": "half"})


def test_values_say_their_part_and_their_unit() -> None:
    assert value(Number("Kept on time", 7, ROWS, whole=9)) == "7 of 9 · 78 %"
    assert value(Number("lead", 1, ROWS, "days")) == "1 day"
    assert value(Number("lead", 2.5, ROWS, "days")) == "2.5 days"
    assert value(money("planned", 123_450, "USD")) == "1,234.50\u00a0USD"
    assert value(Number("lead", None, ROWS, "days")) == "–"


def test_bars_are_shares_of_the_whole_or_of_the_longest_in_their_unit() -> None:
    kpi = capital(money("planned", 100, "USD"), money("committed", 50, "USD"),
                  money("planned", 7, "AZN"), Number("Kept", 1, ROWS, whole=4))  # fmt: skip
    assert shares(kpi) == [1.0, 0.5, 1.0, 0.25]
    assert figures.shares(capital()) == []


@given(st.floats(0, 1), st.integers(0, 60))
def test_a_bar_is_as_wide_as_its_room_and_seen_where_there_is_anything(
    share: float, width: int
) -> None:
    drawn = bars(share, width)
    assert len(drawn) == max(width, 1 if share and not width else width)
    assert not (share and width) or drawn.strip()


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_named_periods_follow_each_other_without_a_gap(today: date) -> None:
    for name, (start, end) in spans(today).items():
        assert start <= end, name
        before, after = moved((start, end), -1), moved((start, end), 1)
        assert before[1] + timedelta(days=1) == start and end + timedelta(days=1) == after[0]
    assert moved(spans(today)["This year"], -1) == spans(today)["Last year"]
    assert moved(spans(today)["This quarter"], -1) == spans(today)["Last quarter"]
    assert moved(spans(today)["This month"], -1) == spans(today)["Last month"]


def test_rates_are_exact() -> None:
    assert rates({"into": "USD", "AZN": 0.1}).worth["AZN"] == Decimal("0.1")
