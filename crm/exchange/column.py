"""One column of a file and what becomes of its cells."""

from dataclasses import dataclass
from typing import Literal

from .dates import Order

Use = Literal["field", "extra", "empty", "label", "left out"]

# In Outlook's columns for gender, priority, privacy, kind of address and display of time.
SAYS_NOTHING = {
    "unspecified", "normal", "false", "smtp", "ex", "0", "1", "2", "no", "0 km", "belirtilmemiş",
    "yanlış", "нет", "ложь", "обычная", "обычный", "не определен", "не указан", "не указано",
    "未指定", "普通", "默认",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is a field of the noun, or `contact.X` / `organisation.X` for the other one in the
    row. `use` says what happens to the cells: a field, an extra field kept with the record, the
    label of another column, or left out. `kind` is how the cells are read."""

    at: int
    header: str
    field: str | None
    use: Use
    kind: str
    how_sure: float
    why: str
    samples: tuple[str, ...]
    second: bool = False  # used only where the first choice is empty
    label_at: int | None = None
    order: Order | None = None
    undecided: bool = False  # day and month could change places in every value seen
    decimal: str | None = None
