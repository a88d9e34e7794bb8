"""What Textual leaves open at the edge of the terminal: bytes that are no text, signals to end."""

import asyncio
import codecs
import signal
from collections.abc import Callable
from functools import partial

from textual.drivers import linux_driver


def tolerate_bytes() -> None:
    """Bytes that are no UTF-8 become a mark instead of ending the program with exit status 0.

    Upstream: Textualize/textual#6456. The driver makes its decoder by this name.
    """
    replacing = partial(codecs.getincrementaldecoder("utf-8"), errors="replace")
    vars(linux_driver)["getincrementaldecoder"] = lambda encoding: replacing


def on_end(act: Callable[[int], None]) -> None:
    """Call `act` with the signal's number when the session is ended or the window closed."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, act, number)
