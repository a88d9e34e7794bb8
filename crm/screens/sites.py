"""Sites that can be shown to an investor; reached from the projects' place."""

from datetime import date

from crm.screens.ledger import Ledger, Place
from crm.screens.shown import country, words
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from db.queries.lists import Row


def _cells(row: Row, today: date) -> Cells:
    values = row.values
    return (
        row.name,
        words(values["zone_kind"]),
        values["place"] or "",
        values["area"] or "",
        values["operator"] or "",
        country(values["country"]) if values["country"] else "",
        (row.ref, "muted"),
    )


class Sites(Ledger):
    PLACE = Place(
        "sites",
        (
            Column("name", "Name", 26, flex=4),
            Column("zone_kind", "Kind", 15),
            Column("place", "Place", 14, flex=2, rank=1),
            Column("area", "Area", 12, flex=1, rank=3),
            Column("operator", "Operator", 16, flex=2, rank=2),
            Column("country", "Country", 10, rank=4),
            Column("ref", "Ref", 4, rank=5),
        ),
        _cells,
        (("Sites", ""), ("Industrial parks", "zone_kind:industrial_park")),
        "No site here yet.\n\nPress n to add one.",
        frozenset({"organisation"}),
    )
