"""Questions: list, show, search, today."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm import config
from crm.cli.output import labelled, room, say, say_json, say_json_rows, table
from crm.cli.record import Db, Json, Ref, Where, record
from crm.cli.rows import (
    cells,
    counted,
    facts,
    heads,
    known_noun,
    label,
    plain,
    spelled,
    worded,
)
from crm.text import clean
from db.errors import Invalid

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.queries.cards import Card
    from db.queries.lists import Row
    from db.queries.today import Deadline
    from db.view import View

LONGEST = 2000  # characters of a filter or a search; SQLite refuses patterns far longer than that
AT_ONCE = 1000  # rows read and written together

Noun = Annotated[
    str,
    typer.Argument(
        metavar="NOUN",
        help="organisations, contacts, meetings, follow-ups, projects, sites, incentives or cases.",
    ),
]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="At most so many.")]


def list_(
    noun: Noun,
    where: Where = "",
    sort: Annotated[
        str, typer.Option(metavar="F", help="A field; with a minus before it, the last first.")
    ] = "",
    limit: Limit = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Rows of a list."""
    view = view_of(known_noun(noun), where, sort)
    with record(db) as database, database.reading() as session:
        (_list_json if json else _list_text)(session, view, limit)


def view_of(noun: str, where: str, sort: str = "") -> "View":
    """The view that the options mean. Raises Invalid naming what it stumbled on."""
    from crm import countries, dates
    from db.queries.lists import fields, parse
    from db.view import Reading

    today = config.today()
    reading = Reading(
        day=lambda text: dates.parse(text, today), me=config.officer(), country=countries.code
    )
    view = parse(noun, _typed(where), reading)
    wanted, known = _typed(sort), fields(noun)
    if wanted and wanted.removeprefix("-") not in known:
        raise Invalid(
            f"{label(spelled(noun))} cannot be sorted by “{wanted.removeprefix('-')}”. "
            f"Fields: {', '.join(sorted(known))}."
        )
    return replace(view, sort=wanted or view.sort)


def _typed(text: str) -> str:
    """What was typed, without characters no record can hold."""
    if len(text) > LONGEST:
        raise Invalid(f"That is {len(text):,} characters; {LONGEST:,} are enough for a search.")
    return clean(text)[0].strip()


def _list_json(session: "Session", view: "View", limit: int | None) -> None:
    say_json_rows(plain(view.noun, row) for row in _rows(session, view, limit))


def _list_text(session: "Session", view: "View", limit: int | None) -> None:
    from db.queries.lists import count
    from db.view import describe

    rows = list(_rows(session, view, limit))
    if rows:
        _say_table(view.noun, rows)
        say("")
    shown, whole = count(session, view)
    said = describe(replace(view, sort=""))
    total = f"{shown} of {counted(whole, view.noun)}" if said else counted(whole, view.noun)
    if len(rows) < shown:
        total = f"the first {len(rows)} of {total}"
    say(" · ".join(part for part in (total, said) if part))


def _rows(session: "Session", view: "View", limit: int | None) -> "Iterator[Row]":
    from db.queries.lists import ids, rows

    wanted = ids(session, view)[:limit]
    for start in range(0, len(wanted), AT_ONCE):
        yield from rows(session, view.noun, wanted[start : start + AT_ONCE])


def _say_table(noun: str, rows: "Sequence[Row]", indent: str = "") -> None:
    width = room()
    lines = table(heads(noun), [cells(noun, row) for row in rows], width and width - len(indent))
    say(*(indent + line for line in lines))


def show(ref: Ref, json: Json = False, db: Db = None) -> None:
    """One record with its timeline."""
    from db.queries.cards import card

    with record(db) as database, database.reading() as session:
        found = card(session, clean(ref)[0].strip())
        if json:
            say_json(_card_json(found))
        else:
            _card_text(found)


def _card_json(found: "Card") -> dict[str, Any]:
    card: dict[str, Any] = plain(found.noun, found.row)
    if found.noun == "meetings":
        card["attendance"] = [asdict(seat) for seat in found.seated]
        card["points"] = [asdict(point) for point in found.said]
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
        needs = ", ".join(need.replace("_", " ") for need in found.missing)
        say("", f"Still missing for the next stage: {needs}")
    _say_seats(found)
    _say_points(found)
    for each in found.related:
        say("", f"{each.title} ({len(each.rows)})")
        _say_table(each.noun, each.rows, indent="  ")
    if found.timeline:
        say("", "Timeline")
    for event in found.timeline:
        parts = (worded(event.when), event.kind, event.text, event.ref, event.by)
        say("  " + "  ".join(part for part in parts if part))


def _say_seats(found: "Card") -> None:
    if found.seated:
        say("", f"Present ({len(found.seated)})")
    for seat in found.seated:
        as_what = ", ".join(part for part in (seat.job_title, seat.organisation) if part)
        say("  " + "  ".join(p for p in (seat.ref, seat.side, seat.role, seat.name, as_what) if p))


def _say_points(found: "Card") -> None:
    if found.said:
        say("", f"Said ({len(found.said)})")
    for point in found.said:
        topic = f"{point.topic}: " if point.topic else ""
        say(f"  {point.side}  {topic}{point.text}")


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words, in any script.")],
    limit: Limit = 50,
    json: Json = False,
    db: Db = None,
) -> None:
    """Everything, notes included, in any spelling."""
    from db.queries.search import search as find

    sought = _typed(text)
    if not sought:
        raise Invalid("There is nothing to search for. Give a word, such as: crm search Wanji")
    with record(db) as database, database.reading() as session:
        hits = find(session, sought, limit or 50)[:limit]
    if json:
        say_json_rows({**asdict(hit), "noun": spelled(hit.noun)} for hit in hits)
    elif hits:
        rows = [(hit.ref, hit.title, "" if hit.sentence == hit.title else hit.sentence)
                for hit in hits]  # fmt: skip
        say(*table(("Ref", "Name", "Where it matched"), rows, room()))
    else:
        say(f"Nothing found for “{sought}”.")


_SECTIONS = (
    ("meetings", "Meetings", "meetings"),
    ("owed_by_us", "Owed by us", "follow_ups"),
    ("owed_to_us", "Owed to us", "follow_ups"),
    ("gone_quiet", "Gone quiet", "organisations"),
)


def today(json: Json = False, db: Db = None) -> None:
    """Meetings, promises, deadlines and quiet investors."""
    from db.queries.today import today as ask

    with record(db) as database, database.reading() as session:
        found = ask(session, config.today())
        lists = {key: (noun, getattr(found, key)) for key, _, noun in _SECTIONS}
        if json:
            rows = {key: [plain(noun, row) for row in many] for key, (noun, many) in lists.items()}
            deadlines = [asdict(deadline) for deadline in found.deadlines]
            quiet = rows.pop("gone_quiet")
            say_json({"day": found.day, **rows, "deadlines": deadlines, "gone_quiet": quiet})
            return
    day = found.day
    say(f"{day:%A} {day.day} {day:%B} {day.year}")
    for key, title, noun in _SECTIONS:
        if key == "gone_quiet":
            _say_deadlines(found.deadlines)
        _say_section(title, noun, lists[key][1])


def _say_section(title: str, noun: str, rows: "Sequence[Row]") -> None:
    say("", f"{title} ({len(rows)})" if rows else f"{title}: nothing")
    if rows:
        _say_table(noun, rows, indent="  ")


def _say_deadlines(deadlines: "Sequence[Deadline]") -> None:
    say("", f"Deadlines ({len(deadlines)})" if deadlines else "Deadlines: nothing")
    for each in deadlines:
        say(f"  {each.on}  {each.what}  {each.ref}  {each.name}")
