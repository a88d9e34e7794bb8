"""The rule of a series (RFC 5545 section 3.3.10) in words."""

from . import dates

_EACH = {
    "SECONDLY": "second", "MINUTELY": "minute", "HOURLY": "hour", "DAILY": "day", "WEEKLY": "week",
    "MONTHLY": "month", "YEARLY": "year",
}  # fmt: skip
_DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
_PLACE = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def repeats(rule: str) -> str:
    """`FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3` -> every 2 weeks on Monday, 3 times."""
    told = dict(part.upper().partition("=")[::2] for part in rule.strip().split(";"))
    each = _EACH.get(told.get("FREQ", ""))
    if each is None:
        return rule.strip()
    number = told.get("INTERVAL", "1")
    words = [f"every {each}" if number == "1" else f"every {number} {each}s"]
    if days := told.get("BYDAY"):
        words.append("on " + ", ".join(map(_day, days.split(","))))
    elif day := told.get("BYMONTHDAY"):
        words.append(f"on day {day}")
    return " ".join(words) + _until(told)


def _day(text: str) -> str:
    name, place = _DAYS.get(text[-2:], text[-2:]), text[:-2]
    try:
        return f"the {_PLACE.get(int(place), place)} {name}" if place else name
    except ValueError:
        return text


def _until(told: dict[str, str]) -> str:
    if count := told.get("COUNT"):
        return f", {count} times"
    if (until := told.get("UNTIL")) and (when := dates.read(until)):
        return f", until {when.day.isoformat()}"
    return ""
