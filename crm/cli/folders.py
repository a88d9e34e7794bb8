"""The whole record as a folder, and a folder back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm.cli.output import say, say_json
from crm.cli.progress import rows_done, tell_progress
from crm.cli.record import record
from crm.cli.rows import counted, spelled
from crm.cli.runs import COUNTS
from crm.text import one_line
from db.errors import Invalid

if TYPE_CHECKING:
    from crm.exchange.apply import Options
    from crm.exchange.restore import Restored

SHOWN = 20  # rows that did not come in, named one by one


def export_folder(folder: Path | None, *, db: str | None) -> None:
    """Every noun and a manifest. Raises Invalid without a place for them."""
    from crm.exchange.folder import MANIFEST, export_all

    if folder is None:
        raise Invalid("Say where everything goes: crm export all -o FOLDER.")
    with record(db) as database, database.reading() as session:
        entries = export_all(session, folder, rows_done)
    tell_progress("")
    say(f"Wrote {', '.join(counted(each.rows, each.noun) for each in entries)}")
    say(f"and {MANIFEST} to {folder}. Bring it back with: crm import {folder}")


def import_folder(folder: Path, options: "Options", *, json: bool, db: str | None) -> int:
    """A folder of export_folder; status 1 where rows were rejected."""
    from crm.exchange.folder import manifest
    from crm.exchange.restore import restore

    manifest(folder)  # before a record is made for what cannot be read
    label, keep = f"Import {folder.resolve().name}", not options.dry_run
    try:
        with record(db) as database, database.writing(label, keep=keep) as session:
            restored = restore(session, folder, options, rows_done)
    finally:
        tell_progress("")
    say_json(_plain(restored)) if json else _say(restored)
    return 1 if restored.refused else 0


def _plain(restored: "Restored") -> dict[str, Any]:
    """By the names of any import; under `files` the counts of each noun."""
    files = {
        spelled(noun): {"read": sum(counts.values()), **counts}
        for noun, counts in restored.counts.items()
    }
    return {
        "run": restored.run, **_counts(restored), "created_organisations": 0, "rejects_file": None,
        "problems": _problems(restored), "format": "our own folder", "noun": "all", "files": files,
    }  # fmt: skip


def _counts(restored: "Restored") -> dict[str, int]:
    told = {verdict.value: number for verdict, number in restored.total.items()}
    return {word: told.get(word, 0) for word in COUNTS} | {"read": sum(told.values())}


def _problems(restored: "Restored") -> list[dict[str, Any]]:
    return [
        {"file": spelled(noun), "row": fate.number, "problem": fate.reason}
        for noun, fate in restored.refused
    ]


def _say(restored: "Restored") -> None:
    from crm.exchange.findings import changes_something

    told = ", ".join(f"{number:,} {word}" for word, number in _counts(restored).items())
    say(f"{restored.run or 'Dry run, nothing was written'}: {told}.")
    for noun, counts in restored.counts.items():
        said = ", ".join(f"{number:,} {verdict}" for verdict, number in counts.items())
        say(f"{spelled(noun)}: {said or 'none'}")
    for each in _problems(restored)[:SHOWN]:
        say(one_line(f"{each['file']}, row {each['row']}: {each['problem']}"))
    if restored.run and changes_something(restored.total):
        say(f"Take it back with: crm revert {restored.run}")
