"""What a person mended of a file while it was checked: cells, all cells that say the same, rows left
out. The file itself stays as it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from .column import Column
from .draft import Draft
from .mapping import Mapping as Plan
from .sheet import Row, Sheet

LEFT_OUT = "left out while it was checked"


@dataclass(frozen=True)
class Mends:
    """`values` by header and text of a cell, `cells` by number of a row and header."""

    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()

    def all_of(self, header: str, texts: Iterable[str], to: str) -> "Mends":
        return replace(self, values={**self.values, **{(header, text): to for text in texts}})

    def one(self, number: int, header: str, to: str) -> "Mends":
        return replace(self, cells={**self.cells, (number, header): to})

    def without(self, numbers: Iterable[int]) -> "Mends":
        return replace(self, skipped=self.skipped | frozenset(numbers))

    @property
    def count(self) -> int:
        return len(self.values) + len(self.cells) + len(self.skipped)


def mended(sheet: Sheet, mends: Mends, only: int | None = None) -> Sheet:
    """The sheet with its cells mended; with `only` nothing but that row."""
    headers = {header: at for at, header in enumerate(sheet.headers)}
    values = [(headers[h], text, to) for (h, text), to in mends.values.items() if h in headers]
    cells: dict[int, list[tuple[int, str]]] = {}
    for (number, header), to in mends.cells.items():
        if header in headers:
            cells.setdefault(number, []).append((headers[header], to))

    def rows() -> Iterator[Row]:
        for row in sheet.rows():
            if only is None or row.number == only:
                yield _row(row, values, cells.get(row.number, []))
            if row.number == only:
                return

    return replace(sheet, rows=rows) if values or cells or only else sheet


def _row(row: Row, values: list[tuple[int, str, str]], cells: list[tuple[int, str]]) -> Row:
    mended = [
        (at, to)
        for at, text, to in values
        if row.cells[at : at + 1] and row.cells[at].strip() == text
    ]
    if not row.number or not (mended or cells):
        return row
    now = list(row.cells)
    for at, to in (*mended, *cells):
        now[at] = to
    return replace(row, cells=now)


def left_out(found: Iterable[Draft], mends: Mends) -> Iterator[Draft]:
    """The drafts, those of the rows that were left out with the reason."""
    for draft in found:
        yield replace(draft, skip=LEFT_OUT) if draft.number in mends.skipped else draft


def column_of(plan: Plan, told: str) -> Column | None:
    """The column that a problem is about, by its header or by the field that it fills."""
    fields = (told, f"{told}.name")
    by_header = (column for column in plan.columns if column.header == told)
    by_field = (column for column in plan.columns if column.field in fields)
    return next(by_header, None) or next(by_field, None)
