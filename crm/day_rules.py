"""The grammar of typed days: what each way of saying one means, seen from today."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from crm.day_words import FIXED, MONTH, MONTHS, NUMBER, UNIT, UNITS, WEEKDAY, WEEKDAYS, normal
from crm.working_days import working_days_after
from db.errors import Invalid

FIRST, LAST = 1900, 2199  # years a record may hold

HINT = "Try fri, in 2w, eom, 14 mar or 2026-03-14."


def read(words: str, today: date) -> date | None:
    """The day that `words` mean, or None; Invalid for a day that no calendar or record has."""
    text = normal(words)
    try:
        for pattern, meaning in _RULES:
            if found := pattern.fullmatch(text):
                day = meaning(found, today)
                if day is not None:
                    return _in_range(day, words)
    except _NoSuchDay as error:
        raise Invalid(f"There is no day '{words.strip()}': {error}.") from error
    except OverflowError as error:
        raise _out_of_range(words) from error
    return None


class _NoSuchDay(ValueError):
    """Read, but not in the calendar."""


def _out_of_range(words: str) -> Invalid:
    return Invalid(
        f"'{words.strip()}' is outside the years {FIRST} to {LAST} that a record may hold."
    )


def _in_range(day: date, words: str) -> date:
    if not FIRST <= day.year <= LAST:
        raise _out_of_range(words)
    return day


def _fixed(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=FIXED[found[0]])


def _weekday(found: re.Match[str], today: date) -> date | None:
    target = WEEKDAY.get(found["day"])
    if target is None:
        return None
    if found["week"]:
        return _monday(today) + timedelta(days=7 + target)
    if found["which"] in ("last", "past"):
        return today - timedelta(days=(today.weekday() - target - 1) % 7 + 1)
    return today + timedelta(days=(target - today.weekday() - 1) % 7 + 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _offset(found: re.Match[str], today: date) -> date | None:
    unit, n = UNIT.get(found["unit"]), _count(found["n"])
    if unit is None or n is None:
        return None
    if found["sign"] or found["ago"] in ("ago", "evvel", "назад", "once"):
        n = -n
    if unit == "wd":
        return working_days_after(today, n)
    if unit in "dw":
        return today + timedelta(days=n * (7 if unit == "w" else 1))
    return _months_on(today, n * (12 if unit == "y" else 1))


def _count(typed: str) -> int | None:
    if not typed.isdigit():
        return NUMBER.get(typed)
    if len(typed) > 6:
        raise OverflowError
    return int(typed)


def _months_on(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not FIRST <= year <= LAST:
        raise OverflowError
    return date(year, month + 1, min(day.day, _month_end(year, month + 1).day))


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _end(found: re.Match[str], today: date) -> date:
    span, nexts = found["span"][0], 1 if found["next"] else 0
    if span == "w":
        friday = _monday(today + timedelta(days=2)) + timedelta(days=4)  # Saturday opens the week
        return friday + timedelta(days=7 * nexts)
    size = {"m": 1, "q": 3, "y": 12}[span]
    last = (today.month + size - 1) // size * size + size * nexts
    return _month_end(today.year + (last - 1) // 12, (last - 1) % 12 + 1)


def _end_of_month(found: re.Match[str], today: date) -> date | None:
    month = MONTH.get(found["month"])
    return _ending(month, found["year"], today) if month else None


def _quarter(found: re.Match[str], today: date) -> date:
    return _ending(int(found["q"]) * 3, found["year"], today)


def _ending(month: int, year: str | None, today: date) -> date:
    if year:
        return _month_end(_year(year), month)
    end = _month_end(today.year, month)
    return end if end >= today else _month_end(today.year + 1, month)


def _next(found: re.Match[str], today: date) -> date:
    if found["span"] == "week":
        return _monday(today) + timedelta(days=7)
    months = {"month": 1, "quarter": 3 - (today.month - 1) % 3, "year": 13 - today.month}
    return _months_on(today.replace(day=1), months[found["span"]])


def _numbers(found: re.Match[str], today: date) -> date | None:
    return _dated(int(found["d"]), int(found["m"]), found["y"], found["wd"], today)


def _named(found: re.Match[str], today: date) -> date | None:
    month = MONTH.get(found["m"])
    return _dated(int(found["d"]), month, found["y"], found["wd"], today) if month else None


def _dated(day: int, month: int, year: str | None, weekday: str | None, today: date) -> date | None:
    if weekday and weekday not in WEEKDAY:
        return None
    if not 1 <= month <= 12:
        raise _NoSuchDay(f"{month} is no month; the day comes first, as in 14/3")
    found = _exact(day, month, _year(year)) if year else _coming(day, month, today)
    if weekday and found.weekday() != WEEKDAY[weekday]:
        named = f"{found.day} {MONTHS[found.month - 1]} {found.year}"
        raise _NoSuchDay(f"{named} falls on {WEEKDAYS[found.weekday()]}")
    return found


def _year(year: str) -> int:
    n = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST <= n <= LAST:
        raise OverflowError
    return n


def _exact(day: int, month: int, year: int) -> date:
    if not 1 <= day <= _month_end(year, month).day:
        length = _month_end(year, month).day
        raise _NoSuchDay(f"{MONTHS[month - 1]} {year} has {length} days")
    return date(year, month, day)


def _coming(day: int, month: int, today: date) -> date:
    if (month, day) == (2, 29):
        ends = (_month_end(year, 2) for year in range(today.year, today.year + 9))
        return next(end for end in ends if end.day == 29 and end >= today)
    if month == 2 and day > 29:
        raise _NoSuchDay("Feb has 28 or 29 days")
    this_year = _exact(day, month, today.year)
    return this_year if this_year >= today else _exact(day, month, today.year + 1)


_Meaning = Callable[[re.Match[str], date], date | None]
_W, _Y = r"(?:(?P<wd>[^\W\d]+) )?", r"(?P<y>\d{4}|\d\d)"
_WHICH = "this|next|coming|last|past|bu|gelen|этот|эту|следующий|следующую"
_UNIT = rf"(?P<unit>{UNITS})(?: (?P<ago>ago|evvel|once|назад|later|from now|sonra))?"
_RULES: tuple[tuple[re.Pattern[str], _Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        ("|".join(FIXED), _fixed),
        (rf"{_W}(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)", _numbers),
        (rf"{_W}(?P<d>\d\d?)(?P<s>[-/.])(?P<m>\d\d?)(?:(?P=s){_Y})?", _numbers),
        (rf"{_W}(?:the )?(?P<d>\d\d?)[ -]?(?:of )?(?P<m>[^\W\d]+)(?:[ -]?{_Y})?", _named),
        (rf"{_W}(?P<m>[^\W\d]+)[ -]?(?P<d>\d\d?)(?: {_Y})?", _named),
        (rf"(?:(?P<which>{_WHICH}) )?(?P<day>[^\W\d]+)(?P<week> next week)?", _weekday),
        (r"(?P<which>)(?P<week>next week )(?P<day>[^\W\d]+)", _weekday),
        (rf"(?:in |within |через |\+|(?P<sign>-))?(?P<n>\d+|[a-z]+) ?{_UNIT}", _offset),
        (rf"(?P<sign>)через (?P<n>){_UNIT}", _offset),
        (r"eo(?P<span>[wmqy])(?P<next>)", _end),
        (r"(?:the )?end of (?:the |this |(?P<next>next ))?(?P<span>week|month|quarter|year)", _end),
        (r"(?:the )?end (?:of )?(?P<month>[^\W\d]+)(?: (?P<year>\d{4}))?", _end_of_month),
        (r"q(?P<q>[1-4])(?: ?(?P<year>\d{4}))?", _quarter),
        (r"next (?P<span>week|month|quarter|year)", _next),
    )
)
