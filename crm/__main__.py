"""The command `crm`: the screens when it stands alone, else the command line."""

import contextlib
import gc
import os
import sys
from collections.abc import Iterator, Sequence

from crm import __version__


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words after `crm` say; the answer is the exit status.

    Nothing heavy is imported on the way to the version and to the first frame.
    """
    words = list(sys.argv[1:] if words is None else words)
    if words == ["--version"] and sys.stdout is not None:
        sys.stdout.write(f"crm {__version__}\n")
        return 0
    from crm.cli.failures import guarded

    return guarded(lambda: _do(words))


def _do(words: list[str]) -> int:
    match words:
        case []:
            return _screens(None)
        case ["--db", target]:
            return _screens(target)
        case [word] if word.startswith("--db="):
            return _screens(word.removeprefix("--db="))
    from crm.cli.program import run
    from db.errors import Problem

    if sys.stdout is None:
        raise Problem("Standard output is closed, so there is no place for an answer.")
    return run(words)


def _screens(target: str | None) -> int:
    from crm import first_frame
    from db.errors import Problem

    if "TEXTUAL_DRIVER" not in os.environ and not _at_terminal():
        raise Problem("The screens need a terminal. Without one use the commands of: crm --help")
    # Nothing that is imported goes away; looking through it all costs a tenth of the start.
    gc.disable()
    told = first_frame.recall(target)  # of an encrypted record nothing is kept
    if told is None:
        _unlock(target)
    with _keys_kept():
        painted = told is not None and first_frame.paint(told)
        try:
            from crm import config
            from crm.app import run
            from crm.last_seen import LastSeen

            where, who = config.target(target), config.officer()
            last = LastSeen(told["view"]) if told else None  # type: ignore[arg-type]
            painted = False
        finally:
            if painted:  # and nothing will take the screen over
                sys.stderr.write("\x1b[?1049l\x1b[?25h")
        return run(where, who, last)


def _unlock(target: str | None) -> None:
    from crm import config, passphrase

    passphrase.unlock(config.target(target))


def _at_terminal() -> bool:
    """Neither is there where whoever called closed it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


@contextlib.contextmanager
def _keys_kept() -> Iterator[None]:
    """Keys typed before the screens are there are neither shown nor lost: they wait to be read."""
    if not sys.stdin.isatty():
        yield
        return
    import termios

    before = termios.tcgetattr(0)
    quiet = termios.tcgetattr(0)
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(0, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):  # the window was closed
            termios.tcsetattr(0, termios.TCSANOW, before)


if __name__ == "__main__":
    sys.exit(main())
