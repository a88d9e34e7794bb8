"""Place 6: projects by stage."""

from datetime import date

from crm.screens.ledger import Ledger, Place
from crm.screens.shown import day, words
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from crm.words import _, word_of
from db.models.projects import PartyRole
from db.queries.lists import Row


def _cells(row: Row, today: date) -> Cells:
    values = row.values
    parties = values["party_list"]
    capex = next((f for f in reversed(values["figures"]) if f["measure"] == "capex"), None)
    return (
        row.name,
        words(values["stage"]),
        words(values["status"]),
        ", ".join(f"{each['name']} ({word_of(PartyRole, each['role'])})" for each in parties),
        f"{capex['amount'] / 100_000_000:,.0f}m {capex['currency']}" if capex else "",
        day(values["expected_on"]),
        (_("{n} missing", n=len(values["missing"])), "warn") if values["missing"] else "",
        (row.ref, "muted"),
    )


class Projects(Ledger):
    PLACE = Place(
        "projects",
        (
            Column("name", "Name", 26, flex=4),
            Column("stage", "Stage", 14),
            Column("status", "Status", 9, rank=3),
            Column("organisation", "Parties", 16, flex=3, rank=2),
            Column("capex", "Capex", 10, align="right", rank=1),
            Column("expected_on", "Expected", 11, rank=5),
            Column("missing", "Next stage", 10, rank=4),
            Column("ref", "Ref", 5, rank=6),
        ),
        _cells,
        (
            ("All projects", ""),
            ("Active", "status:active,delayed"),
            ("Lost and abandoned", "status:lost,abandoned"),
        ),
        "No project here yet.\n\nPress n to add one.",
        frozenset({"project_party", "project_site", "figure", "organisation"}),
    )
