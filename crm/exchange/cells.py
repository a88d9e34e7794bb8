"""How one cell is read into a row, for every kind of column."""

import json
import re
from collections.abc import Callable
from typing import Any

from crm import countries

from . import blanks, choices, dates, numbers, tags
from .column import Column
from .extra_cells import extra, noise
from .phones import label_of
from .reach_cells import email_cell, emails_cell, phones_cell
from .row_in_hand import ADDRESS, YES, Put, RowInHand, Target, one_line, unbroken
from .sniff import is_profile


def reader(column: Column, noun: str, source: str) -> Put | None:
    """The function that reads the cells of a column; None where nothing is read from it."""
    if column.kind == "noise":
        return noise(column)
    if column.use in {"label", "left out"}:
        return None
    if column.use in {"extra", "empty"} or column.field is None:
        return extra(column)
    if column.second:
        return _second(column)
    target, field = _target(noun, column.field)
    if column.kind == "id":
        return _id(column, target, source)
    if source == "hubspot" and column.field == "organisation":
        return _first(column, target, field)
    if column.kind == "choice":
        named = f"{_NOUN_OF.get(target, noun)}.{field}"
        return _unless_blank(_choice(column, target, field, named))
    kind = {"full_name": "full name", "website": "website"}.get(field, column.kind)
    put = _READERS.get(kind, _text)(column, target, field)
    if column.kind in blanks.KINDS or field == "phone":
        put = _unless_blank(put)
    if column.label_at is not None and field in ADDRESS:
        return _unless_home(column, put)
    return put


def _unless_blank(put: Put) -> Put:
    def read(row: RowInHand, text: str, cells: list[str]) -> None:
        if not blanks.is_blank(text):
            put(row, text, cells)

    return read


def _of_contact(row: RowInHand) -> dict[str, Any]:
    return row.contact


def _of_organisation(row: RowInHand) -> dict[str, Any]:
    return row.organisation


def _of_values(row: RowInHand) -> dict[str, Any]:
    return row.values


_NOUN_OF: dict[Target, str] = {_of_contact: "contacts", _of_organisation: "organisations"}


def _target(noun: str, path: str) -> tuple[Target, str]:
    """`organisation.city` in a list of contacts is the city of the organisation in the row."""
    owner, dot, field = path.partition(".")
    if noun == "contacts":
        if path == "organisation":
            return _of_organisation, "name"
        return (_of_organisation, field) if dot and owner == "organisation" else (_of_contact, path)
    if noun == "organisations":
        return (_of_contact, field) if dot and owner == "contact" else (_of_organisation, path)
    return _of_values, path


# --- kinds of cells -------------------------------------------------------------------------------


def _text(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        target(row)[field] = one_line(text.removeprefix("'") if field == "phone" else text)

    return put


def _website(column: Column, target: Target, field: str) -> Put:
    """A web page; the profile of a person at LinkedIn is not theirs but is known as such."""

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        into = target(row)
        mine = into is row.contact and is_profile(text) and "linkedin_url" not in into
        into["linkedin_url" if mine else field] = one_line(text)

    return put


def _full_name(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        target(row)[field] = one_line(text)
        row.full_header = column.header

    return put


def _lines(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        into, text = target(row), unbroken(text)
        into[field] = f"{into[field]}, {text}" if field in into else text

    return put


def _notes(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        into, text = target(row), unbroken(cells[column.at])
        if field not in into:
            into[field] = text
        elif text not in into[field]:
            into[field] = f"{into[field]}\n{column.header}: {text}"

    return put


def _country(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        if code := countries.code(text):
            target(row)[field] = code
        elif code := countries.restored(text):
            target(row)[field] = code
            row.warnings.append(f"“{text}” was read as {countries.name(code)}")
        else:
            told = f"no country is called “{text}”"
            row.fault(column.header, text, told, "kept as an extra field")

    return put


def _place(column: Column, target: Target, field: str) -> Put:
    """A city; `Saint Paul, Minnesota` is a city and its region."""

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        into = target(row)
        city, comma, region = one_line(text).partition(", ")
        if comma and "," not in region and "region" not in into:
            into["region"] = region.strip()
            into[field] = city.strip()
        else:
            into[field] = one_line(text)

    return put


def _whole(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        found = numbers.number(text.rstrip("%+ "), column.decimal)
        if found is None or found != found.to_integral_value():
            row.fault(column.header, text, "not a whole number", "write digits only")
        else:
            target(row)[field] = int(found)

    return put


def _tags(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        into = target(row)
        into[field] = list(dict.fromkeys((*into.get(field, ()), *tags.parse(text))))

    return put


def _texts(column: Column, target: Target, field: str) -> Put:
    comma = "," if field == "attendees" else ""
    cut = re.compile(rf"\s*(?: ::: |[;\n\r、{comma if comma else ''}])\s*")
    only_semicolons = re.compile(r"\s*[;\n\r]\s*")

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        into = target(row)
        parts = _listed(text) or (only_semicolons if ";" in text else cut).split(text)
        into[field] = list(dict.fromkeys((*into.get(field, ()), *(p for p in parts if p))))

    return put


def _listed(text: str) -> list[str]:
    """The words of a JSON list; none where the text is not one."""
    if text[0] != "[":
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [str(each) for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _day(column: Column, target: Target, field: str) -> Put:
    order = column.order or "dmy"
    clock_field = {"starts_on": "starts_at", "ends_on": "ends_at", "due_on": "due_at"}.get(field)

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        if dates.is_nothing(text):
            return
        if not (when := dates.read(text, order)):
            hint = "write it as 2026-01-19"
            row.fault(column.header, text, "no such date", hint, fatal=True)
            return
        target(row)[field] = when.day
        if when.time and clock_field:
            target(row).setdefault(clock_field, when.time)

    return put


def _time(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        if time := dates.clock(text):
            target(row)[field] = time
        elif when := dates.read(text):
            target(row)[field] = when.time
        else:
            row.fault(column.header, text, "no such time", "write it as 15:30")

    return put


def _flag(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        target(row)[field] = text.casefold() in YES

    return put


def _choice(column: Column, target: Target, field: str, name: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        if value := choices.choice(name, text):
            target(row)[field] = value
        else:
            told = f"“{text}” is none of our words"
            row.fault(column.header, text, told, "kept as an extra field")

    return put


def _id(column: Column, target: Target, source: str) -> Put:
    """An id; HubSpot joins those of several companies, of which the first is the main one."""

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        first, several, _ = text.partition(";")
        if several:
            row.keep(column.header, text)
        if not several or source == "hubspot":
            target(row).setdefault("external_ids", {})[source] = first.strip()

    return put


def _first(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        first, several, _ = one_line(text).partition(";")
        target(row)[field] = first.strip()
        if several:
            row.keep(column.header, text)

    return put


def _unless_home(column: Column, put: Put) -> Put:
    """An address labelled Home is a second choice."""
    at, at_home = column.label_at or 0, _second(column)

    def choose(row: RowInHand, text: str, cells: list[str]) -> None:
        home = label_of(cells[at], "work") in {"home", "other"} if cells[at] else False
        (at_home if home else put)(row, text, cells)

    return choose


def _second(column: Column) -> Put:
    field, alone = str(column.field), column.kind == "else"

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        header, value, _ = row.second.get(field, (column.header, "", alone))
        if not value or field == "address":
            row.second[field] = (header, f"{value}, {unbroken(text)}".removeprefix(", "), alone)

    return put


_READERS: dict[str, Callable[[Column, Target, str], Put]] = {
    "text": _text, "full name": _full_name, "website": _website, "link": _text, "lines": _lines,
    "notes": _notes,
    "country": _country, "place": _place, "whole": _whole, "tags": _tags, "texts": _texts,
    "emails": emails_cell,
    "email": email_cell, "phones": phones_cell, "day": _day, "time": _time, "flag": _flag, "json": _notes,
}  # fmt: skip
