"""A terminal that is never still, and one that sends rubbish: no crash, and what was typed is back.

CRM_LONG=1 sends 3 MB of bytes and resizes 300 times; by default a small part of both.
"""

import os
import random
import signal
import sys
from pathlib import Path

from tests.conftest import Files
from tests.pty import Terminal

LONG = bool(os.environ.get("CRM_LONG"))
RESIZES, RUBBISH = (300, 3_000_000) if LONG else (30, 30_000)
CHUNK = 500  # bytes that are sent at once
DEADLINE = 60.0  # seconds
ENDED_IN_ORDER = 0  # a letter of the rubbish was q
# While the desk is put aside, or an editor runs, these are signals to it and no keys.
SIGNALS = b"\x03\x1a\x1c"


def desk(record: str, tmp_path: Path) -> Terminal:
    quiet = {"EDITOR": "true", "BROWSER": "true", "HOME": str(tmp_path), "CRM_DB": record}
    command = [sys.executable, "-m", "crm"]
    path = {"PYTHONPATH": str(Path(__file__).parents[1])}
    terminal = Terminal(command, columns=100, rows=30, env={**quiet, **path}, cwd=tmp_path)
    terminal.wait("Today, Wed", DEADLINE)
    terminal.wait("Help", DEADLINE)
    return terminal


def test_any_resize_keeps_the_desk_and_what_was_typed(files: Files, tmp_path: Path) -> None:
    record, sizes = files.new(tmp_path / "record", seed=True), random.Random(20260119)
    with desk(record, tmp_path) as terminal:
        terminal.send("3n")
        terminal.wait("Given name", DEADLINE)
        for number in range(RESIZES):
            terminal.resize(sizes.randint(1, 220), sizes.randint(1, 70))
            if number % (RESIZES // 10) == 0:
                terminal.send("ab")
            terminal.read(0.01)
        terminal.resize(100, 30)
        terminal.send("Şərq")
        terminal.wait("Şərq", DEADLINE)
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.wait_for_end(DEADLINE) == 128 + signal.SIGTERM
    with desk(record, tmp_path) as terminal:
        terminal.send("3n")
        terminal.wait("ab" * 10 + "Şərq", DEADLINE)


def test_rubbish_from_the_terminal_never_ends_in_a_fault(files: Files, tmp_path: Path) -> None:
    record, bytes_ = files.new(tmp_path / "record", seed=True), random.Random(20260121)
    terminal, sent = desk(record, tmp_path), 0
    try:
        while sent < RUBBISH:
            terminal.send(bytes_.randbytes(CHUNK).translate(None, SIGNALS))
            sent += CHUNK
            while terminal.read(0.05):
                pass
            if terminal.stopped:  # "Put aside" was chosen from the palette
                os.kill(terminal.process.pid, signal.SIGCONT)
            if terminal.process.poll() is not None:
                assert terminal.wait_for_end() == ENDED_IN_ORDER, terminal.text[-2000:]
                terminal.close()
                terminal = desk(record, tmp_path)
        assert not list(tmp_path.rglob("faults.log"))
    finally:
        terminal.close()
