"""Saved views: which there are, and what one of them means."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.output import room, say, say_json_rows, table
from crm.cli.record import Db, Json, record
from crm.cli.rows import known_noun, spelled

if TYPE_CHECKING:
    from db.engine import Database


def views(
    noun: Annotated[str, typer.Argument(metavar="NOUN", help="Of one noun only.")] = "",
    forget: Annotated[str, typer.Option(metavar="NAME", help="Take this one away.")] = "",
    json: Json = False,
    db: Db = None,
) -> None:
    """Views kept under a name: crm list NOUN --view NAME."""
    from db.commands import views as kept
    from db.queries.views import saved

    wanted = known_noun(noun) if noun else ""
    with record(db) as database:
        if forget:
            with database.writing(f"Forget the view {forget}") as session:
                kept.forget(session, wanted, forget)
        with database.reading() as session:
            found = saved(session, wanted)
    if json:
        say_json_rows({**asdict(view), "noun": spelled(view.noun)} for view in found)
    elif found:
        rows = [(spelled(view.noun), view.key, view.name, view.words) for view in found]
        say(*table(("Noun", "Key", "Name", "View"), rows, room(), main=3))
    else:
        say("No view is kept yet. Keep one with: crm list contacts --where country:CN --save China")


def line(database: "Database", noun: str, name: str, where: str) -> str:
    """The line of the filter language of a saved view, narrowed by what was typed beside it."""
    from db.queries.views import named

    if not name:
        return where
    with database.reading() as session:
        return f"{named(session, noun, name).words} {where}".strip()


def keep(database: "Database", noun: str, name: str, words: str) -> None:
    """Keep a line as a view."""
    from db.commands.views import save

    with database.writing(f"Keep the view {name}") as session:
        save(session, noun, name, words)
