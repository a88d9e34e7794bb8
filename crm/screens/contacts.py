"""Place 3: people on both sides."""

from datetime import date

from crm.screens.ledger import Ledger, Place
from crm.screens.shown import country, day
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from db.queries.lists import Row


def _cells(row: Row, today: date) -> Cells:
    values = row.values
    return (
        (row.name, "muted" if values["placeholder"] else ""),
        values["organisation"] or "",
        values["job_title"] or "",
        country(values["country"]) if values["country"] else "",
        (values["emails"] or [""])[0],
        next((phone["raw"] or "" for phone in values["phones"]), ""),
        day(values["last_spoken"]),
        (row.ref, "muted"),
    )


class Contacts(Ledger):
    PLACE = Place(
        "contacts",
        (
            Column("name", "Name", 20, flex=3),
            Column("organisation", "Organisation", 18, flex=3),
            Column("job_title", "Job title", 14, flex=2, rank=1),
            Column("country", "Country", 10, rank=4),
            Column("emails", "E-mail", 20, flex=2, rank=2),
            Column("phones", "Phone", 16, rank=5),
            Column("last_spoken", "Last met", 11, rank=3),
            Column("ref", "Ref", 5, rank=6),
        ),
        _cells,
        (("Contacts", ""), ("Name to be recorded", "placeholder:yes")),
        "No contact here yet.\n\nPress n to add one, or i to import an address book.",
        frozenset({"organisation", "meeting", "attendance"}),
    )
