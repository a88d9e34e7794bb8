"""An import that is killed in the middle leaves nothing; after it the file comes in once, and once only."""

import signal
import subprocess
import sys
from pathlib import Path

from crm.exchange.apply import Options, run_import
from db.engine import open_database
from db.fates import Verdict
from tests.bench.people import write

ROWS = 1_200
# The program kills itself, without a goodbye, when half of the rows are written.
KILLED = """
import os, signal, sys
from pathlib import Path
from crm.exchange.apply import Options, run_import
from db.engine import open_database

def watch(done, guessed):
    if done >= 500:
        os.kill(os.getpid(), signal.SIGKILL)

database = open_database(sys.argv[2], who="Tester", seed=False)
run_import(database, Path(sys.argv[1]), Options(create_missing=True), watch)
"""


def test_a_killed_import_leaves_nothing_and_comes_in_once(tmp_path: Path) -> None:
    path, target = write(tmp_path / "people.csv", ROWS), tmp_path / "desk.db"
    command = [sys.executable, "-c", KILLED, str(path), str(target)]
    assert subprocess.run(command, timeout=120).returncode == -signal.SIGKILL
    database = open_database(str(target), who="Tester", seed=False)
    results = [run_import(database, path, Options(create_missing=True)) for _ in range(2)]
    database.close()
    assert [result.counts for result in results] == [
        {Verdict.created: ROWS}, {Verdict.unchanged: ROWS}
    ]  # fmt: skip
    assert results[1].created_organisations == 0
