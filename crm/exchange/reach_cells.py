"""Cells that say how to reach somebody: e-mail addresses and telephone numbers."""

import json

from . import emails
from .column import Column
from .phones import damaged, label_of
from .row_in_hand import Put, RowInHand, Target


def emails_cell(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        found, wrong = emails.parse(text)
        if name := emails.called(text):
            row.called = row.called or (column.header, name)
        if emails.has_remark(text):
            row.keep(column.header, text)
        if found:
            held = target(row).setdefault(field, [])
            known = {address.casefold() for address in held}
            held.extend(address for address in found if address.casefold() not in known)
        for part in wrong:
            row.fault(column.header, part, "not an e-mail address", "write it as name@example.com")

    return put


def email_cell(column: Column, target: Target, field: str) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        found, wrong = emails.parse(text)
        if (name := emails.called(text)) or emails.has_remark(text):
            row.keep(column.header, name or text)
        if found:
            target(row).setdefault(field, found[0])
        for address in found[1:]:
            row.keep(column.header, address)
        for part in wrong:
            row.fault(column.header, part, "not an e-mail address", "write it as name@example.com")

    return put


def phones_cell(column: Column, target: Target, field: str) -> Put:
    default = field.partition(".")[2] or "work"
    at, header = column.label_at, column.header

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        if damaged(text):
            row.fault(header, text, "the digits of this number are lost", "type the whole number")
            return
        label = label_of(cells[at], default) if at is not None and cells[at] else default
        if text[0] == "[":
            row.phones.extend(_of_json(text, default))
        else:
            row.phones.append((text, label))

    return put


def _of_json(text: str, default: str) -> list[tuple[str, str]]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return [(text, default)]
    found = []
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, dict):
            number = item.get("phoneNumber") or item.get("value") or item.get("raw") or ""
            label = label_of(str(item.get("type") or item.get("label") or ""), default)
            found.append((str(number), label))
        else:
            found.append((str(item), default))
    return [entry for entry in found if entry[0]]
