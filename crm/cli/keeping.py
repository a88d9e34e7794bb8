"""Keeping the record: make one, copy it, put it back, look whether it is whole."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm import config, passphrase
from crm.cli.encrypting import told as recovery
from crm.cli.output import say, say_json
from crm.cli.record import Db, Json, record, target
from crm.cli.rows import worded
from crm.text import one_line
from db.errors import Invalid
from db.keys import Key
from db.libraries import cipher

if TYPE_CHECKING:
    from db.checking import Fault
    from db.history import Entry

File = Annotated[Path, typer.Argument(metavar="FILE", help="The copy.")]


def init(
    empty: Annotated[bool, typer.Option("--empty", help="Without the seed.")] = False,
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help="With a passphrase, which is asked for.")
    ] = False,
    db: Db = None,
) -> None:
    """Make the record, seeded unless --empty."""
    from db.engine import open_database

    place, share = target(db), config.config().network_share
    _nothing_there(place)
    key = _new_key(place) if encrypted else None
    database = open_database(place, who=config.officer(), seed=not empty, share=share, key=key)
    try:
        if not database.fresh:  # on a server, or made in this very moment by somebody else
            raise _there_already(database.where)
        say(f"Made {'an empty' if empty else 'a seeded'} record at {database.where}.")
        say(*(recovery(key) if key else ()))
    finally:
        database.close()


def _new_key(place: str) -> Key:
    if "://" in place:
        raise Invalid("A server encrypts what it keeps by itself; --encrypted is for a file.")
    cipher()
    return Key.new(passphrase.chosen())


def _nothing_there(place: str) -> None:
    from db.sqlite import holds_record

    if "://" not in place and holds_record(Path(place).expanduser()):
        raise _there_already(place)


def _there_already(place: str) -> Invalid:
    return Invalid(f"There is a record at {place} already. Nothing was changed.")


def backup(file: File, db: Db = None) -> int:
    """Copy the record while it is in use, and verify the copy."""
    with record(db, create=False) as database:
        from db.backup import backup as copy

        made = copy(database, file)
    say(f"Copied the record to {made.path} and verified the copy.")
    say(f"It holds {made.rows} rows; its history ends at {made.head}.")
    for number in made.altered:
        say(f"The history was edited at change {number}. See: crm check")
    return 1 if made.altered else 0


def restore(
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be lost.")] = False,
    db: Db = None,
) -> None:
    """Put a copy back; the record as it was is kept beside it."""
    from db.restoring import restore as put_back
    from db.restoring import would_lose

    place, who, share = target(db), config.officer(), config.config().network_share
    if dry_run:
        say(
            *_lost(would_lose(place, file, who, share=share), "would no longer be"),
            "Nothing was changed.",
        )
        return
    done = put_back(place, file, who, share=share)
    say(f"Put {file} back as the record at {done.where}.")
    say(*_lost(done.lost, "are no longer"))
    if done.safety:
        say(f"The record as it was is kept. Go back with: crm restore {done.safety}")


SHOWN = 10  # acts, and faults of one kind, named one by one


def _lost(acts: "Sequence[Entry]", word: str) -> Iterator[str]:
    """The acts that a restore takes from the record, the newest first."""
    number = "1 act" if len(acts) == 1 else f"{len(acts)} acts"
    yield f"{number} made since the copy {word} in it{':' if acts else '.'}"
    for act in acts[:SHOWN]:
        yield f"    {act.id}  {worded(act.at)}  {one_line(act.by)}  {one_line(act.label)}"
    if len(acts) > SHOWN:
        yield f"    and {len(acts) - SHOWN} older"


def check(
    head: Annotated[
        str, typer.Option("--head", metavar="HEX", help="A head printed before; is it in here?")
    ] = "",
    json: Json = False,
    db: Db = None,
) -> int:
    """Integrity of file, schema, links, search and history."""
    with record(db, create=False) as database:
        from db.checking import check as faults_of
        from db.history import asking
        from db.history import head as last_of

        faults, where = faults_of(database, head), database.where
        with database.engine.connect() as connection:
            last = last_of(asking(connection))
    if json:
        say_json({"where": where, "head": last, "faults": [asdict(fault) for fault in faults]})
        return 1 if faults else 0
    say(*_alike(faults))
    if not faults:
        say(f"{where} is whole: file, schema, links, search and history.")
    say(f"Its history ends at {last}.", *_copies(database.path))
    return 1 if faults else 0


def _alike(faults: "Sequence[Fault]") -> Iterator[str]:
    """Faults in their order; of many of one kind the first few, for one cause may spoil every record."""
    kinds: dict[str, list[Fault]] = {}
    for fault in faults:
        kinds.setdefault(fault.sentence, []).append(fault)
    for several in kinds.values():
        yield from map(str, several[:SHOWN])
        if (more := len(several) - SHOWN) > 0:
            yield f"    and {more:,} more of which the same is true; --json names all"


def _copies(path: Path | None) -> Iterator[str]:
    from db import kept

    if path is None:
        yield "A server's record makes no copies by itself; let cron run: crm backup FILE"
        return
    made = kept.daily(path)
    if made:
        yield f"The last copy that made itself: {made[-1]}"
