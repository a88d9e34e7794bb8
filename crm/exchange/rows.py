"""From the rows of a sheet to drafts: one pass, streaming."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from db.errors import Problem

from . import damage, dates, own
from .cells import reader
from .column import Column
from .draft import Draft, RowProblem
from .erasing import erasing
from .mapping import Mapping
from .people_rows import NAMES, finish_contact, finish_organisation
from .row_in_hand import Put, RowInHand
from .sheet import Row, Sheet

_MAIN = {"meetings": "subject", "follow_ups": "text"}


def drafts(sheet: Sheet, mapping: Mapping) -> Iterator[Draft]:
    """A draft for every record, and one with `skip` for every line that is none.

    Raises Problem where it is not known what the file lists.
    """
    if mapping.noun is None:
        raise unknown(sheet)
    read = own.drafts if mapping.own else _foreign
    found = read(sheet, mapping if mapping.own else settled(sheet, mapping))
    return erasing(found, mapping.noun, mapping.columns) if mapping.erasing else found


def unknown(sheet: Sheet) -> Problem:
    """Why a file of which not even the noun is known is not read."""
    return Problem(
        f"No column of {sheet.path.name} is known; say what it lists and which column is the name."
    )


def settled(sheet: Sheet, mapping: Mapping) -> Mapping:
    """The mapping with day or month first decided by the whole column, not only its preview."""
    open_columns = {c.at for c in mapping.columns if c.undecided}
    if not open_columns:
        return mapping
    orders: dict[int, dates.Order] = {}
    for row in sheet.rows():
        for at in open_columns - orders.keys():
            if row.number and (order := dates.order_in([row.cells[at]])):
                orders[at] = order
        if orders.keys() == open_columns:
            break
    said = next(iter(orders.values()), None)
    columns = tuple(_decided(c, orders.get(c.at) or said) for c in mapping.columns)
    return replace(mapping, columns=columns)


def _decided(column: Column, order: dates.Order | None) -> Column:
    if not column.undecided or order is None:
        return column
    return replace(column, order=order, undecided=False)


def _foreign(sheet: Sheet, mapping: Mapping) -> Iterator[Draft]:
    noun = str(mapping.noun)
    plan = [
        (column.at, put)
        for column in mapping.columns
        if (put := reader(column, noun, mapping.source))
    ]
    finish = _FINISH.get(noun, _finish_other)
    for row in _whole(sheet, mapping):
        yield _draft(row, noun, plan, finish, mapping) if row.number else _left(row, noun)


def _whole(sheet: Sheet, mapping: Mapping) -> Iterator[Row]:
    """Odoo writes the second tag of a record into a row of its own; it goes to the first."""
    own = {c.at for c in mapping.columns if c.field in {"external_ids", *NAMES}}
    if mapping.source != "odoo" or not own:
        yield from sheet.rows()
        return
    held: list[Row] = []
    for row in sheet.rows():
        if held and row.number and not any(row.cells[at].strip() for at in own):
            held = [_with(held[0], row.cells), *held[1:], replace(row, skip=GOES_ON)]
        else:
            yield from held
            held = [row]
    yield from held


GOES_ON = "goes on with the row above"


def _with(row: Row, more: list[str]) -> Row:
    joined = [
        f"{cell};{text}" if cell and text and text not in cell else cell or text
        for cell, text in zip(row.cells, more, strict=False)
    ]
    return replace(row, cells=[*joined, *row.cells[len(joined) :]])


def _left(row: Row, noun: str) -> Draft:
    return Draft(row.line, 0, noun, row.cells, skip=row.skip)


def _draft(
    row: Row, noun: str, plan: list[tuple[int, Put]], finish: Any, mapping: Mapping
) -> Draft:
    if row.problem:
        return _refused(row, noun)
    hand = RowInHand()
    hand.warnings.extend(row.warnings)
    cells = _mended(row.cells, hand, mapping.guarded)
    for at, put in plan:
        if (text := cells[at]) and (text := text.strip() or text.strip(" \t\r\n")):
            put(hand, text[2:-1] if text[:2] == '="' and text[-1] == '"' else text, cells)
    for at in range(len(mapping.columns), len(cells)):
        if cells[at].strip():
            hand.keep(f"Column {at + 1}", cells[at].strip())
    skipped = row.skip or finish(hand, noun)
    return Draft(
        line=row.line,
        number=row.number,
        noun=noun,
        cells=row.cells,
        organisation=None if skipped else hand.organisation or None,
        contact=None if skipped else hand.contact or None,
        values={} if skipped else hand.values,
        lent=hand.lent,
        skip=skipped,
        problems=() if skipped else tuple(hand.problems),
        warnings=tuple(hand.warnings),
    )


def _refused(row: Row, noun: str) -> Draft:
    wrong = RowProblem("", "", row.problem, "", fatal=True)
    return Draft(row.line, row.number, noun, row.cells, problems=(wrong,), warnings=row.warnings)


def _mended(cells: list[str], hand: RowInHand, guarded: bool) -> list[str]:
    """Cells without the guard of a careful exporter, and with letters put right where certain."""
    if guarded:
        cells = [c[1:] if c[:1] == "'" and c[1:2] in set("=+-@|%") else c for c in cells]
    text = "\n".join(cells)
    if "\0" in text:
        cells = [cell.replace("\0", "") for cell in cells]
        hand.warnings.append("a NUL character was taken out")
    if ("?" in text or "\ufffd" in text) and any(map(damage.letters_lost, cells)):
        hand.warnings.append("letters were lost before this file was saved")
    if text.isascii() or not damage.spoilt(text):
        return cells
    mended = damage.mended_row(cells)
    if mended != cells:
        hand.warnings.append("spoilt letters were put right")
    return mended


# --- everything else ---------------------------------------------------------------------------------


def _finish_other(hand: RowInHand, noun: str) -> str:
    values = hand.values
    main = _MAIN.get(noun, "incentive" if noun == "cases" else "name")
    if not values.get(main):
        if not values:
            return f"no {main}"
        hand.fault(main, "", f"no {main}", "fill it in", fatal=True)
    if noun == "incentives":
        _window(values)
    if noun == "meetings" and values.get("all_day"):
        values.pop("starts_at", None)
        values.pop("ends_at", None)
    if hand.extra:
        values["extra"] = hand.extra
    return ""


def _window(values: dict[str, Any]) -> None:
    """Start and end become the span in which the incentive can be granted."""
    starts, ends = values.pop("starts_on", None), values.pop("ends_on", None)
    if starts:
        values["windows"] = [{"starts_on": starts, "ends_on": ends}]
    elif ends:
        values["windows"] = [{"starts_on": None, "ends_on": ends}]


_FINISH = {"contacts": finish_contact, "organisations": finish_organisation}
