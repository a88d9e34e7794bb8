"""Every field out: the rows of a View as CSV that comes back unchanged, CSV for Excel, a workbook,
JSON, an address book or a calendar."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from db.errors import Invalid
from db.models import Contact, columns
from db.models.base import KEPT
from db.models.contacts import display_name
from db.queries import csv_lines as straight
from db.queries import lists
from db.queries.parts import PARTS, parts
from db.view import View

from .cell_text import cell
from .guards import SAFE, guard
from .placed import placed

if TYPE_CHECKING:
    from sqlmodel import Session

BLOCK = 400
LONG_BLOCK = 4000  # rows between two looks at progress where they are written straight
# What the database keeps for itself, and the numbers that only mean something inside it.
BIRTH = ("created_at", "created_by")
_INNER = KEPT | {"id", *BIRTH}


Watch = Callable[[int, int], None]  # rows done, rows in all


class Format(StrEnum):
    csv = "csv"
    excel_csv = "excel-csv"
    xlsx = "xlsx"
    json = "json"
    vcf = "vcf"
    ics = "ics"


_OF: dict[str, str] = {Format.vcf: "contacts", Format.ics: "meetings"}


def formats(noun: str) -> list[Format]:
    """How a list can be written."""
    return [form for form in Format if _OF.get(form, noun) == noun]


def _unwatched(done: int, of: int) -> None:
    """Nobody looks."""


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


def rows(session: "Session", view: View, watch: Watch = _unwatched) -> Iterator[dict[str, Any]]:
    """The view's records in its order, a block at a time; the same rows the screen lists."""
    wanted = lists.ids(session, view)
    for start in range(0, len(wanted), BLOCK):
        watch(start, len(wanted))
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


def _uids(session: "Session", noun: str, block: list[lists.Row]) -> dict[tuple[Any, Any], str]:
    import sqlalchemy as sa

    found: dict[tuple[Any, Any], str] = {}
    for column, target in lists.listing(noun).links.values():
        table = columns(target)
        ids = {row.values[column] for row in block} - {None}
        query = sa.select(table.c.id, table.c.uid).where(table.c.id.in_(ids))
        found |= {(target, row.id): row.uid for row in session.execute(query)}
    return found


def export(
    session: "Session", view: View, form: Format, file: BinaryIO, watch: Watch = _unwatched
) -> int:
    """Write a view into an open file; the number of records written.

    Raises Invalid where the format cannot hold such a list.
    """
    if form not in formats(view.noun):
        raise Invalid(f"{form} holds {_OF[form]}; save {lists.spelled(view.noun)} as csv or xlsx.")
    found = rows(session, view, watch)
    if form is Format.ics:
        found = _with_people(session, found)
    if form is Format.xlsx:
        from .to_xlsx import to_xlsx

        return to_xlsx(lists.spelled(view.noun), _by_eye(fields(view.noun)), found, file)
    mark = "utf-8-sig" if form is Format.excel_csv else "utf-8"
    text = io.TextIOWrapper(file, encoding=mark, newline="")
    try:
        if form is Format.csv and straight.speaks(session, view.noun):
            return _straight(session, view, text, watch)
        return _TEXTS[form](view.noun, found, text)
    finally:
        text.detach()


def export_whole(session: "Session", view: View, file: BinaryIO, watch: Watch) -> int:
    """Write a view as CSV with what else a record carries: who made it, and when."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    names = [*fields(view.noun), *BIRTH]
    try:
        return _csv(names, rows(session, view, watch), text)
    finally:
        text.detach()


def _by_eye(names: list[str]) -> list[str]:
    """What nobody reads stands last."""
    return sorted(names, key=lambda name: name.endswith(("uid", "_ref")))


def _as_csv(noun: str, found: Iterable[dict[str, Any]], file: TextIO) -> int:
    return _csv(fields(noun), found, file)


def _straight(session: "Session", view: View, file: TextIO, watch: Watch) -> int:
    """As `_as_csv`, of a list whose cells need not be objects in between."""
    names, written = fields(view.noun), 0
    _csv(names, (), file)
    wanted = lists.ids(session, view)
    for start in range(0, len(wanted), LONG_BLOCK):
        watch(start, len(wanted))
        block = straight.lines(session, view.noun, names, wanted[start : start + LONG_BLOCK])
        file.write("".join(block))
        written += len(block)
    return written


def _csv(names: list[str], found: Iterable[dict[str, Any]], file: TextIO) -> int:
    writer, written = csv.writer(file, lineterminator="\r\n"), 0
    writer.writerow(names)
    for row in found:
        writer.writerow([cell(row.get(name)) for name in names])
        written += 1
    return written


def _as_excel_csv(noun: str, found: Iterable[dict[str, Any]], file: TextIO) -> int:
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    names, written = fields(noun), 0
    writer.writerow(["_format", *names])
    for row in found:
        written += 1
        writer.writerow([SAFE, *(guard(cell(row.get(name))) for name in names)])
    return written


def _as_json(noun: str, found: Iterable[dict[str, Any]], file: TextIO) -> int:
    names, written = fields(noun), 0
    file.write("[")
    for written, row in enumerate(found, 1):
        shown = {"name": row["name"]} | {name: row.get(name) for name in names}
        text = json.dumps(shown, ensure_ascii=False, default=cell)
        file.write(f"{',' if written > 1 else ''}\n{text}")
    file.write("\n]\n")
    return written


def _as_vcf(noun: str, found: Iterable[dict[str, Any]], file: TextIO) -> int:
    from .to_vcard import to_vcard

    return to_vcard(fields(noun), found, file)


def _as_ics(noun: str, found: Iterable[dict[str, Any]], file: TextIO) -> int:
    from .to_ical import to_ical

    return to_ical(fields(noun), found, file)


def _with_people(session: "Session", found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Meetings with the names and the first e-mail addresses of those at the table."""
    import sqlalchemy as sa

    table = columns(Contact)
    for row in found:
        uids = [seat["contact_uid"] for seat in row.get("seats") or () if "contact_uid" in seat]
        people = session.execute(sa.select(table).where(table.c.uid.in_(uids))).mappings()
        told = {
            each["uid"]: {"uid": each["uid"], "name": display_name(dict(each)),
                          "email": next(iter(each["emails"] or ()), "")}
            for each in people
        }  # fmt: skip
        yield {**row, "people": [told[uid] for uid in uids if uid in told]}


_TEXTS: dict[str, Callable[[str, Iterable[dict[str, Any]], TextIO], int]] = {
    Format.csv: _as_csv, Format.excel_csv: _as_excel_csv, Format.json: _as_json,
    Format.vcf: _as_vcf, Format.ics: _as_ics,
}  # fmt: skip


def save(
    session: "Session", view: View, form: Format, path: Path, watch: Watch = _unwatched
) -> int:
    """Write a view to a file: beside it first, then renamed; only its owner may read it.

    Raises Invalid where the folder is not there or may not be written.
    """
    with placed(path) as file:
        return export(session, view, form, file, watch)
