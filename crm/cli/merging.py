"""Two records that are one: which may be, and made one."""

from dataclasses import asdict
from typing import Annotated

import typer

from crm.cli.output import room, say, say_json, table
from crm.cli.record import Db, Json, record
from crm.cli.records import Noun
from crm.cli.rows import known_noun
from db.errors import Invalid


def merge(
    keep: Annotated[str, typer.Argument(metavar="REF", help="The record that stays.")],
    other: Annotated[str, typer.Argument(metavar="REF", help="The one that becomes part of it.")],
    take: Annotated[
        list[str] | None, typer.Option("--take", metavar="FIELD", help="From the second record.")
    ] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Make two organisations, or two contacts, one; crm undo gives both back."""
    from db.commands.merging import merge as made_one
    from db.models import NOUNS
    from db.queries.cards import card

    with record(db, create=False) as database:
        with database.reading() as session:
            one, two = card(session, keep), card(session, other)
        if one.noun != two.noun:
            raise Invalid(f"{one.row.ref} and {two.row.ref} are not of one kind. Name two of one.")
        label = f"Merge {two.row.name} into {one.row.name}"
        with database.writing(label) as session:
            made_one(session, NOUNS[one.noun], one.row.id, two.row.id, take or ())
    if json:
        say_json({"kept": one.row.ref, "merged": two.row.ref, "label": label})
    else:
        say(f"{two.row.ref} {two.row.name} is now part of {one.row.ref} {one.row.name}.")
        say("Every link went with it. Take it back with: crm undo")


def duplicates(noun: Noun, json: Json = False, db: Db = None) -> None:
    """Pairs of organisations or of contacts that may be one, and why."""
    from db.queries.duplicates import pairs

    listed = known_noun(noun)
    with record(db, create=False) as database, database.reading() as session:
        found = pairs(session, listed)
    if json:
        say_json([asdict(pair) for pair in found])
        return
    rows = [(p.first.ref, p.first.name, p.second.ref, p.second.name, p.reason) for p in found]
    if rows:
        say(*table(("Ref", "Name", "Ref", "Name", "Why"), rows, room()))
    count = f"{len(found):,} pair{'' if len(found) == 1 else 's'}"
    say(f"{count} that may be one. Make two one with: crm merge REF REF")
