"""Place 2: investors, and every other organisation."""

from datetime import date

from crm.screens.ledger import Ledger, Place
from crm.screens.shown import country, day, words
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from crm.words import _
from db.queries.lists import Row


def _cells(row: Row, today: date) -> Cells:
    values = row.values
    return (
        row.name,
        country(values["country"]) if values["country"] else "",
        values["city"] or "",
        words(values["kind"]),
        words(values["tier"]),
        (day(values["last_spoken"]) or _("never"), "" if values["last_spoken"] else "muted"),
        str(values["open_follow_ups"] or ""),
        (row.ref, "muted"),
    )


class Investors(Ledger):
    PLACE = Place(
        "organisations",
        (
            Column("name", "Name", 24, flex=4),
            Column("country", "Country", 10, flex=1),
            Column("city", "City", 9, flex=1, rank=3),
            Column("kind", "Kind", 10, rank=4),
            Column("tier", "Tier", 4, rank=5),
            Column("last_spoken", "Last spoken", 11, rank=1),
            Column("open_follow_ups", "Open", 4, align="right", rank=2),
            Column("ref", "Ref", 5, rank=6),
        ),
        _cells,
        (
            ("Investors", "kind:investor"),
            ("Our side", "side:host"),
            ("All organisations", ""),
        ),
        "No organisation here yet.\n\nPress n to add one, or i to import a list.",
        frozenset({"follow_up", "meeting", "meeting_organisation", "contact"}),
    )
