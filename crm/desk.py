"""The one door from the screens to the record: questions and commands go to a thread and back."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from db.errors import Busy, Problem

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.engine import Database
    from db.history import Reversal
    from db.history.news import Mark

P = ParamSpec("P")
T = TypeVar("T")
Waiting = Callable[[float | None], bool]  # seconds left, None: over; False: the person gave up
Listener = Callable[[frozenset[str]], None]
REST = 4.0  # seconds without a save, after which there is time to put things in order
QUIET = 20.0  # seconds after the start, when the copy of the day is made
HOURLY = 3600.0  # seconds until it is looked again: a desk may stay open for weeks
PATIENCE = 30.0  # seconds for which a write waits for another one


def late(module: str, name: str) -> Callable[..., Any]:
    """A question by its name, imported in the thread that asks it: for what is seen before the record."""

    def ask(session: "Session", *args: Any) -> Any:
        return getattr(import_module(module), name)(session, *args)

    return ask


MARK, NEWS = late("db.history.news", "mark"), late("db.history.news", "news")


class Desk:
    """Opens the record in a thread, so that the screens paint before the database is imported.

    What is asked before the record is open waits until it is. `listen` gets the nouns (table names)
    that a write of ours, or of another program, changed.
    """

    def __init__(self, target: str, who: str) -> None:
        self.target = target
        self.who = who
        self.database: Database | None = None
        self._one_writer = asyncio.Lock()
        self._listeners: list[Listener] = []
        self._seen: Mark | None = None
        self._later: asyncio.TimerHandle | None = None
        self._opened = asyncio.Event()
        self._shared = False
        self.waiting: Waiting = lambda left: left is not None
        self._resting: asyncio.TimerHandle | None = None

    async def open(self) -> None:
        """Raises Problem (Refused, Invalid) with the sentence to show."""
        self.database, self._seen = await asyncio.to_thread(self._open)
        self._opened.set()
        self._later = asyncio.get_running_loop().call_later(QUIET, self._keep_daily)

    def _keep_daily(self) -> None:
        self._keeping = asyncio.create_task(asyncio.to_thread(self._kept))
        self._later = asyncio.get_running_loop().call_later(HOURLY, self._keep_daily)

    def _kept(self) -> None:
        """The copy of the day; what stands in its way is said by crm check, not in the middle of work."""
        from crm.config import today
        from db import daily

        with contextlib.suppress(Problem):
            daily.keep(self.record, today())

    def _open(self) -> "tuple[Database, Mark]":
        from crm import astray
        from crm.config import config
        from db.engine import open_database

        self._shared = config().network_share
        opened = open_database(self.target, who=self.who, share=self._shared)
        with contextlib.suppress(Problem):
            astray.adopt(opened.where, opened.keeping)
        with opened.reading() as session:
            return replace(opened, hurried=True), MARK(session)

    @property
    def record(self) -> "Database":
        if self.database is None:
            raise RuntimeError("the record is not open yet")
        return self.database

    @property
    def secret(self) -> bool:
        """Whether the record is encrypted, so that nothing of it is kept elsewhere."""
        return self.database is not None and self.database.key is not None

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` what changed; the answer stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def read(
        self, question: "Callable[Concatenate[Session, P], T]", *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask in a thread with a fresh session; the answer is plain values. Whoever is cancelled
        while waiting stops the question."""
        from db.asking import Asking

        asking = Asking()

        def ask() -> T:
            with self.record.reading() as session, asking.of(session):
                return question(session, *args, **kwargs)

        await self._opened.wait()
        try:
            return await asyncio.to_thread(ask)
        except asyncio.CancelledError:
            asking.stop()
            raise

    async def write(
        self,
        label: str,
        command: "Callable[Concatenate[Session, P], T]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a command as one change set with this label, then tell who listens.

        Raises Problem with its sentence; nothing was changed then.
        """

        def do() -> T:
            with self.record.writing(label) as session:
                return command(session, *args, **kwargs)

        return await self.run(do)

    async def keep(
        self, command: "Callable[Concatenate[Session, P], T]", *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a command on what is no part of the record, such as a draft: in no change set."""
        return await asyncio.to_thread(lambda: self.keep_now(command, *args, **kwargs))

    def keep_now(
        self, command: "Callable[Concatenate[Session, P], T]", *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """`keep` in this thread: for the end, when there is no loop any more."""
        with self.record.keeping() as session:
            return command(session, *args, **kwargs)

    async def run(self, act: Callable[[], T]) -> T:
        """Do something in a thread that writes by itself (an import), then tell who listens."""
        await self._opened.wait()
        async with self._one_writer:
            result = await self._when_free(act)
        self._rest_later()
        await self.look()
        return result

    async def _when_free(self, act: Callable[[], T]) -> T:
        """Try until nobody else writes, as long as `waiting` lets; each try waits a moment itself."""
        end = time.monotonic() + PATIENCE
        try:
            while True:
                try:
                    return await asyncio.to_thread(act)
                except Busy:
                    left = end - time.monotonic()
                    if left <= 0 or not self.waiting(left):
                        raise
        finally:
            self.waiting(None)

    def _rest_later(self) -> None:
        """Some seconds after the last save: what it left behind is put in order."""
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(REST, self._rest)

    def _rest(self) -> None:
        self._rested = asyncio.create_task(asyncio.to_thread(self._put_in_order))

    def _put_in_order(self) -> None:
        with contextlib.suppress(Problem):  # somebody else writes: after the next save, then
            self.record.rest()

    async def undo(self, number: int | None = None, *, also_newer: bool = False) -> "Reversal":
        return await self.run(lambda: self.record.undo(number, also_newer=also_newer))

    async def redo(self) -> "Reversal":
        return await self.run(lambda: self.record.redo())

    def unchanged(self) -> bool:
        """Whether nobody wrote to the record's file since the last two times this was asked.

        To ask the record each second is most of what an idle desk does. Times of a file are of some
        milliseconds, so one that was seen changed counts as changed once more.
        """
        seen, before = self._file_now(), self._files
        self._files = seen, before[0]
        return seen is not None and seen == before[0] == before[1]

    _files: tuple[object, object] = (None, None)  # as it was at the last two looks

    def _file_now(self) -> object:
        """What changes with each write to the record's file; None of a server, and on a network."""
        path = self.record.path
        if path is None or self._shared:
            return None
        return [_written(path), _written(path.with_name(f"{path.name}-wal"))]

    async def look(self) -> None:
        """See what changed since the last look, by us or by another program, and tell it."""
        self._seen, tables = await self.read(NEWS, self._seen)
        for listener in list(self._listeners) if tables else ():
            listener(tables)

    def close(self) -> None:
        if self._later is not None:
            self._later.cancel()
        if self._resting is not None:
            self._resting.cancel()
        if self.database is not None:
            self.database.close()


def _written(path: Path) -> tuple[int, int, int] | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_size
