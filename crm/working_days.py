"""Days on which an office works: not its weekend, not a public holiday."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from db.errors import Invalid

if TYPE_CHECKING:
    from holidays import HolidayBase

_MOST = 2600  # ten years of working days; nobody counts further


def working_days_after(day: date, n: int, countries: Collection[str] = ("AZ",)) -> date:
    """The `n`-th working day after `day` (before it, if negative; `day` itself for 0).

    A day counts when every one of `countries` (ISO 3166-1) works: moved holidays and working
    Saturdays included, as the package `holidays` knows them. Raises Invalid for a country it does
    not know and for more than ten years.
    """
    if abs(n) > _MOST:
        raise Invalid(f"{abs(n)} working days are too many to count. Give a date instead.")
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day, countries):
            day += step
    return day


def is_working_day(day: date, countries: Collection[str] = ("AZ",)) -> bool:
    """Whether every one of `countries` works on `day`."""
    return all(_calendar(country).is_working_day(day) for country in countries)


@cache
def _calendar(country: str) -> "HolidayBase":
    import holidays

    try:
        return holidays.country_holidays(country)
    except NotImplementedError as error:
        raise Invalid(f"I do not know the public holidays of '{country}'.") from error
