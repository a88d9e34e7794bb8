"""An export against its floor, pair by pair in turn: the shell of SQLite writing the same rows as CSV;
and the first rows of a long file against reading it once."""

import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.bench.importing import Cost, process, ratio
from tests.bench.people import write

_OUT = (
    "import sys; from pathlib import Path; from crm.exchange.export import Format, save; "
    "from db.engine import open_database; from db.view import View; "
    "database = open_database(sys.argv[1], who='bench', seed=False)\n"
    "with database.reading() as session: save(session, View('contacts'), Format.csv, Path(sys.argv[2]))"
)
_SAME_ROWS = """
SELECT 'C' || c.id, c.uid, c.source, c.sources, c.archived_at, c.given_name, c.middle_name, c.family_name,
    c.full_name, c.native_name, c.aliases, c.salutation, c.suffix, o.name, 'O' || o.id, o.uid, c.job_title,
    c.department, c.decision_role, c.emails, c.phones, c.language, c.country, c.city, c.region,
    c.postal_code, c.address, c.linkedin_url, c.website, c.tags, c.notes, c.placeholder, c.external_ids,
    c.extra
FROM contact c LEFT JOIN organisation o ON o.id = c.organisation_id ORDER BY c.id
"""
PREVIEWED = 50 << 20  # bytes of the file whose first rows are looked at
_LOOK = (
    "import sys, time; from pathlib import Path; from crm.exchange.apply import Options, look; "
    "began = time.perf_counter(); look(Path(sys.argv[1]), Options()); "
    "print(time.perf_counter() - began)"
)
_READ = (
    "import sys, time; began = time.perf_counter(); "
    "open(sys.argv[1], encoding='utf-8').read(); print(time.perf_counter() - began)"
)


def pairs(record: Path, rounds: int) -> tuple[Cost, str]:
    """Ours, and how many times the shell it took; the start of the processes counts."""
    ours, shell = [], []
    for _ in range(rounds):
        out = record.with_name("out.csv")
        ours.append(process([sys.executable, "-c", _OUT, record, out]))
        shell.append(process(["sqlite3", "-csv", "-header", record, f".once {out}", _SAME_ROWS]))
        out.unlink()
    return ours[0], ratio(ours, shell)


def previews(home: Path, rounds: int) -> tuple[float, float]:
    """Seconds until the first rows of a file of 50 MB are there, and until it is read once."""
    path = write(home / "long.csv", 1000)
    head, _, rows = path.read_bytes().partition(b"\n")
    path.write_bytes(head + b"\n" + rows * (PREVIEWED // len(rows)))
    ours = [_said([sys.executable, "-c", _LOOK, path]) for _ in range(rounds)]
    once = [_said([sys.executable, "-c", _READ, path]) for _ in range(rounds)]
    path.unlink()
    return median(ours), median(once)


def _said(command: list[object]) -> float:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=True
    )
    return float(done.stdout)
