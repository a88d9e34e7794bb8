"""How one text table is cut into cells: its delimiter, its quotes, or the columns it is aligned in."""

import re
from dataclasses import dataclass, field
from typing import Any

from .encoding import Encoding


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one file is to be cut: `skipped` lines first, CR `doubled` by a careless program; `starts`
    are the places where the columns of a table without a delimiter begin."""

    encoding: Encoding
    delimiter: str
    skipped: int
    doubled: bool
    quote: str = '"'
    escape: str | None = None
    starts: tuple[int, ...] = field(default=())

    @property
    def csv(self) -> dict[str, Any]:
        """As the csv module wants it."""
        return {"delimiter": self.delimiter, "quotechar": self.quote, "escapechar": self.escape}

    def literal(self, line: str) -> list[str]:
        """One line cut at every delimiter outside closed quotes; a quote without partner is a letter."""
        mark, quote = re.escape(self.delimiter), self.quote
        quoted = re.compile(
            rf"{quote}(?:[^{quote}]|{quote}{quote})*{quote}(?=\s*(?:{mark}|$))|[^{mark}]*"
        )
        cells: list[str] = []
        text, place = line.rstrip("\r\n"), 0
        while place <= len(text):
            match = quoted.match(text, place)
            cell = match[0] if match else ""
            closed = len(cell) > 1 and cell[0] == cell[-1] == quote
            cells.append(cell[1:-1].replace(quote * 2, quote) if closed else cell)
            place += len(cell) + 1
        return cells

    def aligned(self, line: str) -> list[str]:
        """One line of a table in columns."""
        text = line.rstrip("\r\n").expandtabs()
        ends = (*self.starts[1:], None)
        return [text[at:end].strip() for at, end in zip(self.starts, ends, strict=True)]


def quotes(head: list[str], delimiter: str) -> tuple[str, str | None]:
    """The quote of a table and what stands before a quote that is a letter: `"` and nothing, mostly."""
    text = "".join(head)
    mark = re.escape(delimiter)
    if re.search(rf'\\"(?!\s*(?:{mark}|[\r\n]|$))', text) and re.search(r'^"', text, re.MULTILINE):
        return '"', None if re.search(r'[^\\"]""[^"]', text) else "\\"
    single = re.findall(rf"(?:^|{mark})'[^'\r\n]*'(?=\s*(?:{mark}|$))", text, re.MULTILINE)
    if '"' not in text and len(single) > 1 and len(single) >= len(head) / 2:
        return "'", None
    return '"', None


def starts(head: list[str]) -> tuple[int, ...]:
    """Where the columns of a table aligned with blanks begin; none where there is no such table."""
    lines = [line.rstrip().expandtabs() for line in head if line.strip()]
    if rule := next((line for line in lines[:4] if _RULE.fullmatch(line.strip())), None):
        found = [
            at for at in range(len(rule)) if rule[at] != " " and rule[at - 1 : at] in {"", " "}
        ]
        return tuple(found) if len(found) > 1 else ()
    if len(lines) < 2 or not all(_GAP.search(line.strip()) for line in lines[:2]):
        return ()
    blank = [
        not any(line[at : at + 1].strip() for line in lines) for at in range(max(map(len, lines)))
    ]
    found = [at for at in range(len(blank)) if not blank[at] and all(blank[max(0, at - 2) : at])]
    return tuple(found) if len(found) > 1 else ()


_GAP = re.compile(r"\S {2,}\S")
_RULE = re.compile(r"[-=]{2,}(?: +[-=]{2,})+")  # as SQL programs write below their header
