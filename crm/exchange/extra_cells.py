"""Cells that no field takes: kept beside the record, dates and money in one spelling."""

from crm.currencies import scaled

from . import dates, numbers
from .column import SAYS_NOTHING, Column
from .headers import unit
from .row_in_hand import YES, Put, RowInHand, unbroken


def extra(column: Column) -> Put:
    header = column.header
    if column.kind == "labelled":
        return _labelled(column)
    if column.kind == "is company":
        return _is_company(column)
    if column.kind == "series":
        return _series(column)
    if column.kind == "moment":
        return _moment(column)
    if column.kind == "money":
        return _money(column)

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        row.keep(header, unbroken(text))

    return put


def noise(column: Column) -> Put:
    """What a program writes by itself is left out; where somebody chose something it is kept."""

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        if text.casefold() not in SAYS_NOTHING:
            row.keep(column.header, unbroken(text))

    return put


def _labelled(column: Column) -> Put:
    at = column.label_at

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        label = cells[at].strip().removeprefix("* ") if at is not None else ""
        row.keep(label or column.header, unbroken(text))

    return put


def _is_company(column: Column) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        row.company = text.casefold() in YES

    return put


def _series(column: Column) -> Put:
    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        row.keep(column.header, text)
        row.warnings.append(f"a series ({text}) is kept as one meeting")

    return put


def _moment(column: Column) -> Put:
    """A date kept beside the record is written the one way every program reads."""
    order = column.order or "dmy"

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        if not dates.is_nothing(text):
            when = dates.read(text, order)
            row.keep(column.header, str(when) if when and not text.endswith("Z") else text)

    return put


def _money(column: Column) -> Put:
    """A cell that says millions below a header that does, too, stays as it was written."""
    scale, _ = scaled(unit(column.header) or "") or (1, None)

    def put(row: RowInHand, text: str, cells: list[str]) -> None:
        found = numbers.money(text, column.decimal)
        plain = scale == 1 or numbers.number(text, column.decimal) is not None
        row.keep(column.header, str(found) if found and plain else text)

    return put
