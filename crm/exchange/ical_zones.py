"""Time zones as calendars name them: IANA, Windows, with a prefix of the program, or by their offset."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache, lru_cache
from zoneinfo import available_timezones

from .content_lines import Property

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-−])(\d{1,2}):?(\d\d)?", re.IGNORECASE)
_PLAIN = {"utc", "gmt", "z", "tzone://microsoft/utc", "coordinated universal time"}

Zone = str | timedelta  # the name of a place, or so far from UTC


@cache
def _windows() -> dict[str, str]:
    from babel.core import get_global

    return {name.casefold(): place for name, place in get_global("windows_zone_mapping").items()}


@cache
def _places() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@lru_cache(maxsize=1024)
def named(text: str) -> Zone | None:
    """What the name of a zone means; None where it says nothing."""
    name = text.strip().strip('"').casefold()
    if name in _PLAIN:
        return timedelta(0)
    bare = re.sub(r" \d+$", "", name)  # Outlook numbers a zone it has twice
    for each in (name, bare, *_tails(name)):
        if found := _places().get(each) or _windows().get(each):
            return found
    return offset(name)


def _tails(name: str) -> list[str]:
    """`/mozilla.org/20050126_1/Europe/Berlin` ends in the name of a place."""
    parts = name.split("/")
    return ["/".join(parts[-n:]) for n in (3, 2) if len(parts) > n]


def offset(text: str) -> timedelta | None:
    """`(UTC+04:00) Baku`, `GMT+0400`, `+0400` of a TZOFFSETTO."""
    found = _OFFSET.search(text)
    if not found or int(found[2]) > 14:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return size if found[1] == "+" else -size


def described(zone: Sequence[Property]) -> Zone | None:
    """What the lines of a VTIMEZONE say of it: the place, else the offset of its standard time."""
    for each in zone:
        if each.name == "X-LIC-LOCATION" and (found := named(each.text())):
            return found
    part, offsets = "", {}
    for each in zone:
        part = each.text().upper() if each.name == "BEGIN" else part
        if each.name == "TZOFFSETTO":
            offsets[part] = offset(each.text())
    return offsets.get("STANDARD") or offsets.get("DAYLIGHT")
