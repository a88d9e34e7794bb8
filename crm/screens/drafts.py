"""What is typed into a form, kept in the record until the form is saved or left knowingly."""

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from textual.worker import Worker, WorkerError

from db.errors import Problem
from db.models import Draft, columns

if TYPE_CHECKING:
    from sqlmodel import Session

    from crm.app import CrmApp

_D = columns(Draft)  # type: ignore[arg-type]


class Drafts:
    """The draft of one form of one officer; `ref` is empty for a new record."""

    def __init__(self, crm: "CrmApp", noun: str, ref: str) -> None:
        self.crm = crm
        self.noun = noun
        self.ref = ref
        self._kept = False
        self._latest: dict[str, str] | None = None
        self._writer: Worker[None] | None = None

    @property
    def _mine(self) -> Any:
        who = self.crm.desk.who
        return sa.and_(_D.c.by == who, _D.c.form == self.noun, _D.c.ref == self.ref)

    async def left(self) -> dict[str, str]:
        """The texts of last time, if the form was not closed in order."""

        def ask(session: "Session") -> dict[str, str]:
            found = session.execute(sa.select(_D.c.texts).where(self._mine)).scalar()
            return dict(found or {})

        found = await self.crm.desk.read(ask)
        self._kept = bool(found)
        return found

    def keep(self, texts: dict[str, str]) -> None:
        """Keep the words while typing goes on; the latest are written last."""
        self._kept, self._latest = True, texts
        if self._writer is None or self._writer.is_finished:
            group = f"draft {self.noun} {self.ref}"
            writing = self._write_latest()
            self._writer = self.crm.run_worker(writing, group=group, exit_on_error=False)

    async def _write_latest(self) -> None:
        while self._latest is not None:
            texts, self._latest = self._latest, None
            with contextlib.suppress(Problem, sa.exc.IntegrityError):  # the next letter tries again
                await asyncio.to_thread(self._write, texts)

    def _write(self, texts: dict[str, str]) -> None:
        row = {"at": datetime.now(UTC), "by": self.crm.desk.who, "form": self.noun, "ref": self.ref}
        with self.crm.desk.record.keeping() as session:
            session.execute(sa.delete(_D).where(self._mine))
            session.execute(sa.insert(_D).values(**row, texts=texts))

    async def drop(self) -> None:
        """Saved or thrown away: the words are not needed any more."""
        if not self._kept:
            return
        self._latest = None
        if self._writer is not None:
            with contextlib.suppress(WorkerError):
                await self._writer.wait()

        def forget() -> None:
            with self.crm.desk.record.keeping() as session:
                session.execute(sa.delete(_D).where(self._mine))

        await self.crm.desk.run(forget)
