"""What was changed, and back again: undo, redo, history."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.output import room, say, say_json, say_json_rows, table
from crm.cli.record import Db, Json, record
from crm.cli.rows import worded
from crm.text import clean, one_line
from crm.words import _

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.history import Entry, Kept, Preview, Reversal, Step

LARGEST = 2**63 - 1  # of a number that both databases can hold

Number = Annotated[
    int | None,
    typer.Argument(metavar="[N]", min=1, max=LARGEST, help="A number of crm history."),
]


def undo(
    number: Number = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do.")] = False,
    also_newer: Annotated[
        bool, typer.Option("--also-newer", help="Take back what was changed since, too.")
    ] = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """Take back the last change, or the one of that number; what changed since is kept."""
    with record(db, create=False) as database:
        if not dry_run:
            done = database.undo(number, also_newer=also_newer)
            if json:
                say_json(_reversal(done))
            else:
                say(*reversal_told("Undone", done))
            return
        found = database.undo_preview(number, also_newer=also_newer)
    if json:
        say_json(_preview(found))
    else:
        say(*preview_told(found))


def _reversal(done: "Reversal") -> dict[str, Any]:
    return {"number": done.set_id, "label": done.label, "rows": done.rows,
            "kept": [asdict(kept) for kept in done.kept]}  # fmt: skip


def _preview(found: "Preview") -> dict[str, Any]:
    return {
        "number": found.set_id, "label": found.label, "rows": found.rows,
        "removed": found.removed, "put_back": found.put_back, "set_back": found.set_back,
        "fields": [_field(step) for step in found.steps],
        "kept": [asdict(kept) for kept in found.kept],
    }  # fmt: skip


def _field(step: "Step") -> dict[str, Any]:
    from db.history import ref_of

    return {"ref": ref_of(step), "field": step.field, "from": step.before, "to": step.after}


def preview_told(found: "Preview") -> Iterator[str]:
    """What an undo would do, field by field, and what it would leave alone."""
    from db.history import ref_of, worded

    yield f"Undoing “{one_line(found.label)}” would touch {_rows(found.rows)}:"
    told = {"removed": found.removed, "put back": found.put_back, "set back": found.set_back}
    yield "    " + ", ".join(f"{number:,} {word}" for word, number in told.items() if number)
    for step in map(worded, filter(_tells, found.steps)):
        word = step.field.replace("_", " ")
        yield f"    {ref_of(step)} {word}: {_shown(step.before)} → {_shown(step.after)}"
    yield from kept_told(found.kept)
    yield "Nothing was changed."


def redo(db: Db = None) -> None:
    """Bring back what the last undo took."""
    with record(db, create=False) as database:
        say(*reversal_told("Done again", database.redo()))


def reversal_told(word: str, done: "Reversal") -> Iterator[str]:
    """What was reversed, and what was left alone and why."""
    yield f"{word}: {done.label} ({_rows(done.rows)})."
    yield from kept_told(done.kept)


def kept_told(found: "Sequence[Kept]") -> Iterator[str]:
    for kept in found:
        fields = ", ".join(name.replace("_", " ") for name in kept.fields)
        yield f"Kept: {kept.ref}{f' ({fields})' if fields else ''}, {kept.why}."


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def history(
    ref: Annotated[str | None, typer.Argument(metavar="[REF]", help="One record.")] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """What was changed, by whom and when; with REF field by field."""
    with record(db) as database, database.reading() as session:
        if ref:
            _say_moves(moves(session, clean(ref)[0].strip()), json=json)
        else:
            _say_entries(session, json=json)


def _say_entries(session: "Session", *, json: bool) -> None:
    from db.history import entries

    found = entries(session)
    if json:
        say_json_rows(map(_entry, found))
        return
    rows = [
        (str(e.id), worded(e.at), e.by, e.label, f"{e.rows:,}", _("undone") if e.undone else "")
        for e in found
    ]
    say(
        *table(
            (*(_(head) for head in ("No.", "When", "Who", "What", "Rows")), ""),
            rows,
            room(),
            main=3,
        )
    )


def _entry(entry: "Entry") -> dict[str, Any]:
    return {
        "number": entry.id, "at": entry.at, "by": entry.by, "label": entry.label,
        "kind": entry.kind, "rows": entry.rows, "undone": entry.undone,
        "reverses": entry.reverses_id, "source_file": entry.source_file,
    }  # fmt: skip


@dataclass(frozen=True)
class Move:
    """One field of a record or of a part of it that somebody moved; a link is told by the reference."""

    number: int
    at: datetime
    by: str
    label: str
    op: str
    part: str
    field: str
    before: Any
    after: Any


_UNMOVED = frozenset({"id", "uid", "created_at", "created_by"})


def moves(session: "Session", ref: str) -> list[Move]:
    """Every change of a record and of its parts, newest first. Raises NotFound."""
    from db.models import NOUNS, columns
    from db.queries.history import of_record
    from db.queries.lists import resolve

    own = columns(NOUNS[resolve(session, ref)[0]]).name
    return [_move(step, own) for step in of_record(session, ref) if _tells(step)]


def _tells(step: "Step") -> bool:
    """Whether something moved for a reader: an empty list was nothing before, too."""
    return step.field not in _UNMOVED and (step.before or None) != (step.after or None)


def _move(step: "Step", own: str) -> Move:
    from db.history import ref_of, worded

    part, said = "" if step.table == own else ref_of(step), worded(step)
    return Move(step.set_id, step.at, step.by, step.label, step.op, part,
                said.field, said.before, said.after)  # fmt: skip


def _say_moves(found: list[Move], *, json: bool) -> None:
    if json:
        say_json_rows(
            {
                "number": m.number, "at": m.at, "by": m.by, "label": m.label, "op": m.op,
                "part": m.part, "field": m.field, "from": m.before, "to": m.after,
            }
            for m in found
        )  # fmt: skip
        return
    last = None
    for move in found:
        if move.number != last:
            say(f"{move.number}  {worded(move.at)}  {one_line(move.by)}  {one_line(move.label)}")
        last = move.number
        what = f"{move.part} {move.field.replace('_', ' ')}".strip()
        say(f"    {what}: {_shown(move.before)} → {_shown(move.after)}")


def _shown(value: Any) -> str:
    return one_line(worded(value)) or "nothing"
