"""Meetings as a calendar (RFC 5545) that other programs read and ours reads back.

Times are told in UTC, which needs no description of a zone; the zone of the place goes beside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from . import own_blocks
from .cell_text import cell
from .components import Component
from .content_lines import escaped, parsed
from .folding import folded
from .ical_fields import Around, fields

_STATUS = {
    "planned": "CONFIRMED",
    "held": "CONFIRMED",
    "cancelled": "CANCELLED",
    "postponed": "TENTATIVE",
}
_BACK = {"Subject": "subject", "Place": "place", "Description": "notes", "Event UID": "uid"}


def to_ical(names: Sequence[str], rows: Iterable[Mapping[str, Any]], file: TextIO) -> int:
    """Write meetings as events; the number written. One without a day is a journal entry."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{own_blocks.PRODID}", "CALSCALE:GREGORIAN")
    file.writelines(map(folded, head))
    written = 0
    for row in rows:
        kind = "VEVENT" if row.get("starts_on") else "VJOURNAL"
        lines = _standard(row)
        block = Component(
            "VEVENT", 0, [p for line in lines if (p := parsed(line.encode(), "utf-8"))]
        )
        wanted = {name: cell(row.get(name)) for name in names}
        lines += own_blocks.beside(wanted, own(block))
        file.writelines(map(folded, [f"BEGIN:{kind}", *lines, f"END:{kind}"]))
        written += 1
    file.write(folded("END:VCALENDAR"))
    return written


def own(block: Component) -> dict[str, str]:
    """The fields of an event that we wrote, from its standard properties."""
    words = [each for each in block.properties if not each.name.startswith("DT")]
    told = fields(Component("VEVENT", block.at, words), Around())
    said = {field: told[column] for column, field in _BACK.items() if column in told}
    if "Categories" in told:
        said["tags"] = cell(told["Categories"].split(" ::: "))
    return said


def read(block: Component) -> dict[str, str]:
    """Field -> cell of our own export. Raises Fault."""
    return own_blocks.restored(block, own(block))


def _standard(row: Mapping[str, Any]) -> list[str]:
    lines = [f"UID:{row['uid']}", f"DTSTAMP:{_utc(row['updated_at'])}", *_when(row)]
    lines.append(f"SUMMARY:{_text(row.get('subject'))}")
    lines.append(f"STATUS:{_STATUS.get(str(row.get('status')), 'CONFIRMED')}")
    if row.get("place"):
        lines.append(f"LOCATION:{_text(row['place'])}")
    if notes := row.get("notes"):
        lines.append(f"DESCRIPTION:{_text(notes)}")
    if tags := row.get("tags"):
        lines.append("CATEGORIES:" + ",".join(map(_text, tags)))
    return lines + [_attendee(seat) for seat in row.get("people") or ()]


def _when(row: Mapping[str, Any]) -> list[str]:
    """A meeting without a time lasts all day, and a calendar ends it on the day after."""
    first, last = row.get("starts_on"), row.get("ends_on") or row.get("starts_on")
    if first is None or last is None:
        return []
    if not row.get("starts_at"):
        after = last + timedelta(days=1) if last < date.max else last
        return [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    lines = [f"DTSTART:{_moment(first, row['starts_at'], row)}"]
    return lines + ([f"DTEND:{_moment(last, row['ends_at'], row)}"] if row.get("ends_at") else [])


def _moment(day: date, time: str, row: Mapping[str, Any]) -> str:
    hour, minute = map(int, time.split(":")[:2])
    try:
        zone = ZoneInfo(str(row.get("zone") or "UTC"))
        return _utc(datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone))
    except (
        ValueError,
        OSError,
        KeyError,
        OverflowError,
    ):  # a zone nobody knows: as the clock there
        return f"{day:%Y%m%d}T{hour:02}{minute:02}00"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _attendee(person: Mapping[str, str]) -> str:
    name = own_blocks.plain(person["name"]).replace('"', "'").replace("\n", " ")
    address = f"mailto:{person['email']}" if person.get("email") else f"urn:uuid:{person['uid']}"
    return f'ATTENDEE;CN="{name}":{own_blocks.plain(address)}'


def _text(value: Any) -> str:
    return escaped(own_blocks.plain(str(value or "")))
