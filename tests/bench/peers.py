"""The desk beside other programs on the same record, each in a terminal of its own, in turn.

They are no dependencies: who has them gives their paths (`--peer`) or finds them on PATH. posting
starts only with tree-sitter 0.25.2.
"""

import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.starts import BARE, CRM, SIZE, close_once, interleaved, seconds_to
from tests.pty import Terminal

PAGE_DOWN, HOME, END = "\x1b[6~", "\x1b[H", "\x1b[F"
LOOK, CALM = (
    0.25,
    0.1,
)  # seconds between looks; the share of a processor below which a program rests
QUIET = 6  # looks without work, after which nothing more is to come
PATIENCE = 600.0  # seconds


@dataclass(frozen=True)
class Program:
    """How one opens the contacts of a record in it, and moves in them."""

    name: str
    command: tuple[str, ...]
    sign: str  # of its first screen
    opens: str = ""  # keys from there to the rows
    shows: str = ""  # keys that give the rows the focus
    page: str = PAGE_DOWN
    first: str = HOME
    last: str = END


@dataclass(frozen=True)
class Moved:
    """`keys` in seconds from the key to the first change, and `work` of the processor for each."""

    reachable: float  # seconds from the start until the last row was painted
    mib: float  # of memory at most
    pages: list[float]
    jumps: list[float]
    work: float


def known(record: Path, paths: Sequence[str]) -> tuple[list[Program], list[str]]:
    """The peers that are there, and the names of those that are not."""
    given = {Path(path).name: path for path in paths}
    found = {n: given.get(n) or shutil.which(n) for n in ("vd", "harlequin", "posting")}
    every = {
        "vd": Program("VisiData", ("+:contact:0:0", str(record)), "contact", "", "", first="gk", last="gj"),
        "harlequin": Program(
            "harlequin",
            ("-a", "sqlite", "--no-init", "--locale", "C", str(record)),
            "Data Catalog", "select * from contact\n", "\x1b[15~",
        ),
        "posting": Program("posting", (), "Collection"),
    }  # fmt: skip
    ready = [
        Program(p.name, (path, *p.command), p.sign, p.opens, p.shows, p.page, p.first, p.last)
        for name, p in every.items()
        if (path := found[name])
    ]
    return ready, [name for name, path in found.items() if not path]


def desk() -> Program:
    return Program("the desk", CRM, "Today,", "3")


def bare() -> Program:
    """What Textual itself needs to answer a key."""
    return Program("a bare Textual program", (sys.executable, BARE), "bare")


def started(peers: Iterable[Program], rounds: int) -> dict[str, tuple[float, ...]]:
    """Seconds to the first rows and to the live ones of the desk, of a bare Textual, of each peer."""
    close_once(CRM)
    peers = list(peers)
    acts = [
        lambda: seconds_to(CRM, ("", "Today,"), ("", "Today,")),
        lambda: seconds_to([sys.executable, BARE], ("", "bare")),
        *(lambda p=peer: seconds_to(p.command, ("", p.sign)) for peer in peers),  # type: ignore[misc]
    ]
    names = ["the desk", "a bare Textual program", *(peer.name for peer in peers)]
    return dict(zip(names, map(tuple, interleaved(rounds, *acts)), strict=True))


def moved(programs: Sequence[Program], keys: int) -> dict[str, Moved]:
    """All are opened one by one; then their keys are pressed in turn."""
    opened: list[tuple[Program, Terminal, float]] = []
    try:
        for program in programs:
            terminal = Terminal(program.command, **SIZE)
            opened.append((program, terminal, 0.0))
            opened[-1] = (program, terminal, _open(program, terminal))
        times = _pressed(opened, keys)
        return {
            program.name: Moved(reachable, _peak(terminal), *times[program.name])
            for program, terminal, reachable in opened
        }
    finally:
        for _, terminal, _ in opened:
            terminal.close()


def _open(program: Program, terminal: Terminal) -> float:
    """Seconds from its start until the last row was painted; the waits for rest are taken off."""
    began = time.perf_counter()
    terminal.wait(program.sign, PATIENCE)
    rest = settle(terminal)
    if program.opens:
        terminal.send(program.opens)
        settle(terminal)
    if program.shows:
        terminal.send(program.shows)
        rest += settle(terminal)
    ready = time.perf_counter() - began - rest - QUIET * LOOK
    return ready + first_change(terminal, program.last)


def _pressed(
    opened: Sequence[tuple[Program, Terminal, float]], keys: int
) -> dict[str, tuple[list[float], list[float], float]]:
    pages: dict[str, list[float]] = {program.name: [] for program, _, _ in opened}
    jumps: dict[str, list[float]] = {program.name: [] for program, _, _ in opened}
    work = {program.name: 0.0 for program, _, _ in opened}
    for nth in range(keys):
        for program, terminal, _ in opened:
            before = worked(terminal)
            jumps[program.name].append(
                first_change(terminal, (program.first, program.last)[nth % 2])
            )
            if nth % 2:
                first_change(terminal, program.first)
            pages[program.name].append(first_change(terminal, program.page))
            work[program.name] += worked(terminal) - before
    each = {name: seconds / (2.5 * keys) for name, seconds in work.items()}
    return {name: (pages[name], jumps[name], each[name]) for name in pages}


def first_change(terminal: Terminal, key: str) -> float:
    """Seconds from a key to the first that is painted; before and after it all comes to rest."""
    while terminal.read(0.15):
        pass
    seen, began = len(terminal.output), time.perf_counter()
    terminal.send(key)
    terminal.wait(lambda t: len(t.output) > seen, PATIENCE)
    took = time.perf_counter() - began
    while terminal.read(0.15):
        pass
    return took


def settle(terminal: Terminal) -> float:
    """Wait until the program rests; the seconds of rest that were waited."""
    calm, last, end = 0, worked(terminal), time.monotonic() + PATIENCE
    while calm < QUIET:
        assert time.monotonic() < end, "the program does not come to rest"
        until = time.monotonic() + LOOK
        while (left := until - time.monotonic()) > 0:
            terminal.read(left)
        now = worked(terminal)
        calm, last = (calm + 1 if now - last < CALM * LOOK else 0), now
    return QUIET * LOOK


def worked(terminal: Terminal) -> float:
    """Seconds of processor that the program took so far, by its own clock (clock_getcpuclockid)."""
    return time.clock_gettime(~terminal.process.pid << 3 | 2)


def _peak(terminal: Terminal) -> float:
    status = Path(f"/proc/{terminal.process.pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def idle(terminal: Terminal, seconds: float) -> float:
    """Milliseconds of processor a second while nothing is typed."""
    settle(terminal)
    before, until = worked(terminal), time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        terminal.read(left)
    return 1000 * (worked(terminal) - before) / seconds


def slowest(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[int(0.95 * (len(times) - 1))]


__all__ = [
    "Moved",
    "Program",
    "bare",
    "desk",
    "idle",
    "known",
    "median",
    "moved",
    "slowest",
    "started",
]
