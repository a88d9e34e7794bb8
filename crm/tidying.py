"""Rubbish is looked for while nobody types: looking over all that is loaded stops the loop.

A full collection took 60 to 270 ms beside an open form, the longest stall of the desk by far; young
rubbish, which is most of it, goes as ever.
"""

import contextlib
import gc
from collections.abc import Iterator
from time import monotonic

QUIET = 15.0  # seconds without a key after which a stall is seen by nobody
NEVER = 10**6  # collections of the middle generation before a full one


class Tidying:
    """Takes full collections out of the interpreter's hands; `tidy` does one when it is quiet."""

    def __init__(self) -> None:
        self._last_key = monotonic()
        self._to_do = False

    def begin(self) -> None:
        """What is loaded now stays, so it is not looked over again."""
        gc.freeze()
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, NEVER)
        gc.enable()

    def key(self) -> None:
        self._last_key, self._to_do = monotonic(), True

    def tidy(self) -> None:
        if self._to_do and monotonic() - self._last_key > QUIET:
            self._to_do = False
            gc.collect()


# Objects; a long import spent a quarter of its time looking over rows that it keeps.
YOUNG = 400_000


@contextlib.contextmanager
def seldom() -> Iterator[None]:
    """For an act that makes very many objects of which nearly none is rubbish."""
    before = gc.get_threshold()
    gc.set_threshold(YOUNG, 50, NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
