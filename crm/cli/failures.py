"""The one way out of the program: every failure ends in a sentence and an exit status."""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator

from db.errors import Problem

# Beside 0 to 3, as sysexits.h and the shells number them.
FAULT, OUTPUT_LOST, INTERRUPTED, READER_GONE = 70, 74, 130, 141


class OutputLost(Exception):
    """The answer could not be written to where it was sent."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"The answer could not be written: {error.strerror}.")
        self.exit_status = READER_GONE if error.errno == errno.EPIPE else OUTPUT_LOST


@contextlib.contextmanager
def output_kept() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputLost(error) from error


def guarded(act: Callable[[], int]) -> int:
    """The exit status of an act. Nothing it raises reaches the terminal as a traceback."""
    try:
        status = act()
        with output_kept():
            sys.stdout.flush()
        return status
    except Problem as problem:
        complain(str(problem))
        return problem.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except OutputLost as lost:
        if lost.exit_status != READER_GONE:  # who closes a pipe has read enough
            complain(str(lost))
        return _without_output(lost.exit_status)
    except Exception as fault:  # the last stop: a bug is logged, never shown raw
        from crm.faults import written

        complain(written(fault))
        return FAULT


def complain(sentence: str) -> None:
    """One line on standard error, in which no character acts."""
    from crm.text import one_line

    if sys.stderr is None:  # closed by whoever called
        return
    with contextlib.suppress(OSError, ValueError):  # standard error itself may be closed
        sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        sys.stderr.write(f"{one_line(sentence)}\n")


def _without_output(status: int) -> int:
    """Let the interpreter's own last flush go nowhere instead of failing again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status
