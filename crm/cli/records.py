"""Questions: list, search, today."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from crm import config
from crm.cli import views as kept
from crm.cli.output import room, say, say_json, say_json_rows, table
from crm.cli.record import Db, Json, Where, record
from crm.cli.rows import (
    cells,
    counted,
    heads,
    known_noun,
    label,
    plain,
    spelled,
)
from crm.text import clean, one_line
from crm.words import _, language
from db.errors import Invalid

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.queries.lists import Row
    from db.queries.search import Hit
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
    view: Annotated[str, typer.Option(metavar="NAME", help="A view of crm views.")] = "",
    save: Annotated[str, typer.Option(metavar="NAME", help="Keep this as a view.")] = "",
    json: Json = False,
    db: Db = None,
) -> None:
    """Rows of a list."""
    wanted = known_noun(noun)
    with record(db) as database:
        line = kept.line(database, wanted, view, where)
        meant = view_of(wanted, line, sort)
        if save:
            kept.keep(database, wanted, save, f"{line} sort:{sort}" if sort else line)
        with database.reading() as session:
            (_list_json if json else _list_text)(session, meant, limit)


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
        say_rows(view.noun, rows)
        say("")
    shown, whole = count(session, view)
    said = describe(replace(view, sort=""))
    total = (
        _("{part} of {whole}", part=shown, whole=counted(whole, view.noun))
        if said
        else counted(whole, view.noun)
    )
    if len(rows) < shown:
        total = _("the first {n} of {whole}", n=len(rows), whole=total)
    say(" · ".join(part for part in (total, said) if part))


def _rows(session: "Session", view: "View", limit: int | None) -> "Iterator[Row]":
    from db.queries.lists import ids, rows

    wanted = ids(session, view)[:limit]
    for start in range(0, len(wanted), AT_ONCE):
        yield from rows(session, view.noun, wanted[start : start + AT_ONCE])


def say_rows(noun: str, rows: "Sequence[Row]", indent: str = "") -> None:
    width = room()
    lines = table(heads(noun), [cells(noun, row) for row in rows], width and width - len(indent))
    say(*(indent + line for line in lines))


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
        say(*(line for hit in hits for line in _told(hit)))
    else:
        say(_("Nothing found for “{text}”.", text=sought))


def _told(hit: "Hit") -> "Iterator[str]":
    yield f"{hit.ref}  {one_line(hit.title)}"
    if hit.sentence != hit.title:
        yield f"{' ' * len(hit.ref)}  {one_line(hit.sentence)}"


_SECTIONS = (
    ("meetings", "Meetings", "meetings"),
    ("owed_by_us", "Owed by us", "follow_ups"),
    ("owed_to_us", "Owed to us", "follow_ups"),
    ("gone_quiet", "Gone quiet", "organisations"),
)


def today(json: Json = False, db: Db = None) -> None:
    """Meetings, promises, deadlines and quiet investors."""
    from crm.dates import spoken
    from db.queries.today import today as ask
    from db.queries.today import whole

    with record(db) as database, database.reading() as session:
        found = ask(session, config.today())
        lists = {key: (noun, getattr(found, key)) for key, _, noun in _SECTIONS}
        if json:
            rows = {key: [plain(noun, row) for row in many] for key, (noun, many) in lists.items()}
            deadlines = [asdict(deadline) for deadline in found.deadlines]
            quiet = rows.pop("gone_quiet")
            told = {"day": found.day, **rows, "deadlines": deadlines, "gone_quiet": quiet}
            say_json({**told, "overdue": found.overdue, "more": found.more})
            return
    day = found.day
    say(f"{day:%A} {day.day} {day:%B} {day.year}" if language() == "en" else spoken(day))
    for key, title, noun in _SECTIONS:
        if key == "gone_quiet":
            _say_deadlines(found.deadlines, found.more.get("deadlines", 0))
        _say_section(title, noun, lists[key][1], found.more.get(key, 0))
        _say_rest(found.more.get(key, 0), whole(key, day))


def _say_section(title: str, noun: str, rows: "Sequence[Row]", more: int) -> None:
    say("", f"{_(title)} ({len(rows) + more:,})" if rows else f"{_(title)}: {_('nothing')}")
    if rows:
        say_rows(noun, rows, indent="  ")


def _say_rest(more: int, listed: tuple[str, str] | None) -> None:
    if more and listed:
        noun, line = listed
        told = _("and {n} more", n=f"{more:,}")
        say(f"  {told}: crm list {spelled(noun)} --where '{line}'")
    elif more:
        say(f"  {_('and {n} more', n=f'{more:,}')}")


def _say_deadlines(deadlines: "Sequence[Deadline]", more: int) -> None:
    head = _("Deadlines")
    say("", f"{head} ({len(deadlines) + more})" if deadlines else f"{head}: {_('nothing')}")
    for each in deadlines:
        say(f"  {each.on}  {_(each.what)}  {each.ref}  {each.name}")
    _say_rest(more, None)
