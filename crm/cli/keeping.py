"""Keeping the record: make one, copy it, put it back, look whether it is whole."""

from pathlib import Path
from typing import Annotated

import typer

from crm import config
from crm.cli.output import say
from crm.cli.record import Db, record, target
from db.errors import Invalid

File = Annotated[Path, typer.Argument(metavar="FILE", help="The copy.")]


def init(
    empty: Annotated[bool, typer.Option("--empty", help="Without the seed.")] = False,
    db: Db = None,
) -> None:
    """Make the record, seeded unless --empty."""
    from db.engine import open_database

    place = target(db)
    _nothing_there(place)
    database = open_database(place, who=config.officer(), seed=not empty)
    try:
        if not database.fresh:  # on a server, or made in this very moment by somebody else
            raise _there_already(database.where)
        say(f"Made {'an empty' if empty else 'a seeded'} record at {database.where}.")
    finally:
        database.close()


def _nothing_there(place: str) -> None:
    from db.sqlite import prepare

    path = Path(place).expanduser()
    if "://" not in place and path.exists() and not prepare(path, create=False):
        raise _there_already(place)


def _there_already(place: str) -> Invalid:
    return Invalid(f"There is a record at {place} already. Nothing was changed.")


def backup(file: File, db: Db = None) -> None:
    """Copy the record while it is in use, and verify the copy."""
    with record(db, create=False) as database:
        from db.backup import backup as copy

        made = copy(database, file)
    say(f"Copied the record to {made.path} and verified the copy.")
    say(f"It holds {made.rows} rows; its history ends at {made.head}.")


def restore(file: File, db: Db = None) -> None:
    """Put a copy back; the record as it was is kept beside it."""
    from db.backup import restore as put_back

    done = put_back(target(db), file, config.officer())
    say(f"Put {file} back as the record at {done.where}.")
    if done.safety:
        acts = "1 act" if len(done.lost) == 1 else f"{len(done.lost)} acts"
        say(
            f"{acts} made since are no longer in it; the record as it was is kept in {done.safety}."
        )


def check(db: Db = None) -> int:
    """Integrity of file, schema, links and history."""
    with record(db, create=False) as database:
        from db.backup import check as faults_of

        faults = faults_of(database)
        where = database.where
    say(*(str(fault) for fault in faults))
    if not faults:
        say(f"{where} is whole: file, schema, links and history.")
    return 1 if faults else 0
