"""Calendars (iCalendar) as a table of meetings, or of tasks where there is no meeting in them."""

from functools import partial
from pathlib import Path

from db.errors import Problem

from . import folding, own_blocks, to_ical
from . import ical_tasks as tasks
from .components import Kind, components, sheet
from .content_lines import Property
from .encoding import Encoding
from .fields import FIELDS
from .ical_fields import ALWAYS, BASE, DESK, Around, fields
from .ical_zones import Zone, described, named
from .sheet import Sheet

_BLOCKS = frozenset({"VEVENT", "VTODO", "VJOURNAL"})
OWN = Kind("ics", _BLOCKS, ("uid", *FIELDS["meetings"]), ("uid", "subject"), to_ical.read)


def open_ical(path: Path, encoding: str | None) -> Sheet:
    """Raises Problem where the file is no text or holds no event."""
    found = folding.encoding(path, encoding)
    around, said = _around(path, found)
    if said.get("PRODID") == own_blocks.PRODID:
        return sheet(path, found, OWN)
    if "VEVENT" in said:
        kind = Kind("ics", _BLOCKS, BASE, ALWAYS, partial(fields, around=around))
    else:
        kind = Kind("ics", _BLOCKS, tasks.BASE, tasks.ALWAYS, partial(tasks.tasks, around=around))
    return sheet(path, found, kind)


def _around(path: Path, found: Encoding) -> tuple[Around, dict[str, str]]:
    """The zones a calendar describes, the one it is told in, and whether it only calls off; and
    what it says of itself and holds."""
    said: dict[str, str] = {}

    def keep(each: Property) -> None:
        said.setdefault(each.name, each.text().strip())

    zones: dict[str, Zone] = {}
    for block in components(path, found, _BLOCKS | {"VTIMEZONE"}, keep):
        said.setdefault(block.name, "there")
        name = block.one("TZID")
        if block.name == "VTIMEZONE" and name and (zone := _zone(name, block.properties)):
            zones[name.text().strip()] = zone
    if said.keys().isdisjoint(_BLOCKS):
        raise Problem(f"{path.name} is a calendar without a meeting; nothing was imported.")
    home = named(said.get("X-WR-TIMEZONE", ""))
    here = home if isinstance(home, str) else DESK
    return Around(here, said.get("METHOD", "").upper() == "CANCEL", zones), said


def _zone(name: Property, zone: list[Property]) -> Zone | None:
    known = named(name.text())
    return known if isinstance(known, str) else described(zone) or known
