"""The desk as a process under a terminal: killed in the middle of a word, typed at in one burst."""

import os
import signal
import sys
from pathlib import Path

from db.engine import open_database
from db.queries import lists
from db.queries.lists import Row
from tests.conftest import Files
from tests.pty import Terminal

DEADLINE = 60.0  # seconds; on an idle machine each wait takes one
BURST = "3n" + "Aygün\t\tƏliyeva\t" + "\t\t\t\t\t" + "sunst\t" + "Chief\t" + "\x13"


def desk(record: str) -> Terminal:
    terminal = Terminal([sys.executable, "-m", "crm"], columns=80, rows=24, env={"CRM_DB": record})
    terminal.wait("Today, Wed", DEADLINE)
    terminal.wait("Help", DEADLINE)
    return terminal


def test_a_draft_comes_back_after_the_program_was_killed(files: Files, tmp_path: Path) -> None:
    record = files.new(tmp_path / "record", seed=True)
    with desk(record) as terminal:
        terminal.send("2n")
        terminal.wait("New organisation", DEADLINE)
        terminal.send("Şərq Alüminium")
        terminal.wait("Alüminium", DEADLINE)
        terminal.wait(lambda _: _draft(record) == "Şərq Alüminium", DEADLINE)
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_end(DEADLINE)
    with desk(record) as terminal:
        terminal.send("2n")
        terminal.wait("Şərq Alüminium", DEADLINE)
        terminal.wait("did not save is back", DEADLINE)


def _draft(record: str) -> str:
    import sqlite3

    with sqlite3.connect(f"file:{record}?mode=ro", uri=True) as connection:
        found = connection.execute(
            "SELECT json_extract(texts, '$.typed.name') FROM draft"
        ).fetchone()
    return str(found[0]) if found else ""


def test_keys_typed_in_one_burst_land_in_their_fields(files: Files, tmp_path: Path) -> None:
    record = files.new(tmp_path / "record", seed=True)
    with desk(record) as terminal:
        terminal.send(BURST)
        terminal.wait(lambda _: bool(_aygün(record)), DEADLINE)
    values = _aygün(record)[0].values
    told = {name: values[name] for name in ("given_name", "family_name", "job_title")}
    assert told == {"given_name": "Aygün", "family_name": "Əliyeva", "job_title": "Chief"}
    assert values["organisation"] == "Sunstone Development Co., Ltd."


def _aygün(record: str) -> list[Row]:
    database = open_database(record, who="Looking")
    try:
        with database.reading() as session:
            view = lists.parse("contacts", "aygun")
            return lists.rows(session, "contacts", lists.ids(session, view))
    finally:
        database.close()
