"""Numbers and money with the separators of any country."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from crm.currencies import code_of, scaled

_AMOUNT = re.compile(r"\(?\s*([-+−]?)\s*(\d[\d.,' \u00a0\u202f\u2009’٬٫]*)\s*\)?")
LONGEST = 60  # letters of an amount with its currency
_BLANKS = re.compile(r"[ \u00a0\u202f\u2009'’٬]")
_THREES = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str | None

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.currency}" if self.currency else plain(self.amount)


def plain(amount: Decimal) -> str:
    """Without exponent and without thousands marks."""
    return f"{amount:f}"


@lru_cache(maxsize=65536)
def money(text: str, decimal: str | None = None) -> Money | None:
    """An amount with the currency written beside it; None where there is no one number.

    `decimal` is the decimal mark of the column, which settles 1.234 and 1,234.
    """
    found = _AMOUNT.search(text) if len(text) <= LONGEST else None
    if not found:
        return None
    said = _beside(text[: found.start()].strip(), text[found.end() :].strip())
    amount = number(found[0].strip(), decimal)
    if said is None or amount is None:
        return None
    whole = amount * said[0]
    return Money(
        whole.to_integral_value() if whole == int(whole) and said[0] > 1 else whole, said[1]
    )


def _beside(before: str, after: str) -> tuple[int, str | None] | None:
    """Factor and currency of what stands on both sides of an amount: USD 3.4bn, 人民币1200万元."""
    said = scaled(after) if after else (1, None)
    if not before or said is None:
        return said
    code = code_of(before)
    if code is None:
        return scaled(before) if not after else None
    return (said[0], code) if said[1] in (None, code) else None


@lru_cache(maxsize=65536)
def number(text: str, decimal: str | None = None) -> Decimal | None:
    """`1 250 000,50`, `1,250,000.50`, `(12)`, `€ 300.000,00` without its sign."""
    found = _AMOUNT.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if not found:
        return None
    digits = _plain_digits(_BLANKS.sub("", found[2]).replace("٫", "."), decimal)
    negative = found[1] in {"-", "−"} or text.strip().startswith("(")
    try:
        return Decimal(f"-{digits}" if negative else digits)
    except InvalidOperation:
        return None


def _plain_digits(text: str, decimal: str | None) -> str:
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        mark = max(".,", key=text.rfind)
    elif dots + commas > 1:
        mark = ""
    elif _THREES.fullmatch(text) and decimal is None:
        mark = "." if dots else ""
    else:
        mark = decimal if decimal and decimal in text else "" if _THREES.fullmatch(text) else ".,"
    other = "," if mark == "." else "." if mark == "," else ".," if mark == "" else ""
    for letter in other:
        text = text.replace(letter, "")
    return text.replace(",", ".")


def decimal_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark of a column, from values that can be read only one way."""
    for text in texts:
        found = _AMOUNT.search(text) if len(text) <= LONGEST else None
        digits = _BLANKS.sub("", found[2]) if found else ""
        dots, commas = digits.count("."), digits.count(",")
        if dots and commas:
            return max(".,", key=digits.rfind)
        if dots + commas > 1:
            return "," if dots else "."
        if dots + commas == 1 and not _THREES.fullmatch(digits):
            return "." if dots else ","
    return None
