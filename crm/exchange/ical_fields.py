"""What one event of a calendar says, by the columns of a list of meetings."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from db.models.meetings import Meeting

from . import dates
from .components import Component, Fault
from .content_lines import Property
from .ical_repeats import repeats
from .ical_zones import Zone, named

DESK = str(Meeting.model_fields["zone"].default)
# The columns a calendar can have, in this order; formats.json says what each fills.
BASE = (
    "Subject", "Starts on", "Starts at", "Ends on", "Ends at", "Zone", "Place", "Attendees", "Status",
    "Repeats", "Description", "Categories", "Declined", "Organiser", "Link", "Event UID",
)  # fmt: skip
ALWAYS = ("Subject", "Starts on", "Event UID")  # by which the columns are known again
# What the programs keep for themselves.
_BOOKKEEPING = {
    "DTSTAMP", "SEQUENCE", "TRANSP", "RECURRENCE-ID", "CREATED", "LAST-MODIFIED", "REQUEST-STATUS",
    "EXDATE", "RDATE", "EXRULE", "DURATION", "DTSTART", "DTEND", "X-ALT-DESC",
}  # fmt: skip
_THEIRS = ("X-APPLE-", "X-MICROSOFT-", "X-MOZ-", "X-MS-OLK", "X-LIC-", "X-EVOLUTION-", "X-WR-")
_TEXT = {
    "SUMMARY": "Subject", "DESCRIPTION": "Description", "LOCATION": "Place", "URL": "Link",
}  # fmt: skip
_DURATION = re.compile(
    r"[+]?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE
)
LEAST = 10  # letters of an id that is one of its kind in the world


@dataclass(frozen=True)
class Around:
    """What a calendar says of all its events; `zones` by the name it uses itself."""

    zone: str = DESK
    cancelled: bool = False
    zones: Mapping[str, Zone] = field(default_factory=dict)


@dataclass(frozen=True)
class Moment:
    """A day, with the local time and the zone of the place unless it lasts all day."""

    day: date
    time: str | None = None
    zone: str | None = None

    def later(self, by: timedelta) -> "Moment":
        if self.time is None:
            return Moment(self.day + timedelta(days=by.days))
        hour, minute = map(int, self.time.split(":"))
        then = datetime(self.day.year, self.day.month, self.day.day, hour, minute) + by
        return Moment(then.date(), f"{then:%H:%M}", self.zone)


def fields(block: Component, around: Around) -> dict[str, str]:
    """Column -> cell. Raises Fault where the event cannot be read."""
    if block.name != "VEVENT":
        return {"": f"a {block.name[1:].lower()} of the calendar, not a meeting"}
    told: dict[str, str] = {}
    _when(told, block, around)
    for each in block.properties:
        if column := _TEXT.get(each.name):
            told[column] = each.text()
        elif each.name not in _READ and each.name not in _BOOKKEEPING:
            extra(told, each)
    told["Categories"] = " ::: ".join(
        part.strip() for each in block.all("CATEGORIES") for part in each.parts(",")
    )
    _people(told, block)
    _status(told, block, around)
    _repeats(told, block)
    identity(told, block)
    return {column: text for column, text in told.items() if text}


# --- when -----------------------------------------------------------------------------------------


def _when(told: dict[str, str], block: Component, around: Around) -> None:
    start = block.one("DTSTART")
    if start is None:
        return
    first = moment(start, around, told)
    told["Starts on"], told["Starts at"] = first.day.isoformat(), first.time or ""
    told["Zone"] = first.zone or ""
    last = _end(block, first, around, told)
    if last and last != first:
        told["Ends on"] = last.day.isoformat() if last.day != first.day else ""
        told["Ends at"] = last.time or ""


def _end(block: Component, first: Moment, around: Around, told: dict[str, str]) -> Moment | None:
    """The last day of an all-day event, which a calendar ends on the day after."""
    if (end := block.one("DTEND")) is not None:
        last = moment(end, around, told)
        return last if last.time or last.day <= first.day else last.later(timedelta(days=-1))
    if (said := block.one("DURATION")) is not None and (found := _DURATION.fullmatch(said.text())):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        length = timedelta(days, seconds, 0, 0, minutes, hours, weeks)
        return first.later(length if first.time else length - timedelta(days=1))
    return None


def moment(said: Property, around: Around, told: dict[str, str]) -> Moment:
    """The day a property says, and the time where there is one. Raises Fault."""
    text, name = said.text().strip(), said.parameter("TZID")
    if ":" in text:  # a colon in the name of a zone that nobody put into quotes
        more, _, text = text.rpartition(":")
        name = f"{name}:{more}"
    when = dates.read(text)
    if when is None:
        raise Fault(f"{said.name} says {text[:40]}, which is no date")
    if when.time is None:
        return Moment(when.day)
    zone = timedelta(0) if text.endswith("Z") else around.zones.get(name) or named(name)
    if name and zone is None:
        told["Zone of the calendar"] = name
    return _local(when, zone, around)


def _local(when: dates.When, zone: Zone | None, around: Around) -> Moment:
    """A moment named by its place stays there; one named by an offset is told in the calendar's."""
    if zone is None or isinstance(zone, str):
        return Moment(when.day, when.time, zone or around.zone)
    hour, minute = map(int, str(when.time).split(":"))
    day = when.day
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone(zone))
    try:
        there = moment.astimezone(ZoneInfo(around.zone))
    except OverflowError:
        raise Fault(f"{when} is outside of every calendar") from None
    return Moment(there.date(), f"{there:%H:%M}", around.zone)


# --- who, and what else ---------------------------------------------------------------------------


def _people(told: dict[str, str], block: Component) -> None:
    organiser = block.one("ORGANIZER")
    told["Organiser"] = _person(organiser) if organiser else ""
    coming = [organiser] if organiser else []
    for each in block.all("ATTENDEE"):
        if each.parameter("CUTYPE").upper() in {"ROOM", "RESOURCE"}:
            told["Place"] = told.get("Place") or each.parameter("CN")
        elif each.parameter("PARTSTAT").upper() == "DECLINED":
            told["Declined"] = "; ".join(filter(None, (told.get("Declined"), _person(each))))
        else:
            coming.append(each)
    names = list(dict.fromkeys(filter(None, map(_person, coming))))
    told["Attendees"] = json.dumps(names, ensure_ascii=False) if names else ""


def _person(each: Property) -> str:
    """`Jane Roe <jane@roe.example>`, or the one of the two that is there."""
    mail = each.parameter("EMAIL") or each.text()
    mail = re.sub(r"^mailto:", "", mail.strip(), flags=re.IGNORECASE)
    name = " ".join(each.parameter("CN").split())
    if "@" not in mail:
        return name
    return f"{name} <{mail}>" if name and name.casefold() != mail.casefold() else mail


def _status(told: dict[str, str], block: Component, around: Around) -> None:
    status = block.one("STATUS")
    word = status.text().strip().upper() if status else ""
    told["Status"] = "cancelled" if around.cancelled or word == "CANCELLED" else ""


def _repeats(told: dict[str, str], block: Component) -> None:
    rule = block.one("RRULE")
    more = [part for each in block.all("RDATE") for part in each.parts(",")]
    if rule is not None:
        told["Repeats"] = repeats(rule.value.decode("ascii", "replace"))
    elif more:
        told["Repeats"] = f"also on {', '.join(more)}"


def identity(told: dict[str, str], block: Component) -> None:
    """One occurrence of a series that was moved is a meeting of its own."""
    uid, moved = block.one("UID"), block.one("RECURRENCE-ID")
    text = uid.text().strip() if uid else ""
    if len(text) < LEAST:
        told["Number of the event"] = text
    else:
        told["Event UID"] = f"{text}/{moved.text().strip()}" if moved else text


def extra(told: dict[str, str], each: Property) -> None:
    """What nobody asks for, under its own name."""
    text = ", ".join(filter(None, (part.strip() for part in each.parts())))
    if each.name.startswith(_THEIRS) or text in {"", "0"} or (each.name, text) == _OPEN:
        return
    column = each.name.removeprefix("X-").replace("-", " ").capitalize()
    column = f"{column} of the event" if column in BASE else column
    told[column] = f"{told[column]}; {text}" if column in told else text


_OPEN = ("CLASS", "PUBLIC")  # what every event is
_READ = {"CATEGORIES", "ORGANIZER", "ATTENDEE", "STATUS", "RRULE", "UID", *_TEXT}
