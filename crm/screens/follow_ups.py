"""Place 5: what we owe, and what is owed to us."""

from datetime import date

from crm.screens.ledger import Ledger, Place
from crm.screens.shown import day, due, words
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from crm.words import _
from db.queries.lists import Row


def _cells(row: Row, today: date) -> Cells:
    values = row.values
    is_open = values["status"] == "open"
    when = due(values["due_on"], today) if is_open else (day(values["due_on"]), "muted")
    return (
        when,
        row.name if is_open else (row.name, "muted"),
        _("we owe") if values["side"] == "ours" else _("they owe"),
        values["organisation"] or values["project"] or values["meeting"] or "",
        values["owner"] or values["owner_role"] or "",
        words(values["priority"]),
        words(values["status"]),
        (row.ref, "muted"),
    )


class FollowUps(Ledger):
    PLACE = Place(
        "follow_ups",
        (
            Column("due_on", "Due", 13),
            Column("text", "What", 28, flex=5),
            Column("side", "Who owes", 8, rank=1),
            Column("organisation", "About", 14, flex=2, rank=3),
            Column("owner_role", "Owner", 14, flex=1, rank=4),
            Column("priority", "Priority", 8, rank=5),
            Column("status", "Status", 7, rank=2),
            Column("ref", "Ref", 5, rank=6),
        ),
        _cells,
        (
            ("Open", "status:open"),
            ("We owe", "status:open side:ours"),
            ("They owe", "status:open side:theirs"),
            ("Done and dropped", "status:done,dropped"),
            ("All follow-ups", ""),
        ),
        "Nothing is owed here.\n\nPress n to promise something; a meeting's form makes promises, too.",
        frozenset({"organisation", "project", "meeting", "contact"}),
    )
