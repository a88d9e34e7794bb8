"""What every screen of the desk can do: ask, write, and say what came of it."""

import asyncio
import sys
from collections.abc import Awaitable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, cast

from textual.dom import DOMNode

from crm.desk import Desk
from crm.words import sentence_of
from db.errors import Problem

if TYPE_CHECKING:
    from crm.app import CrmApp

    _Node = DOMNode
else:
    _Node = object  # Textual collects styles along the first base that is a DOMNode

T = TypeVar("T")


class AtDesk(_Node):
    """A screen that reads and writes through the desk."""

    @property
    def crm(self) -> "CrmApp":
        return cast("CrmApp", self.app)

    @property
    def desk(self) -> Desk:
        return self.crm.desk

    @property
    def today(self) -> date:
        return self.crm.today

    def say(self, sentence: str, *, problem: bool = False) -> None:
        self.crm.say(sentence, problem=problem)

    async def attempt(self, act: Awaitable[T]) -> T | None:
        """The answer, or a toast with the sentence of what went wrong."""
        try:
            return await act
        except Problem as problem:
            self.say(sentence_of(problem), problem=True)
            return None


async def at_hand(*names: str) -> None:
    """Import what an act needs for the first time in a thread: on the loop it stops every key."""
    for name in names:
        if name not in sys.modules:
            await asyncio.to_thread(import_module, name)


NOUN_OF: dict[str, str] = {
    "O": "organisations", "C": "contacts", "M": "meetings", "F": "follow_ups",
    "P": "projects", "S": "sites", "I": "incentives", "K": "cases",
}  # fmt: skip


def noun_of(ref: str) -> str:
    """The noun of a reference by its letter."""
    return NOUN_OF[ref[0]]


def id_of(ref: str) -> int:
    return int(ref[1:])
