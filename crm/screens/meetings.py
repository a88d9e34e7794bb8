"""Place 4: meetings, before, during and after."""

from datetime import date

from crm.screens.ledger import Ledger, Place
from crm.screens.shown import day, words
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from db.queries.lists import Row


def _cells(row: Row, today: date) -> Cells:
    values = row.values
    late = values["status"] == "planned" and values["starts_on"] and values["starts_on"] < today
    when = " ".join(part for part in (day(values["starts_on"]), values["starts_at"]) if part)
    return (
        (f"{when} !" if late else when, "warn" if late else ""),
        row.name,
        ", ".join(values["organisations"]),
        words(values["kind"]),
        words(values["status"]),
        values["place"] or "",
        (row.ref, "muted"),
    )


class Meetings(Ledger):
    PLACE = Place(
        "meetings",
        (
            Column("starts_on", "When", 13),
            Column("subject", "Subject", 24, flex=4),
            Column("organisation", "With", 16, flex=3, rank=2),
            Column("kind", "Kind", 10, rank=4),
            Column("status", "Status", 9, rank=1),
            Column("place", "Place", 9, flex=1, rank=3),
            Column("ref", "Ref", 5, rank=5),
        ),
        _cells,
        (("All meetings", ""), ("Planned", "status:planned"), ("Held", "status:held")),
        "No meeting here yet.\n\nPress n to plan or write up one.",
        frozenset({"meeting_organisation", "organisation"}),
    )
