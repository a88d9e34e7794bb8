"""Incentive cases: what was offered to whom, and how far it is; reached from the incentives' place."""

from datetime import date

from crm.screens.ledger import Ledger, Place
from crm.screens.shown import day, words
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from db.queries.lists import Row


def _cells(row: Row, today: date) -> Cells:
    values = row.values
    return (
        values["organisation"] or "",
        values["incentive"] or "",
        words(values["state"]),
        values["project"] or "",
        day(values["next_report_on"]),
        (row.ref, "muted"),
    )


class Cases(Ledger):
    PLACE = Place(
        "cases",
        (
            Column("organisation", "Organisation", 22, flex=3),
            Column("incentive", "Incentive", 24, flex=4),
            Column("state", "State", 10),
            Column("project", "Project", 16, flex=2, rank=1),
            Column("next_report_on", "Next report", 11, rank=2),
            Column("ref", "Ref", 4, rank=3),
        ),
        _cells,
        (
            ("Incentive cases", ""),
            ("Under way", "state:offered,applied,granted"),
            ("In force", "state:in_force"),
        ),
        "No incentive was offered to anybody yet.\n\nPress n to record an offer.",
        frozenset({"organisation", "incentive", "project"}),
    )
