"""The values that forms give which are not plain text, numbers or dates."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Option(NamedTuple):
    """One answer of a choice: what is kept, and what is shown."""

    value: str
    label: str


class Money(NamedTuple):
    """An amount in the currency's smallest unit, and the ISO 4217 code."""

    minor: int
    currency: str


@dataclass(frozen=True)
class Choice:
    """A record that a field can link to; `detail` tells namesakes apart."""

    id: int
    ref: str
    label: str
    detail: str = field(default="", compare=False)
