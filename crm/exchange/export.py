"""Every field out: the rows of a View as CSV that comes back unchanged, CSV for Excel, or JSON."""

import csv
import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from sqlmodel import Session

from db.errors import Invalid
from db.models import columns
from db.models.base import KEPT
from db.queries import lists
from db.queries.parts import PARTS, parts
from db.view import View

from .guards import SAFE, guard

BLOCK = 400
# What the database keeps for itself, and the numbers that only mean something inside it.
_INNER = KEPT | {"id", "created_at", "created_by"}


class Format(StrEnum):
    csv = "csv"
    excel_csv = "excel-csv"
    json = "json"


def fields(noun: str) -> list[str]:
    """The columns of an export: identity first, then every field, a link by name, ref and uid."""
    made = lists.listing(noun)
    linked = {column: word for word, (column, _) in made.links.items()}
    names = ["ref", "uid"]
    for column in columns(made.model).columns:
        if column.name in linked:
            word = linked[column.name]
            names += [word, f"{word}_ref", f"{word}_uid"]
        elif column.name not in _INNER and column.name not in names:
            names.append(column.name)
    return [*names, *PARTS.get(noun, {})]


def rows(session: Session, view: View) -> Iterator[dict[str, Any]]:
    """The view's records in its order, a block at a time; the same rows the screen lists."""
    wanted = lists.ids(session, view)
    for start in range(0, len(wanted), BLOCK):
        block = lists.rows(session, view.noun, wanted[start : start + BLOCK])
        uids = _uids(session, view.noun, block)
        hung = parts(session, view.noun, [row.id for row in block])
        for row in block:
            links = {f"{word}_uid": uids.get(at) for word, at in _linked(view, row)}
            own = {name: hung[row.id].get(name, []) for name in PARTS.get(view.noun, {})}
            yield {**row.values, **links, **own}


def _linked(view: View, row: lists.Row) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for word, (column, target) in lists.listing(view.noun).links.items():
        yield word, (target, row.values[column])


def _uids(session: Session, noun: str, block: list[lists.Row]) -> dict[tuple[Any, Any], str]:
    import sqlalchemy as sa

    found: dict[tuple[Any, Any], str] = {}
    for column, target in lists.listing(noun).links.values():
        table = columns(target)
        ids = {row.values[column] for row in block} - {None}
        query = sa.select(table.c.id, table.c.uid).where(table.c.id.in_(ids))
        found |= {(target, row.id): row.uid for row in session.execute(query)}
    return found


def export(session: Session, view: View, form: Format, file: TextIO) -> int:
    """Write a view into an open text file; the number of records written."""
    if form is Format.json:
        return _as_json(session, view, file)
    guarded = form is Format.excel_csv
    writer = csv.writer(file, delimiter=";" if guarded else ",", lineterminator="\r\n")
    names = fields(view.noun)
    writer.writerow(["_format", *names] if guarded else names)
    written = 0
    for row in rows(session, view):
        cells = [cell(row.get(name)) for name in names]
        writer.writerow([SAFE, *map(guard, cells)] if guarded else cells)
        written += 1
    return written


def _as_json(session: Session, view: View, file: TextIO) -> int:
    names, written = fields(view.noun), 0
    file.write("[")
    for row in rows(session, view):
        shown = {"name": row["name"]} | {name: row.get(name) for name in names}
        file.write(
            ("," if written else "") + "\n" + json.dumps(shown, ensure_ascii=False, default=cell)
        )
        written += 1
    file.write("\n]\n")
    return written


def cell(value: Any) -> str:
    """A value as the text of one cell: lists and mappings as JSON, days and moments as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(getattr(value, "value", value))


def save(session: Session, view: View, form: Format, path: Path) -> int:
    """Write a view to a file: beside it first, then renamed; only its owner may read it.

    Raises Invalid where the folder is not there or may not be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        mark = "utf-8-sig" if form is Format.excel_csv else "utf-8"
        with os.fdopen(descriptor, "w", encoding=mark, newline="") as file:
            written = export(session, view, form, file)
            file.flush()
            os.fsync(file.fileno())
        if path.is_symlink():
            raise Invalid(f"{path} is a link to another place. Give the file itself.")
        beside.replace(path)
    except OSError as error:
        raise Invalid(f"I cannot write {path}: {error.strerror}. Choose another place.") from error
    finally:
        beside.unlink(missing_ok=True)
    return written
