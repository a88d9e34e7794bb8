"""The command `crm`: the screens when it stands alone, else the command line."""

import gc
import os
import sys
from collections.abc import Sequence

from crm import __version__


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words after `crm` say; the answer is the exit status.

    Nothing heavy is imported on the way to the version and to the first frame.
    """
    words = list(sys.argv[1:] if words is None else words)
    if words == ["--version"]:
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

    return run(words)


def _screens(target: str | None) -> int:
    from crm import config
    from db.errors import Problem

    if "TEXTUAL_DRIVER" not in os.environ and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Problem("The screens need a terminal. Without one use the commands of: crm --help")
    # Nothing that is imported goes away; looking through it all costs a tenth of the start.
    gc.disable()
    from crm.app import run

    return run(config.target(target), config.officer())


if __name__ == "__main__":
    sys.exit(main())
