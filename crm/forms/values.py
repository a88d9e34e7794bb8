"""The values that forms give which are not plain text, numbers or dates."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from crm.words import _, word_of


class Option(NamedTuple):
    """One answer of a choice: what is kept, what it is called, and of which enumeration it is."""

    value: str
    word: str
    words: type[StrEnum] | None = None

    @property
    def label(self) -> str:
        """What is shown, in the officer's language."""
        return word_of(self.words, self.value) if self.words else _(self.word)


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
