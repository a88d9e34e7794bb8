"""The edge of the terminal: bytes that are no text, and a session that is ended from outside."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.pty import Terminal

OPENED = 30.0  # seconds, at most


def _desk(tmp_path: Path) -> Terminal:
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "CRM_DB": str(tmp_path / "desk.db"),
        "CRM_TODAY": "2026-01-21",
        "TERM": "xterm-256color",
    }
    return Terminal([sys.executable, "-m", "crm"], columns=100, rows=30, env=env)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_was_typed_comes_back_after_the_session_was_ended(
    tmp_path: Path, number: signal.Signals
) -> None:
    desk = _desk(tmp_path)
    desk.wait("Today,", OPENED)
    desk.send("3n")
    desk.wait("Given name", OPENED)
    desk.send("Aygün")
    desk.wait("Aygün", OPENED)
    os.kill(desk.process.pid, number)
    assert desk.wait_for_end(OPENED) == 128 + number

    again = _desk(tmp_path)
    again.wait("Today,", OPENED)
    again.send("3n")
    again.wait("Aygün", OPENED)
    again.close()


def test_bytes_that_are_no_text_do_not_end_the_program(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    desk.wait("Today,", OPENED)
    desk.send("3n")
    desk.wait("Given name", OPENED)
    desk.send(b"Ay\xff\x9bgun")
    desk.wait("gun", OPENED)
    desk.close()
