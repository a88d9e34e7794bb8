"""An import against its floors, pair by pair in turn: bare `.import`, and sqlite3 to the same end.

Peak memory is what the kernel says of the process that did it (wait4).
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
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

Cost = tuple[float, float]  # seconds, and MiB at most


def pairs(home: Path, size: int, rounds: int) -> tuple[Cost, float, float]:
    """Ours (medians), and how many times the bare import and the script to the same end it took."""
    path = write(home / "people.csv", size)
    ours, bare, same = [], [], []
    for number in range(rounds):
        ours.append(_process([sys.executable, "-c", _BRING, path, home / f"ours-{number}.db"]))
        bare.append(_timed(lambda n=number: _bare(path, home / f"bare-{n}.db")))  # type: ignore[misc]
        same.append(_timed(lambda n=number: _same(path, home / f"same-{n}.db")))  # type: ignore[misc]
    times = [cost[0] for cost in ours]
    cost = median(times), max(cost[1] for cost in ours)
    return cost, _ratio(times, bare), _ratio(times, same)


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def _process(command: list[object]) -> Cost:
    began = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command])
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError("the import failed")
    return time.perf_counter() - began, used.ru_maxrss / 1024


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


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
