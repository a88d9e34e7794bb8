"""What a save costs that is a promise: every layer of it, against one bare row in the same log.

python -m tests.bench.saving FILE        (a copy of a record: it is written to)

Ours is `contacts.amend` of one field through Database.writing: the change set, the history by its
trigger, its seal, the index of search, one commit with FULL. Beside it a row of two columns, put into a
file of its own with the same settings. Both in turn, so that both meet the same weather; in wall time,
for a commit waits for the disk, and in processor time of the thread.
"""

import multiprocessing
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

from db.commands import contacts
from db.engine import Database, open_database
from db.errors import Busy
from db.libraries import driver

TIMES = 400
EACH = 100  # saves of each of four writers
Cost = tuple[float, float]  # wall and processor time, milliseconds


def main() -> int:
    database = open_database(sys.argv[1], who="bench", seed=False)
    with database.reading() as session:
        many = int(session.connection().exec_driver_sql("SELECT max(id) FROM contact").scalar_one())
    print("| What | Measured |\n|---|---|")
    for what, told in (*alone(database, many), *four(sys.argv[1], many)):
        print(f"| {what} | {told} |", flush=True)
    database.close()
    return 0


def alone(database: Database, many: int) -> Iterator[tuple[str, str]]:
    chance, ours, bare, ratios = random.Random(3), [], [], []
    with tempfile.TemporaryDirectory(dir=database.path.parent if database.path else None) as folder:
        row = _bare(Path(folder) / "bare.db")
        for number in range(TIMES):
            one = chance.randrange(many) + 1
            ours.append(_cost(lambda n=number, o=one: _save(database, o, n)))  # type: ignore[misc]
            bare.append(_cost(lambda n=number: row(n)))  # type: ignore[misc]
            if number % 50 == 49:
                database.rest()  # as the desk does in a quiet moment
    ratios = [one[0] / other[0] for one, other in zip(ours[20:], bare[20:], strict=True)]
    for what, costs in (("a save", ours[20:]), ("a bare row", bare[20:])):
        wall, own = ([cost[n] for cost in costs] for n in (0, 1))
        worst = quantiles(wall, n=100)[98], quantiles(own, n=100)[98]
        yield (
            what,
            (
                f"median {median(wall):.2f} ms ({median(own):.2f} of processor), "
                f"99th percentile {worst[0]:.1f} ms ({worst[1]:.1f})"
            ),
        )
    yield "a save against a bare row, pair by pair", f"median {median(ratios):.1f}"


def _cost(act: Callable[[], None]) -> Cost:
    began, own = time.perf_counter(), time.thread_time()
    act()
    return (time.perf_counter() - began) * 1000, (time.thread_time() - own) * 1000


def _save(database: Database, one: int, number: int) -> None:
    with database.writing("Edit a contact") as session:
        contacts.amend(session, one, {"city": f"Town {number % 7}"})


def _bare(path: Path) -> Callable[[int], None]:
    connection: sqlite3.Connection = driver().connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text)")

    def put(number: int) -> None:
        connection.execute("INSERT INTO bare (text) VALUES (?)", (f"Town {number}",))

    return put


def four(path: str, many: int) -> Iterator[tuple[str, str]]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        told = pool.starmap(_writer, [(path, many, seed) for seed in range(4)])
    times = [each for one, _ in told for each in one]
    refused = sum(number for _, number in told)
    yield "four writers at once", (
        f"{len(times)} saves, {refused} refused; median {median(times):.1f} ms, "
        f"99th percentile {quantiles(times, n=100)[98]:.0f} ms"
    )  # fmt: skip


def _writer(path: str, many: int, seed: int) -> tuple[list[float], int]:
    database, chance = open_database(path, who=f"bench {seed}", seed=False), random.Random(seed)
    times, refused = [], 0
    for number in range(EACH):
        try:
            times.append(_cost(lambda n=number: _save(database, chance.randrange(many) + 1, n))[0])  # type: ignore[misc]
        except Busy:
            refused += 1
    database.close()
    return times, refused


if __name__ == "__main__":
    sys.exit(main())
