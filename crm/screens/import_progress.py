"""A run that goes on in a thread: how far it is, how long it will take, and how to stop it."""

import contextlib
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from crm.exchange.apply import Cancelled

BAR = 10  # cells
TICK = 0.2  # seconds between two looks at the progress
SETTLED = 2.0  # seconds after which a rate says something


@dataclass
class Running:
    """The thread calls `watch`; the screen reads `done` and says `stop`.

    `rows` is how many there are, where a check has counted them already.
    """

    name: str
    rows: int | None = None
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.guessed = self.rows or 0
        self.began = self.clock()

    def watch(self, done: int, guessed: int) -> None:
        if self._stopped.is_set():
            raise Cancelled(f"Stopped. Nothing of {self.name} was kept.")
        self.done, self.guessed = done, max(done, self.rows or guessed)
        gc.collect(1)

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def words(self, doing: str) -> str:
        if self.stopped:
            return "Stopping …"
        seconds = self.clock() - self.began
        return progress_words(doing, self.done, self.guessed, seconds, exact=bool(self.rows))


@contextlib.contextmanager
def smoothly() -> Iterator[None]:
    """For a thread that makes very many objects: keys are answered meanwhile.

    A full collection of 5,000 rows stopped the screen for 0.2 to 0.6 s, again and again; `watch`
    collects what is young, and what is old by the end is never looked at again. The thread hands
    over every millisecond, not every five.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(interval)


def progress_words(
    doing: str, done: int, guessed: int, seconds: float, *, exact: bool = False
) -> str:
    """`Checking ━━━───────  1,500 of about 5,000 rows · 640/s · 6 s left`"""
    if not done:
        return f"{doing} …"
    full = min(BAR, BAR * done // max(guessed, 1))
    whole = f"{guessed:,}" if exact else f"about {roughly(guessed)}"
    of = f"of {whole} " if guessed > done else ""
    told = [f"{doing} {'━' * full}{'─' * (BAR - full)}  {done:,} {of}rows"]
    if seconds >= SETTLED:
        rate = done / seconds
        told += [f"{rate:,.0f}/s", _left((guessed - done) / rate)]
    return " · ".join(told)


def roughly(rows: int) -> str:
    """A guess with two figures: 5,700."""
    step = 10 ** max(0, len(str(rows)) - 2)
    return f"{round(rows / step) * step:,}"


def _left(seconds: float) -> str:
    if seconds < 1:
        return "nearly done"
    return f"{seconds:.0f} s left" if seconds < 90 else f"{seconds / 60:.0f} min left"
