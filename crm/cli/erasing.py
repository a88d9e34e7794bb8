"""Erase a person for good, where the law asks for it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crm import astray, last_seen
from crm.cli.output import say, say_json
from crm.cli.record import Db, Json, record
from db.errors import Invalid

if TYPE_CHECKING:
    from db.erasing import Erasure


def erase(
    ref: Annotated[
        str | None, typer.Argument(metavar="[REF]", help="A person, such as C40.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; it cannot be undone.")] = False,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Only clean the files after an erasure.")
    ] = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """Erase a person from record, history, drafts, index and free space; without --yes only list it."""
    from db import erasing

    with record(db, create=False) as database:
        if sweep:
            erasing.sweep(database)
            say(f"{database.where} was written anew; nothing erased is left in it.")
            return
        if ref is None:
            raise Invalid("Say whom to erase, such as: crm erase C40")
        astray.adopt(database.where, database.keeping)
        one = erasing.person_of(ref)
        told = erasing.erase(database, one) if yes else erasing.erasure(database, one)
    if yes:
        last_seen.forget()
    if json:
        say_json({**asdict(told), "copies": [str(copy) for copy in told.copies], "done": yes})
    else:
        say(*_told(told, yes))


def _told(told: "Erasure", done: bool) -> Iterator[str]:
    yield f"{told.ref} was erased for good:" if done else f"Erasing {told.ref} would touch:"
    yield from (f"    {trace.where}: {trace.fate}" for trace in told.traces)
    if told.copies:
        yield "These copies still hold the person; delete them, or let them expire:"
        yield from (f"    {copy}" for copy in told.copies)
    yield "Copies, exports and papers made elsewhere hold what they held."
    if not done:
        yield f"Nothing was changed. Do it, for good, with: crm erase {told.ref} --yes"
