"""A project's figures typed as lines: `capex planned 211m USD as of 10 jul 2023`, `jobs 300`."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from crm import dates, numbers

MEASURES = ("capex", "equity", "jobs", "capacity", "export")
BASES = ("planned", "committed", "realised")
_IN_MONEY = ("capex", "equity")
_AS_OF = re.compile(r"\s+as (?:of|at)\s+(?P<day>.+)$", re.I)


def parse(line: str, today: date) -> dict[str, Any]:
    """The values of a figure. Raises ValueError with a sentence that says how to write it."""
    said = _AS_OF.search(line)
    as_of = dates.parse_day(said["day"], today) if said else today
    words = (line[: said.start()] if said else line).split()
    if not words or words[0].casefold() not in MEASURES:
        raise ValueError(f"Begin a figure with one of: {', '.join(MEASURES)}.")
    measure = words.pop(0).casefold()
    basis = words.pop(0).casefold() if words and words[0].casefold() in BASES else "planned"
    if not words:
        raise ValueError(f"Write the amount, such as {measure} {basis} 50m USD.")
    told = {"measure": measure, "basis": basis, "as_of": as_of}
    return told | (_money(words) if measure in _IN_MONEY else _quantity(measure, words))


def _money(words: list[str]) -> dict[str, Any]:
    minor, currency = numbers.money(" ".join(words))
    return {"amount": minor, "currency": currency}


def _quantity(measure: str, words: list[str]) -> dict[str, Any]:
    amount: Decimal = numbers.number(words[0])
    if amount != amount.to_integral_value():
        raise ValueError(f"Write a whole number of {measure}, such as {measure} 300.")
    unit = " ".join(words[1:]) or ("jobs" if measure == "jobs" else "")
    if not unit:
        raise ValueError(f"Write the unit behind it, such as {measure} {words[0]} t/y.")
    return {"amount": int(amount), "unit": unit}


def say(told: dict[str, Any]) -> str:
    """“capex, planned: 211,000,000 USD as of 10 Jul 2023”"""
    amount = (
        numbers.amount(told["amount"], told["currency"])
        if told.get("currency")
        else f"{numbers.grouped(told['amount'])} {told['unit']}"
    )
    return f"{told['measure']}, {told['basis']}: {amount} as of {dates.spoken(told['as_of'])}"
