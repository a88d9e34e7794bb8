"""One record: its fields, what hangs on it, and its timeline."""

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from crm.cli.output import labelled, say, say_json
from crm.cli.record import Db, Json, Ref, record
from crm.cli.records import say_rows
from crm.cli.rows import facts, plain, spelled, worded
from crm.cli.runs import show_run
from crm.text import clean
from crm.words import _

if TYPE_CHECKING:
    from db.queries.cards import Card


def show(ref: Ref, json: Json = False, db: Db = None) -> None:
    """One record with its timeline."""
    from db.queries.cards import card

    wanted = clean(ref)[0].strip()
    with record(db) as database, database.reading() as session:
        if re.fullmatch(r"[Rr]\d+", wanted):
            show_run(session, wanted, json=json)
            return
        found = card(session, wanted)
        say_json(_card_json(found)) if json else _card_text(found)


def _card_json(found: "Card") -> dict[str, Any]:
    card: dict[str, Any] = plain(found.noun, found.row)
    if found.noun == "meetings":
        card["attendance"] = [asdict(seat) for seat in found.seated]
        card["points"] = [asdict(point) for point in found.said if point.text]
    card["missing"] = list(found.missing)
    card["related"] = [
        {
            "title": each.title,
            "noun": spelled(each.noun),
            "rows": [plain(each.noun, row) for row in each.rows],
        }
        for each in found.related
    ]
    card["timeline"] = [asdict(event) for event in found.timeline]
    return card


def _card_text(found: "Card") -> None:
    say(f"{found.row.ref}  {found.row.name}", "")
    say(*labelled(facts(found.noun, found.row)))
    if found.missing:
        needs = ", ".join(_(need.replace("_", " ")) for need in found.missing)
        say("", _("Still missing for the next stage: {needs}", needs=needs))
    _say_seats(found)
    _say_points(found)
    for each in found.related:
        say("", f"{_(each.title)} ({len(each.rows)})")
        say_rows(each.noun, each.rows, indent="  ")
    if found.timeline:
        say("", _("Timeline"))
    for event in found.timeline:
        parts = (worded(event.when), _(event.kind), event.text, event.ref, event.by)
        say("  " + "  ".join(part for part in parts if part))


def _say_seats(found: "Card") -> None:
    if found.seated:
        say("", f"{_('Present')} ({len(found.seated)})")
    for seat in found.seated:
        as_what = ", ".join(part for part in (seat.job_title, seat.organisation) if part)
        parts = (seat.ref, _(seat.side), _(seat.role.replace("_", " ")), seat.name, as_what)
        say("  " + "  ".join(part for part in parts if part))


def _say_points(found: "Card") -> None:
    said = [point for point in found.said if point.text]
    if said:
        say("", f"{_('Said')} ({len(said)})")
    for point in said:
        topic = f"{point.topic}: " if point.topic else ""
        say(f"  {_(point.side)}  {topic}{point.text}")
