"""What is typed into a form, kept in the record until the form is saved or left knowingly."""

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.worker import Worker, WorkerError

from db.commands import drafts as commands
from db.errors import Problem
from db.queries import drafts

if TYPE_CHECKING:
    from crm.app import CrmApp


Texts = Mapping[str, str]


class Drafts:
    """The draft of one form of one officer; `ref` is empty for a new record."""

    def __init__(self, crm: "CrmApp", noun: str, ref: str) -> None:
        self.desk = crm.desk
        self._run = crm.run_worker
        self._mine = (crm.desk.who, noun, ref)
        self._kept = False
        self._latest: Mapping[str, Any] | None = None
        self._writer: Worker[None] | None = None

    async def left(self) -> tuple[Texts, Texts]:
        """What was typed last time, if the form was not closed in order; what stood there before."""
        found = await self.desk.read(drafts.left, *self._mine)
        self._kept = bool(found)
        if "typed" not in found:  # as drafts were kept at first
            return found, {}
        return found["typed"], found["before"]

    def keep(self, typed: Texts, before: Texts) -> None:
        """Keep the words while typing goes on; the latest are written last."""
        self._kept, self._latest = True, {"typed": dict(typed), "before": dict(before)}
        if self._writer is None or self._writer.is_finished:
            group = f"draft {self._mine}"
            self._writer = self._run(self._write_latest(), group=group, exit_on_error=False)

    async def _write_latest(self) -> None:
        while self._latest is not None:
            texts, self._latest = self._latest, None
            with contextlib.suppress(Problem):  # the next letter tries again
                await self.desk.keep(commands.keep, *self._mine, texts)

    async def drop(self) -> None:
        """Saved or thrown away: the words are not needed any more."""
        if not self._kept:
            return
        self._latest = None
        if self._writer is not None:
            with contextlib.suppress(WorkerError):
                await self._writer.wait()
        await self.desk.keep(commands.drop, *self._mine)
