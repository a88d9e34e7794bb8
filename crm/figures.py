"""What the figures say in words: labels, amounts, shares, periods; sums only at stated rates."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crm import countries, numbers
from crm.language import money
from crm.language import number as counted
from crm.words import _, language, many, word_of
from db.errors import Invalid
from db.models.projects import Basis, Stage
from db.queries.figures import Kpi, Number


def label(number: Number) -> str:
    """What a number is called: our word in the officer's language, a country, or the record's own."""
    if number.said == "country":
        return countries.name(number.label, language())
    if number.said == "data":
        return number.label
    for words in (Stage, Basis):
        if number.label in list(words):
            told = word_of(words, number.label)
            return told[:1].upper() + told[1:]
    return _(number.label)


def value(number: Number) -> str:
    """`12`, `10.5 days`, `5,000,000 USD`, `7 of 9 · 78 %`; a dash where there is nothing to tell."""
    if number.value is None:
        return "–"
    if number.unit == "days":
        return _days(number.value)
    if number.unit and number.unit != "jobs":
        return money(int(number.value), number.unit, language())
    if number.whole:
        share = round(100 * number.value / number.whole)
        part, whole = counted(round(number.value), language()), counted(number.whole, language())
        return _("{part} of {whole} · {share} %", part=part, whole=whole, share=share)
    return counted(round(number.value), language())


def _days(days: float) -> str:
    if days == int(days):
        return many(int(days), "{n} day", "{n} days")
    return _("{days} days", days=f"{days:,.1f}")


def shares(kpi: Kpi) -> list[float]:
    """How long each number's bar is, from 0 to 1: of its whole, else of the longest in its unit."""
    longest: dict[str, float] = defaultdict(float)
    for number in kpi.numbers:
        longest[number.unit] = max(longest[number.unit], number.value or 0)
    return [_share(number, longest[number.unit]) for number in kpi.numbers]


def _share(number: Number, longest: float) -> float:
    whole = number.whole or longest
    return (number.value or 0) / whole if whole else 0.0


@dataclass(frozen=True)
class Rates:
    """What one unit of other currencies is worth in `into`, as the configuration states it."""

    into: str = ""
    worth: Mapping[str, Decimal] = ()  # type: ignore[assignment]

    def total(self, parts: Mapping[str, Decimal]) -> Decimal | None:
        """The sum in `into`; None where a currency has no stated rate, or there is but one."""
        if not self.into or len(parts) < 2 or not set(parts) <= {self.into, *self.worth}:
            return None
        one = Decimal(1)
        worth = {**dict(self.worth), self.into: one}
        return sum((amount * worth[code] for code, amount in parts.items()), Decimal())

    def change(self, minor: int, of: str, into: str) -> int | None:
        """Minor units of one currency in those of another; None where a rate is not stated."""
        if of == into:
            return minor
        worth = {**dict(self.worth), **({self.into: Decimal(1)} if self.into else {})}
        if of not in worth or not worth.get(into):
            return None
        amount = Decimal(minor).scaleb(-numbers.decimals(of)) * worth[of] / worth[into]
        return int(amount.scaleb(numbers.decimals(into)))

    def told(self, codes: Mapping[str, Any]) -> str:
        """`1 AZN = 0.588 USD` of each currency that was changed."""
        used = [code for code in codes if code != self.into]
        return ", ".join(f"1 {code} = {self.worth[code]} {self.into}" for code in used)


def rates(told: Mapping[str, Any]) -> Rates:
    """The rates of the configuration. Raises Invalid where they are no numbers."""
    worth = {code: rate for code, rate in told.items() if code != "into"}
    into = told.get("into", "")
    try:
        return Rates(str(into), {code: Decimal(str(rate)) for code, rate in worth.items()})
    except ArithmeticError as wrong:
        raise Invalid("A rate in the configuration is no number. Write AZN = 0.588.") from wrong


@dataclass(frozen=True)
class Total:
    """A sum over currencies, and the rates at which it was made."""

    basis: str
    text: str
    rates: str


def totals(kpi: Kpi, stated: Rates) -> list[Total]:
    """The capital of each basis in one currency, where a rate is stated for every part of it."""
    bases: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for number in kpi.numbers if kpi.id == "capital" else ():
        places = numbers.decimals(number.unit)
        bases[number.label][number.unit] = Decimal(int(number.value or 0)).scaleb(-places)
    found = []
    for basis, parts in bases.items():
        if (total := stated.total(parts)) is not None:
            said = f"≈ {total:,.0f} {stated.into}"
            found.append(Total(word_of(Basis, basis), said, stated.told(parts)))
    return found


Span = tuple[date, date]


def spans(today: date) -> dict[str, Span]:
    """The periods that can be chosen by name."""
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return {
        "Last 12 months": (_months(today, -12) + timedelta(days=1), today),
        "This month": (month, _months(month, 1) - timedelta(days=1)),
        "This quarter": (quarter, _months(quarter, 3) - timedelta(days=1)),
        "This year": (year, _months(year, 12) - timedelta(days=1)),
        "Last month": (_months(month, -1), month - timedelta(days=1)),
        "Last quarter": (_months(quarter, -3), quarter - timedelta(days=1)),
        "Last year": (_months(year, -12), year - timedelta(days=1)),
        "All years": (date(1990, 1, 1), today),
    }


def moved(span: Span, by: int) -> Span:
    """The period as long as this one that comes so many after it: months of whole months."""
    start, end = span
    after = end + timedelta(days=1)
    whole = (after.year - start.year) * 12 + after.month - start.month
    if start.day == after.day and whole:
        return _months(start, by * whole), _months(after, by * whole) - timedelta(days=1)
    days = (after - start) * by
    return start + days, end + days


def _months(day: date, by: int) -> date:
    """The same day so many months away, or the last one of that month."""
    count = day.year * 12 + day.month - 1 + by
    year, month = divmod(count, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
