"""A long file is read in a process of its own, ahead of the record that takes its rows.

Reading, folding and writing are about equally dear, so two processors halve the time. What is read
waits before the pipe between the two: the reader is never more than a few blocks ahead, whatever the
length, and goes on while the writer settles what it wrote.
"""

import gc
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

from db.errors import Problem

from .mapping import Mapping as Plan
from .mending import Mends, mended
from .readers import open_sheet
from .reading import Read, blocks
from .sheet import Sheet

LONG = 20_000  # rows from which the second or so that a new process needs comes back
AHEAD = 8  # blocks read before they are asked for: some megabytes
_ROOT = Path(__file__).parents[2]
_SIZE = 8  # bytes before each block that say how long it is


@dataclass(frozen=True)
class Job:
    """What to read, and as what; the headers must still be those. Without `words` those for search
    are not found ahead: where hardly a row is new that would be in vain."""

    path: Path
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    headers: tuple[str, ...]
    plan: Plan
    mends: Mends
    words: bool = True


def read(sheet: Sheet, job: Job) -> Generator[list[Read], None, None]:
    """The rows of a sheet, in another process where that is worth its start. Raises Problem."""
    if sheet.guessed_rows < LONG or _processors() < 2:
        return blocks(sheet, job.plan, job.mends)
    return _apart(job)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _apart(job: Job) -> Generator[list[Read], None, None]:
    with _reader() as (child, said):
        assert child.stdin and child.stdout
        with child.stdin as given:
            pickle.dump(job, given)
        while heard := _heard(child.stdout):
            # What our own process wrote a moment ago, by a pipe that nobody else knows.
            block = pickle.loads(heard)
            if isinstance(block, str):
                raise Problem(block)
            yield [Read.unpacked(told) for told in block]
        if child.wait():
            said.seek(0)
            raise RuntimeError(f"the reader ended: {said.read().decode(errors='replace')}")


def _heard(said: IO[bytes]) -> bytes | None:
    """The next block; none at the end, also where the reader ended in the middle of one."""
    size = int.from_bytes(said.read(_SIZE))
    block = said.read(size)
    return block if len(block) == size else None


@contextmanager
def _reader() -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """A process that ends with the one that started it; what it complains of goes to a file."""
    told = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "crm.exchange.ahead"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
            env={**os.environ, "PYTHONPATH": told},
        )  # fmt: skip
        try:
            yield child, said
        finally:
            child.kill()
            if child.stdout:
                child.stdout.close()
            child.wait()


def main() -> None:
    """The other process: a job comes in, its rows go out, or the sentence why not."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)  # rows are no rubbish until they are sent
    job: Job = pickle.load(sys.stdin.buffer)
    with _telling() as tell:
        try:
            sheet = mended(_sheet(job), job.mends)
            for block in blocks(sheet, job.plan, job.mends, words=job.words):
                tell([read.packed() for read in block])
        except Problem as problem:
            tell(str(problem))


def _sheet(job: Job) -> Sheet:
    sheet = open_sheet(job.path, job.encoding, job.delimiter, job.sheet)
    if sheet.headers != job.headers:
        raise Problem(f"{job.path.name} was changed while it was read. Nothing of it was kept.")
    return sheet


@contextmanager
def _telling() -> Iterator[Callable[[object], None]]:
    """What sends blocks, or a sentence, while the next are read; none is lost at the end."""
    waiting: Queue[bytes] = Queue(AHEAD)

    def send() -> None:
        try:
            while block := waiting.get():
                sys.stdout.buffer.write(len(block).to_bytes(_SIZE))
                sys.stdout.buffer.write(block)
                sys.stdout.buffer.flush()
        except OSError:  # nobody listens any more
            os._exit(1)

    sender = Thread(target=send, daemon=True)
    sender.start()
    try:
        yield lambda told: waiting.put(pickle.dumps(told, pickle.HIGHEST_PROTOCOL))
    finally:
        waiting.put(b"")
        sender.join()


if __name__ == "__main__":
    main()
