"""Import runs: which there were, what became of their rows, and back again."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.history import reversal_told
from crm.cli.output import labelled, room, say, say_json, say_json_rows, table
from crm.cli.record import Db, Json, record
from crm.cli.rows import label, spelled, worded
from crm.text import clean
from crm.words import _

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.queries.imports import Run

COUNTS = ("read", "created", "updated", "unchanged", "skipped", "rejected")


def imports(json: Json = False, db: Db = None) -> None:
    """The runs, newest first."""
    from db.queries.imports import runs

    with record(db) as database, database.reading() as session:
        found = runs(session)
    if json:
        say_json_rows(map(plain_run, found))
        return
    if not found:
        say(_("Nothing was imported yet."))
        return
    heads = (*map(_, ("Run", "When", "Who", "File", "What", *map(str.capitalize, COUNTS))), "")
    say(*table(heads, list(map(_cells, found)), room(), main=3))


def plain_run(run: "Run") -> dict[str, Any]:
    keys = ("at", "by", "file", "sha256", "noun", "format", "encoding", "delimiter", "mapping")
    after = ("created_organisations", "rejects_file", "reverted")
    return {"run": run.ref, **{key: getattr(run, key) for key in (*keys, *COUNTS, *after)}}


def _cells(run: "Run") -> tuple[str, ...]:
    reverted = "reverted" if run.reverted else ""
    counts = (f"{getattr(run, word):,}" for word in COUNTS)
    return (run.ref, worded(run.at), run.by, run.file, spelled(run.noun), *counts, reverted)


def revert(
    run: Annotated[str, typer.Argument(metavar="RUN", help="An import of crm imports: R4.")],
    json: Json = False,
    db: Db = None,
) -> None:
    """Take an import back; rows edited since stay and are named."""
    from crm.exchange.apply import revert as take_back

    wanted = clean(run)[0].strip()
    with record(db, create=False) as database:
        done = take_back(database, wanted)
    if json:
        kept = [{"ref": k.ref, "fields": list(k.fields), "why": k.why} for k in done.kept]
        say_json({"run": wanted.upper(), "rows": done.rows, "kept": kept})
    else:
        say(*reversal_told("Taken back", done))


def show_run(session: "Session", ref: str, *, json: bool) -> None:
    """One run with the rows that were not taken. Raises NotFound."""
    from db.queries.imports import fates
    from db.queries.imports import run as ask

    found = ask(session, ref)
    left = [
        {"row": fate.number, "verdict": fate.verdict, "ref": fate.ref, "reason": fate.reason}
        for fate in fates(session, found.id)
    ]
    told = plain_run(found)
    if json:
        say_json({"ref": found.ref, **told, "rows": left})
        return
    say(*labelled((label(key), worded(value)) for key, value in told.items() if worded(value)))
    if left:
        rows = [[worded(cell) for cell in row.values()] for row in left]
        say("", f"Rows ({len(left)})")
        say(*table([_(head) for head in ("Row", "Verdict", "Ref", "Reason")], rows, room(), main=3))
