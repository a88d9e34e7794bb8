"""What is typed into a form, kept in the record until the form is saved or left knowingly."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerError

from crm import astray
from db.commands import drafts as commands
from db.errors import Problem
from db.queries import drafts

if TYPE_CHECKING:
    from crm.app import CrmApp


Texts = Mapping[str, str]

AGAIN = 1.0  # seconds until words are written again that the record did not take


class Drafts:
    """The draft of one form of one officer; `ref` is empty for a new record."""

    def __init__(self, crm: "CrmApp", noun: str, ref: str) -> None:
        self.crm, self.desk = crm, crm.desk
        self._mine = (crm.desk.who, noun, ref)
        self._kept = self._astray = False
        self._latest: Mapping[str, Texts] | None = None
        self._writer: Worker[None] | None = None

    async def left(self) -> tuple[Texts, Texts]:
        """What was typed last time, if the form was not closed in order; what stood there before."""
        if going := self.crm.dropping.get(self._mine):  # on a slow disk it may still be there
            await going.wait()
        found = await self.desk.read(drafts.left, *self._mine)
        self._kept = bool(found)
        if "typed" not in found:  # as drafts were kept at first
            return found, {}
        return found["typed"], found["before"]

    def keep(self, typed: Texts, before: Texts) -> None:
        """Keep the words while typing goes on; the latest are written last."""
        self._kept, self._latest = True, {"typed": dict(typed), "before": dict(before)}
        self.crm.unwritten.add(self)
        if self._writer is None or self._writer.is_finished:
            group = f"draft {self._mine}"
            self._writer = self.crm.run_worker(
                self._write_latest(), group=group, exit_on_error=False
            )

    async def _write_latest(self) -> None:
        while (texts := self._latest) is not None:
            try:
                await self.desk.keep(commands.keep, *self._mine, texts)
            except Problem:  # the record is busy or full: try again, with what is typed then
                await asyncio.to_thread(self._keep_astray, texts)
                await asyncio.sleep(AGAIN)
            else:
                self._written(texts)

    def _keep_astray(self, texts: Mapping[str, Texts]) -> None:
        if not self.desk.secret:
            self._astray = True
            astray.keep(self.desk.record.where, self._mine, texts)

    def _written(self, texts: Mapping[str, Texts]) -> None:
        self._forget_astray()
        if self._latest is texts:
            self._latest = None
            self.crm.unwritten.discard(self)

    def write_now(self) -> None:
        """Write the latest words without the loop."""
        if self._latest is None:
            return
        try:
            self.desk.keep_now(commands.keep, *self._mine, self._latest)
        except Problem:
            self._keep_astray(self._latest)
        else:
            self._forget_astray()

    def _forget_astray(self) -> None:
        if self._astray:
            self._astray = False
            astray.forget(self.desk.record.where, self._mine)

    async def drop(self) -> None:
        """Saved or thrown away: the words are not needed any more."""
        self._latest = None
        self.crm.unwritten.discard(self)
        if not self._kept:
            return
        self.crm.dropping[self._mine] = gone = asyncio.Event()
        try:
            await self._drop()
        finally:
            gone.set()
            self.crm.dropping.pop(self._mine, None)

    async def _drop(self) -> None:
        if self._writer is not None:
            with contextlib.suppress(WorkerError):
                await self._writer.wait()
        self._forget_astray()
        with contextlib.suppress(Problem):  # what is saved already is no danger when it comes back
            await self.desk.keep(commands.drop, *self._mine)
