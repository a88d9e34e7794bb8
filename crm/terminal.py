"""What Textual leaves open at the edge of the terminal: bytes that are no text, a window that is closed."""

import asyncio
import codecs
import os
import signal
from collections.abc import Callable

from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread


class Writer(WriterThread):
    """Takes what is written also when the terminal is gone: the loop must never wait for it."""

    def run(self) -> None:
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass


class Driver(linux_driver.LinuxDriver):
    """A terminal whose end is the end of the session, as if the system had said so."""

    def run_input_thread(self) -> None:
        try:
            super().run_input_thread()
        except (OSError, EOFError):
            os.kill(os.getpid(), signal.SIGHUP)


class Decoder(codecs.getincrementaldecoder("utf-8")):  # type: ignore[misc]
    """Bytes that are no UTF-8 become a mark; no bytes where some were announced are the end."""

    def __init__(self) -> None:
        super().__init__(errors="replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        if not data and not final:
            raise EOFError
        return str(super().decode(data, final))


def outlast() -> None:
    """Make drivers that survive bytes that are no UTF-8, and end when their terminal does.

    Upstream: Textualize/textual#6456. The driver makes its decoder and its writer by these names.
    """
    vars(linux_driver)["getincrementaldecoder"] = lambda encoding: Decoder
    vars(linux_driver)["WriterThread"] = Writer
    vars(linux_driver)["LinuxDriver"] = Driver


def on_end(act: Callable[[int], None]) -> None:
    """Call `act` with the signal's number when the session is ended or the window closed."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        loop.add_signal_handler(number, act, number)
