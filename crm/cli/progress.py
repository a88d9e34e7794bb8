"""How far a long act is, on one line of a terminal that is written over."""

import sys


def tell_progress(words: str) -> None:
    """Wiped by no words; nothing where standard error is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        sys.stderr.flush()


def rows_done(done: int, of: int) -> None:
    tell_progress(f"{done:,} of about {max(done, of):,} rows")
