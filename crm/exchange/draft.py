"""What one row of a file says, in the words of the record."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RowProblem:
    """`fatal` rejects the row; otherwise it is imported and the text kept as an extra field."""

    column: str
    value: str
    problem: str
    hint: str = ""
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """`number` is 0 and `skip` says why for a line that is no record (footer, total, header).

    A row of people gives `contact` and, where it names a company, `organisation`; `lent` are the
    fields that the company has from its person alone. Other nouns give `values`. `ref` and `uid`
    come only from our own exports. `cells` stand as in the file.
    """

    line: int
    number: int
    noun: str
    cells: list[str]
    organisation: dict[str, Any] | None = None
    contact: dict[str, Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    ref: str | None = None
    uid: str | None = None
    lent: tuple[str, ...] = ()
    skip: str = ""
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def rejected(self) -> bool:
        return any(problem.fatal for problem in self.problems)
