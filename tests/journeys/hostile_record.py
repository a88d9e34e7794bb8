"""A record in which every field that a screen shows holds hostile strings, or harmless ones.

Run as a program it opens the desk on a record, with the filter before the terminal or without it:
arguments `filter` or `bare`, and the path.
"""

import sys
from collections.abc import Sequence
from datetime import date

from textual.app import App
from textual.filter import LineFilter

from crm.app import CrmApp, run
from db.commands import contacts, follow_ups, meetings, organisations, projects, sites
from db.commands.meetings import Seat, WriteUp
from db.engine import Database
from db.models.meetings import Role, Side
from tests.hostile import STRINGS

DAY = date(2026, 1, 21)
LINES = ("native_name", "city", "sector", "website", "phone", "email", "registration_no",
         "tax_id", "stock_code", "check_by", "source")  # fmt: skip


def storable(text: str) -> str:
    """What a record takes: no database keeps NUL and halves of characters."""
    return "".join(c for c in text if c != "\0" and not "\ud800" <= c < "\ue000") or "x"


def texts(kind: str) -> list[str]:
    every = [storable(text) for text in STRINGS.values()]
    return every if kind == "hostile" else [f"harmless {n}" for n in range(len(every))]


def fill(database: Database, kind: str) -> None:
    """Every string as the name of each noun, as a value of each form field, as a label of a change."""
    every = texts(kind)
    for n, text in enumerate(every):
        with database.writing(f"Add {text}") as session:
            one = organisations.add(session, name=text, kind="investor", tags=[f"group{n // 8}"])
            contacts.add(session, full_name=text, job_title=text, organisation_id=one)
            follow_ups.add(session, text=text, due_on=DAY, owner_role=text, organisation_id=one)
            projects.add(session, name=text, requirements=text)
            sites.add(session, name=text, place=text)
    with database.writing("Fill the forms") as session:
        for n in range(0, len(every), len(LINES)):
            some = every[n : n + len(LINES)]
            values = dict(zip(LINES, some, strict=False))
            organisations.add(session, name=f"000 form {n // len(LINES)}", kind="investor",
                              address=f"end of form {n // len(LINES)}", notes="\n".join(some),
                              tags=["fields"],
                              aliases=some, **values)  # fmt: skip
    with database.writing("Meet them all") as session:
        _meet(session, every)


def _meet(session: object, every: list[str]) -> None:
    points = [{"topic": text[:20], "text": text, "side": side}
              for side in ("host", "guest") for text in every]  # fmt: skip
    seats = [Seat(1, Side.host, Role.chair), *(Seat(n + 12) for n in range(len(every)))]
    meetings.write_up(session, None, WriteUp(  # type: ignore[arg-type]
        {"subject": "000 all of them", "starts_on": date(2027, 1, 1), "purpose": "\n".join(every),
         "place": every[0], "notes": "\n".join(every)},
        organisations=list(range(22, 22 + len(every))), seats=seats, points=points,
        promises=[{"text": text, "due_on": DAY} for text in every],
    ))  # fmt: skip


def bare(app: CrmApp) -> Sequence[LineFilter]:
    """No filter before the terminal: what is caught only there gets through."""
    return App.get_line_filters(app)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        CrmApp.get_line_filters = bare  # type: ignore[method-assign]
    sys.exit(run(sys.argv[2], "Tester"))
