"""Place 7: what the state offers, and whether it is open today."""

from datetime import date

from crm.screens.ledger import Ledger, Place
from crm.screens.shown import words
from crm.widgets.columns import Column
from crm.widgets.kept import Cells
from crm.words import _, many
from db.dossier import Window
from db.queries.incentives import Standing, standing
from db.queries.lists import Row

TONES = {Standing.open: "good", Standing.lapsed: "bad", Standing.changed_later: "warn"}


def _cells(row: Row, today: date) -> Cells:
    values = row.values
    windows = [Window(w["from"], w["to"], w["known_on"]) for w in values["windows"]]
    now = standing(windows, today)
    days = values["decision_working_days"]
    return (
        row.name,
        words(values["kind"]),
        (_(now.value), TONES.get(now, "muted")),
        values["authority"] or "",
        values["duration"] or "",
        many(days, "{n} working day", "{n} working days") if days else "",
        (row.ref, "muted"),
    )


class Incentives(Ledger):
    PLACE = Place(
        "incentives",
        (
            Column("name", "Name", 30, flex=5),
            Column("kind", "Kind", 10, rank=2),
            Column("standing", "Today", 18),
            Column("authority", "Authority", 16, flex=2, rank=1),
            Column("duration", "Duration", 12, flex=1, rank=3),
            Column("decision_working_days", "Decision", 14, rank=4),
            Column("ref", "Ref", 4, rank=5),
        ),
        _cells,
        (("All incentives", ""), ("Protection", "kind:protection"), ("Tax", "kind:tax")),
        "No incentive here yet.\n\nPress n to add one.",
        frozenset({"incentive_window", "organisation"}),
    )
