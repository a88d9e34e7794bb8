"""Print how the desk starts, pages, jumps and rests beside its peers, on one record of any size.

python -m tests.bench.beside RECORD [--peer PATH]... [--import ROWS]   (a copy: an import is brought in)
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench import peers, stalls
from tests.bench.people import write
from tests.bench.starts import CRM, SIZE
from tests.pty import Terminal

Row = tuple[str, str, str, str]  # what, ours, floor or peer, ratio
REST = 15.0  # seconds for which an idle desk is watched


def main() -> int:
    told = argparse.ArgumentParser(prog="python -m tests.bench.beside")
    told.add_argument("record", type=Path)
    told.add_argument("--peer", action="append", default=[], help="vd, harlequin or posting")
    told.add_argument("--rounds", type=int, default=5, help="of the interleaved starts")
    told.add_argument("--keys", type=int, default=20, help="pages and jumps of each program")
    told.add_argument(
        "--import", type=int, default=0, dest="rows", help="pages while these come in"
    )
    told.add_argument("--stalls", action="store_true", help="every key of every place, too")
    how = told.parse_args()
    record = how.record.resolve()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {f"XDG_{kind}_HOME": folder for kind in ("STATE", "CONFIG", "DATA", "CACHE")}
        os.environ |= {"HOME": folder, "CRM_TODAY": "2026-01-21", "CRM_DB": str(record)}
        found, missing = peers.known(record, how.peer)
        print("\n".join(f"{name} is not there" for name in missing), file=sys.stderr)
        print("| What | Ours | Beside it | Ratio |\n|---|---|---|---|")
        for row in _rows(how, record, Path(folder), found):
            print("| " + " | ".join(row) + " |", flush=True)
    return 0


def _rows(
    how: argparse.Namespace, record: Path, home: Path, found: Sequence[peers.Program]
) -> Iterator[Row]:
    yield from starts(found, how.rounds)
    yield from rest()
    if how.keys:
        moving = [peer for peer in found if peer.opens or peer.command[1:]]
        yield from keys([peers.bare(), *moving], how.keys)
    if how.rows:
        yield from during(home, how.rows, how.keys)
    if how.stalls:
        for what, seconds in stalls.longest(record)[:5]:
            yield f"longest stop: {what}", _ms(seconds), "50 ms", f"{seconds / 0.05:.1f}"


def starts(found: Sequence[peers.Program], rounds: int) -> Iterator[Row]:
    times = peers.started(found, rounds)
    first, live = times.pop("the desk")
    bare = times["a bare Textual program"][0]
    yield _row("first rows, as the desk was closed", first, "a bare Textual program", bare)
    for name, (other,) in times.items():
        yield _row("the live Today", live, name, other)


def rest() -> Iterator[Row]:
    with Terminal(CRM, **SIZE) as terminal:
        terminal.wait("Today,", peers.PATIENCE)
        for what, key in (("Today", ""), ("Contacts", "3")):
            terminal.send(key)
            took = peers.idle(terminal, REST)
            yield f"processor of an idle {what}", f"{took:.1f} ms/s", "3 ms/s", f"{took / 3:.1f}"


def keys(found: Sequence[peers.Program], times: int) -> Iterator[Row]:
    told = peers.moved([peers.desk(), *found], times)
    ours = told.pop("the desk")
    for name, other in told.items():
        yield _row(
            "page down, 95th percentile",
            peers.slowest(ours.pages),
            name,
            peers.slowest(other.pages),
        )
        yield _row(
            "jump to an end, 95th percentile",
            peers.slowest(ours.jumps),
            name,
            peers.slowest(other.jumps),
        )
        yield _row("processor of a key with all that follows", ours.work, name, other.work)
        if name == peers.bare().name:
            continue  # it has no rows
        yield _row("until the last row is painted", ours.reachable, name, other.reachable)
        yield (
            "memory at most", f"{ours.mib:,.0f} MiB",
            f"{name}: {other.mib:,.0f} MiB", f"{ours.mib / other.mib:.2f}",
        )  # fmt: skip


def during(home: Path, rows: int, times: int) -> Iterator[Row]:
    """Page down while another process brings a long file in, beside page down before that."""
    path = write(home / "people.csv", rows)
    with Terminal(CRM, **SIZE) as terminal:
        terminal.wait("Today,", peers.PATIENCE)
        terminal.send("3")
        peers.settle(terminal)
        alone = [peers.first_change(terminal, peers.PAGE_DOWN) for _ in range(times)]
        command = [*CRM, "import", str(path), "--create-missing"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as other:
            busy = [peers.first_change(terminal, peers.PAGE_DOWN) for _ in range(times)]
            still = other.poll() is None
            other.kill()
    what = (
        "page down during an import" if still else "page down during an import, which ended first"
    )
    yield _row(what, peers.slowest(busy), "before it", peers.slowest(alone))


def _row(what: str, ours: float, beside: str, other: float) -> Row:
    return what, _ms(ours), f"{beside}: {_ms(other)}", f"{ours / other:.2f}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
