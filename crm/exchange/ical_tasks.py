"""What one task of a calendar says, by the columns of a list of follow-ups."""

from .components import Component, Fault
from .ical_fields import Around, extra, identity, moment

BASE = (
    "Task", "Due on", "Due at", "Status", "Done on", "Priority", "Description", "Categories", "Event UID",
)  # fmt: skip
ALWAYS = ("Task", "Due on", "Event UID")  # by which the columns are known again
_TEXT = {"SUMMARY": "Task", "DESCRIPTION": "Description"}
_STATUS = {
    "COMPLETED": "done",
    "CANCELLED": "dropped",
    "NEEDS-ACTION": "open",
    "IN-PROCESS": "open",
}
_READ = {
    *_TEXT, "DUE", "DTSTART", "COMPLETED", "STATUS", "PRIORITY", "CATEGORIES", "UID", "PERCENT-COMPLETE",
    "DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED",
}  # fmt: skip


def tasks(block: Component, around: Around) -> dict[str, str]:
    """Column -> cell. Raises Fault where the task cannot be read."""
    if block.name != "VTODO":
        return {"": f"a {block.name[1:].lower()} of the calendar, not a task"}
    told: dict[str, str] = {}
    for each in block.properties:
        if column := _TEXT.get(each.name):
            told[column] = each.text()
        elif each.name not in _READ:
            extra(told, each)
    _days(told, block, around)
    told["Status"] = _STATUS.get(_word(block, "STATUS"), "done" if told.get("Done on") else "")
    told["Priority"] = _priority(_word(block, "PRIORITY"))
    told["Categories"] = " ::: ".join(
        part.strip() for each in block.all("CATEGORIES") for part in each.parts(",")
    )
    identity(told, block)
    return {column: text for column, text in told.items() if text}


def _days(told: dict[str, str], block: Component, around: Around) -> None:
    if due := block.one("DUE") or block.one("DTSTART"):
        when = moment(due, around, told)
        told["Due on"], told["Due at"] = when.day.isoformat(), when.time or ""
    if done := block.one("COMPLETED"):
        told["Done on"] = moment(done, around, told).day.isoformat()


def _word(block: Component, name: str) -> str:
    said = block.one(name)
    return said.text().strip().upper() if said else ""


def _priority(text: str) -> str:
    """RFC 5545: 1 to 4 is high, 5 the middle, 6 to 9 low, 0 nothing said."""
    if not text.isdigit():
        return ""
    number = int(text[:3])
    if number > 9:
        raise Fault(f"PRIORITY says {number}, which is no priority")
    return "" if number == 0 else "high" if number < 5 else "medium" if number == 5 else "low"
