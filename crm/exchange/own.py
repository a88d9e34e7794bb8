"""Reading our own exports back: every field as it was written, nothing trimmed, nothing guessed."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from . import emails, phones, tags
from .draft import Draft, RowProblem
from .guards import SAFE, unguard
from .mapping import Mapping
from .sheet import Row, Sheet

Plan: TypeAlias = list[tuple[int, str, Callable[[str], Any]]]


Read: TypeAlias = tuple[Row, dict[str, Any], tuple[RowProblem, ...]]


def drafts(sheet: Sheet, mapping: Mapping) -> Iterator[Draft]:
    """A draft for every record; `uid` and the uids of linked records stay among its values."""
    for row, values, problems in records(sheet, mapping):
        yield _draft(row, str(mapping.noun), values, problems)


def records(sheet: Sheet, mapping: Mapping, also: Sequence[str] = ()) -> Iterator[Read]:
    """Each row with its values by field, as they were written, and what could not be read; `also`
    names columns that an ordinary import leaves to the desk."""
    plan: Plan = [
        (column.at, str(column.field or column.header), _READ.get(column.kind, str))
        for column in mapping.columns
        if column.use == "field" or column.header in also
    ]
    marks = {at for at, header in enumerate(sheet.headers) if header == "_format"}
    for row in sheet.rows():
        guarded = any(row.cells[at] == SAFE for at in marks)
        yield row, *_values(row, plan, guarded)


def _values(row: Row, plan: Plan, guarded: bool) -> tuple[dict[str, Any], tuple[RowProblem, ...]]:
    values: dict[str, Any] = {}
    problems = [RowProblem("", "", row.problem, "", fatal=True)] if row.problem else []
    for at, field, read in plan:
        if cell := unguard(row.cells[at]) if guarded else row.cells[at]:
            try:
                values[field] = _json_or(read, cell)
            except (ValueError, TypeError, KeyError, RecursionError):
                hint = "write it as an export does"
                problems.append(RowProblem(field, cell, "cannot be read back", hint, fatal=True))
    return values, tuple(problems)


def _draft(row: Row, noun: str, values: dict[str, Any], problems: tuple[RowProblem, ...]) -> Draft:
    if not row.number:
        return Draft(row.line, 0, noun, row.cells, skip=row.skip)
    ref = values.pop("ref", None)
    body = (
        _organisation(values) if noun == "contacts" else values if noun == "organisations" else None
    )
    return Draft(
        row.line, row.number, noun, row.cells,
        organisation=body,
        contact=values if noun == "contacts" else None,
        values={} if noun in {"contacts", "organisations"} else values,
        ref=ref, uid=values.get("uid"), skip=row.skip, problems=problems, warnings=row.warnings,
    )  # fmt: skip


def _organisation(values: dict[str, Any]) -> dict[str, Any] | None:
    """The organisation of a person, by the name and the uid that stand beside them."""
    name, uid = values.pop("organisation", None), values.pop("organisation_uid", None)
    if not name:
        return None
    return {"name": name, "uid": uid} if uid else {"name": name}


def _json_or(read: Callable[[str], Any], cell: str) -> Any:
    """Lists and mappings come as JSON; a list may also be typed with semicolons."""
    if read in _STRUCTURED and cell[0] in "[{":
        return json.loads(cell)
    return read(cell)


def _phones(cell: str) -> list[dict[str, str | None]]:
    return [phone.as_dict() for phone in phones.parse(cell, None)]


def _emails(cell: str) -> list[str]:
    return list(emails.parse(cell)[0])


def _listed(cell: str) -> list[str]:
    return list(tags.parse(cell))


def _flag(cell: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[cell.casefold()]


def _object(cell: str) -> Any:
    return json.loads(cell)


_STRUCTURED = {_phones, _emails, _listed, _object}
_READ: dict[str, Callable[[str], Any]] = {
    "whole": int, "day": date.fromisoformat, "flag": _flag, "tags": _listed, "texts": _listed,
    "emails": _emails, "phones": _phones, "json": _object, "id": _object,
}  # fmt: skip
