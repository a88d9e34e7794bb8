"""A program under a pseudo-terminal: keys in, the bytes it writes out, a deadline on every wait."""

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])"
)


def plain(output: bytes) -> str:
    """Output without escape sequences."""
    return _SEQUENCE.sub("", output.decode("utf-8", "replace"))


def found(words: str, text: str) -> bool:
    """Whether the words stand in the text, wherever a line was wrapped: a sentence that names a path
    is wrapped elsewhere for every folder."""
    return bool(re.search(r"\W*".join(map(re.escape, words.split())), text))


class Terminal:
    """Run `command` under a pseudo-terminal of a size; use as a context, it ends the program.

    `output` is every byte so far, `text` the same without escape sequences (words painted in one
    piece are found in it; it is no picture of the screen). Waits raise AssertionError with the end
    of the output when their deadline (seconds) passes or the program ends first.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> None:
        self.output = b""
        self._master, follower = pty.openpty()
        self.resize(columns, rows)
        # The test runner tells its workers a size of their own, which would win over the terminal's.
        around = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        colours = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            command,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            cwd=cwd,
            env={**around, **colours, "TEXTUAL_ANIMATIONS": "none", **(env or {})},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(follower)
        os.set_blocking(self._master, False)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size; the program is told as by a real terminal."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, keys: str | bytes) -> None:
        """Type: the bytes that a terminal would send; what a program that ended left unread is lost."""
        left = keys.encode() if isinstance(keys, str) else keys
        end = time.monotonic() + 60
        while left and self.process.poll() is None:
            try:
                left = left[os.write(self._master, left) :]
            except BlockingIOError:  # the program is busy writing; it reads when that was taken
                self.read(0.05)
                assert time.monotonic() < end, "the program does not read what is typed"

    @property
    def stopped(self) -> bool:
        """Whether the program was put aside, as ctrl+z does."""
        if self.process.poll() is not None:
            return False
        stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        return stat.rsplit(")", 1)[1].split()[0] == "T"

    @property
    def text(self) -> str:
        """The output so far without escape sequences."""
        return plain(self.output)

    def read(self, seconds: float) -> bool:
        """Take what comes within `seconds`; False when nothing came or the program is gone."""
        ready, _, _ = select.select([self._master], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            chunk = os.read(self._master, 1 << 16)
        except OSError as error:
            if error.errno != errno.EIO:  # what Linux says when the other side has closed
                raise
            chunk = b""
        self.output += chunk
        return bool(chunk)

    def wait(self, until: str | Callable[["Terminal"], bool], deadline: float = 60) -> None:
        """Wait for words in the output, wrapped or not, or for a predicate to become true."""
        said = isinstance(until, str)
        reached = (lambda: found(until, self.text)) if said else (lambda: until(self))
        end = time.monotonic() + deadline
        while not reached():
            alive = self.read(min(0.2, end - time.monotonic())) or self.process.poll() is None
            late = time.monotonic() > end
            assert (alive and not late) or reached(), self._complaint(until, late)

    def wait_for_end(self, deadline: float = 60) -> int:
        """Wait until the program ends by itself; its exit status."""
        end = time.monotonic() + deadline
        while self.process.poll() is None:
            self.read(0.1)
            assert time.monotonic() < end, self._complaint("its end", True)
        while self.read(0):
            pass
        return self.process.returncode

    def _complaint(self, until: object, late: bool) -> str:
        why = "in time" if late else "before the program ended"
        return f"{until!r} did not come {why}; the output ends with {self.output[-800:]!r}"

    def hang_up(self, deadline: float = 60) -> int:
        """Close the window; the exit status of the program, which has to see that by itself."""
        os.close(self._master)
        return self.process.wait(deadline)

    def close(self) -> None:
        """End the program and its children, if they still run."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._master)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
