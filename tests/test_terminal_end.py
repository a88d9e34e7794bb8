"""The edge of the terminal: bytes that are no text, and a session that is ended from outside."""

import os
import signal
import stat
import sys
import time
from pathlib import Path

import pytest

from tests.pty import Terminal, plain

OPENED = 60.0  # seconds, at most


def _desk(tmp_path: Path, module: str = "crm") -> Terminal:
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "CRM_DB": str(tmp_path / "desk.db"),
        "CRM_TODAY": "2026-01-21",
        "TERM": "xterm-256color",
    }
    return Terminal([sys.executable, "-m", module], columns=100, rows=30, env=env)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
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
    again.wait("New contact “Aygün”", OPENED)
    again.send("U\r")
    again.wait("did not save is back", OPENED)
    again.close()


@pytest.mark.parametrize("module", ["crm", "tests.crm.deaf_desk"])
@pytest.mark.parametrize("keys", ["", "\x1b[B\x1b[A" * 200], ids=["still", "writing"])
def test_a_closed_window_ends_the_desk_and_what_was_typed_comes_back(
    tmp_path: Path, keys: str, module: str
) -> None:
    desk = _desk(tmp_path, module)
    desk.wait("Today,", OPENED)
    desk.send("3n")
    desk.wait("Given name", OPENED)
    desk.send("Aygün")
    desk.wait("Aygün", OPENED)
    desk.send(keys)  # nobody reads what it paints of them
    time.sleep(2 if keys else 0)
    assert desk.hang_up(OPENED) == 128 + signal.SIGHUP

    again = _desk(tmp_path)
    again.wait("Today,", OPENED)
    again.send("3n")
    again.wait("Aygün", OPENED)
    again.close()


def _restored(desk: Terminal) -> bool:
    """The other screen left, the cursor shown, the mouse let go."""
    end = desk.output[desk.output.rindex(b"\x1b[?1049l") :]
    return b"\x1b[?25h" in end and b"\x1b[?1000l" in desk.output


def test_a_fault_ends_in_a_sentence_a_log_without_values_and_a_draft(tmp_path: Path) -> None:
    desk = _desk(tmp_path, "tests.crm.faulty_desk")
    desk.wait("Today,", OPENED)
    desk.send("3n")
    desk.wait("Given name", OPENED)
    desk.send("Canary\r")
    assert desk.wait_for_end(OPENED) == 70
    assert _restored(desk)
    assert "This is a fault of the program." in desk.text.splitlines()[-1]
    (log,) = tmp_path.rglob("faults.log")
    assert str(log) in desk.text.replace("\r\n", "")
    told = log.read_text()
    assert "builtins.ValueError" in told and "in fail: raise ValueError" in told
    assert "Canary" not in told
    assert stat.S_IMODE(log.stat().st_mode) == 0o600

    again = _desk(tmp_path)
    again.wait("Today,", OPENED)
    again.send("3n")
    again.wait("Canary", OPENED)
    again.close()


def test_the_desk_is_put_aside_and_comes_back_with_what_was_typed(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    desk.wait("Today,", OPENED)
    desk.send("3n")
    desk.wait("Given name", OPENED)
    desk.send("Aygün\x1a")
    desk.wait(lambda _: desk.stopped, OPENED)
    assert _restored(desk)
    before = len(desk.output)
    os.kill(desk.process.pid, signal.SIGCONT)
    desk.wait(lambda _: b"\x1b[?1049h" in desk.output[before:], OPENED)
    desk.wait(lambda _: "Aygün" in plain(desk.output[before:]), OPENED)
    desk.send("\x13")
    desk.wait("Added Aygün", OPENED)
    desk.close()


def test_bytes_that_are_no_text_do_not_end_the_program(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    desk.wait("Today,", OPENED)
    desk.send("3n")
    desk.wait("Given name", OPENED)
    desk.send(b"Ay\xff\x9bgun")
    desk.wait("gun", OPENED)
    desk.close()


def test_it_is_our_decoder_that_outlives_them(tmp_path: Path) -> None:
    """The canary: where this fails, Textual mended it, and `terminal.Decoder` is needed no more."""
    desk = _desk(tmp_path, "tests.crm.strict_desk")
    desk.wait("Today,", OPENED)
    desk.send(b"\xff\x9b")
    desk.wait_for_end(OPENED)
    desk.close()
