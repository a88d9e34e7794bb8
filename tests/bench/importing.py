"""An import against its floors, pair by pair in turn: bare `.import`, sqlite3 to much the same end, and
sqlite3 to exactly the same end, every value given.

Peak memory is what the kernel says of the process that did it (wait4).
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.people import HEADER, write

_BRING = (
    "import sys; from pathlib import Path; from crm.exchange.apply import Options, run_import; "
    "from db.engine import open_database; "
    "database = open_database(sys.argv[2], who='bench', seed=False); "
    "run_import(database, Path(sys.argv[1]), Options(create_missing=True))"
)
# What an import ends in, made by SQL alone: a row, its history, its handles, its words.
_SAME_END = """
CREATE TABLE contact (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, company INTEGER,
    title TEXT, city TEXT, country TEXT, website TEXT, notes TEXT, folded TEXT);
CREATE TABLE company (id INTEGER PRIMARY KEY, name TEXT UNIQUE, country TEXT);
CREATE TABLE handle (key TEXT, row_id INTEGER, PRIMARY KEY (key, row_id)) WITHOUT ROWID;
CREATE TABLE change (id INTEGER PRIMARY KEY, row_id INTEGER, after TEXT);
CREATE VIRTUAL TABLE words USING fts5(folded, content='', prefix='1 2 3', detail=none);
INSERT OR IGNORE INTO company (name, country) SELECT "Company", "Country" FROM people;
INSERT INTO contact (name, email, phone, company, title, city, country, website, notes, folded)
    SELECT p."First name" || ' ' || p."Last name", lower(p."Email"), p."Phone", c.id, p."Job title",
        p."City", p."Country", p."Website", p."Notes", lower(p."First name" || ' ' || p."Last name"
        || ' ' || p."Email" || ' ' || p."Phone" || ' ' || p."City" || ' ' || p."Notes")
    FROM people p JOIN company c ON c.name = p."Company"
    WHERE p."Email" = '' OR p."Email" LIKE '%_@_%._%';
INSERT OR IGNORE INTO handle SELECT 'email:' || email, id FROM contact WHERE email <> '' ORDER BY 1;
INSERT OR IGNORE INTO handle SELECT 'name:' || lower(name), id FROM contact ORDER BY 1;
INSERT INTO change (row_id, after) SELECT id, json_object('name', name, 'email', email, 'phone',
    phone, 'company', company, 'title', title, 'city', city, 'country', country, 'website', website,
    'notes', notes) FROM contact;
INSERT INTO words (rowid, folded) SELECT id, folded FROM contact;
"""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of the processors (those of all its processes), and MiB at most."""

    seconds: float
    work: float
    mib: float = 0.0


@dataclass(frozen=True)
class Found:
    """Ours (medians, the most of the MiB), and how many times each floor it took: by the clock and
    by the work of the processors, which other programs disturb less."""

    ours: Cost
    bare: str
    same: str
    exact: str


def pairs(home: Path, size: int, rounds: int) -> Found:
    """Imports into `ours-N.db`, each beside its floors."""
    path = write(home / "people.csv", size)
    ours, bare, same, exact = [], [], [], []
    for number in range(rounds):
        ours.append(process([sys.executable, "-c", _BRING, path, home / f"ours-{number}.db"]))
        bare.append(timed(lambda n=number: _bare(path, home / f"bare-{n}.db")))  # type: ignore[misc]
        same.append(timed(lambda n=number: _same(path, home / f"same-{n}.db")))  # type: ignore[misc]
        exact.append(timed(lambda n=number: _exact(path, home, n)))  # type: ignore[misc]
    cost = Cost(
        median(each.seconds for each in ours),
        median(each.work for each in ours),
        max(each.mib for each in ours),
    )
    return Found(cost, *(ratio(ours, floor) for floor in (bare, same, exact)))


def again(home: Path) -> Cost:
    """The same file once more: nothing changes, which has to be found."""
    path, record = home / "people.csv", home / "ours-0.db"
    return process([sys.executable, "-c", _BRING, path, record])


def ratio(ours: list[Cost], theirs: list[Cost]) -> str:
    pairs = list(zip(ours, theirs, strict=True))
    clock = median(one.seconds / other.seconds for one, other in pairs)
    work = median(one.work / other.work for one, other in pairs)
    return f"{clock:.1f} ({work:.1f} of work)"


def process(command: list[object]) -> Cost:
    began = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command])
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"failed: {command[1:2]}")
    work = used.ru_utime + used.ru_stime
    return Cost(time.perf_counter() - began, work, used.ru_maxrss / 1024)


def _bare(path: Path, target: Path) -> None:
    """The shell of SQLite, into one table of text with one index."""
    names = ", ".join(f'"{name}" TEXT' for name in HEADER)
    script = f'CREATE TABLE people ({names});\nCREATE INDEX by_email ON people ("Email");\n'
    script += f'.import --csv --skip 1 "{path}" people\n'
    subprocess.run(["sqlite3", target], input=script, text=True, check=True, capture_output=True)


def _same(path: Path, target: Path) -> None:
    _bare(path, target)
    connection = sqlite3.connect(target)
    connection.executescript(_SAME_END)
    connection.close()


def _exact(path: Path, home: Path, number: int) -> None:
    """The tables, the history, the indexes and the words of our own record, row for row."""
    ours, target = home / f"ours-{number}.db", home / f"exact-{number}.db"
    _bare(path, target)
    record = sqlite3.connect(ours)
    made = record.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    ).fetchall()
    record.close()
    tables = {name: sql for kind, name, sql in made if kind == "table"}
    words = [name for name, sql in tables.items() if sql.startswith("CREATE VIRTUAL")]
    plain = [n for n in tables if n[:7] != "sqlite_" and not n.startswith(tuple(words))]
    connection = sqlite3.connect(target, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -32768"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("ATTACH ? AS ours", (str(ours),))
    connection.execute("BEGIN")
    for name in plain:
        connection.execute(tables[name])
        connection.execute(f'INSERT INTO main."{name}" SELECT * FROM ours."{name}"')
    for sql in [sql for kind, _, sql in made if kind == "index"]:
        connection.execute(sql)
    for name in words:
        connection.execute(tables[name])
        noun = name.removeprefix("search_")
        connection.execute(f"INSERT INTO {name} (rowid, folded) SELECT id, folded FROM {noun}")
    connection.execute("COMMIT")
    connection.close()
    target.unlink()


def timed(act: Callable[[], object]) -> Cost:
    began, worked = time.perf_counter(), sum(os.times()[:4])
    act()
    return Cost(time.perf_counter() - began, sum(os.times()[:4]) - worked)
