"""How long until something is seen: in a real pseudo-terminal, from the start of the process."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from tests.pty import Terminal

BARE = str(Path(__file__).with_name("bare.py"))
CRM = (sys.executable, "-m", "crm")
SIZE = {"columns": 120, "rows": 40}

Look = tuple[str, ...]  # keys to send, then the text to wait for, again and again


def seconds_to(command: Sequence[str], *steps: tuple[str, str]) -> list[float]:
    """Seconds from the start until each step's text was painted; its keys are sent before."""
    began = time.perf_counter()
    with Terminal(command, **SIZE) as terminal:
        times = []
        for keys, sign in steps:
            start, wanted = len(terminal.output), sign.encode()
            if keys:
                terminal.send(keys)
            terminal.wait(lambda t, start=start, wanted=wanted: wanted in t.output[start:])  # type: ignore[misc]
            times.append(time.perf_counter() - began)
        return times


def close_once(command: Sequence[str]) -> None:
    """A session that is ended by its key, so that the next one has a last screen to show."""
    with Terminal(command, **SIZE) as terminal:
        terminal.wait("Help")
        terminal.send("q")
        terminal.wait_for_end()


def seconds_of(command: Sequence[str]) -> float:
    """Seconds that a program takes to run and end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def interleaved(rounds: int, *acts: Callable[[], list[float]]) -> list[list[float]]:
    """The medians of each act's times; the acts take turns, so that all meet the same weather."""
    taken: list[list[list[float]]] = [[] for _ in acts]
    for _ in range(rounds + 1):
        for act, times in zip(acts, taken, strict=True):
            times.append(act())
    # The first round warms the caches of the disk.
    return [[median(column) for column in zip(*times[1:], strict=True)] for times in taken]
