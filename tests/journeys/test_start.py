"""The start in a real terminal: what stood on Today last is there before anything heavy is imported,
if it is still true; and no key typed meanwhile is lost."""

import stat
import subprocess
import sys
import termios
from pathlib import Path

import platformdirs
import pytest

from crm import first_frame, last_seen
from db.commands import follow_ups
from db.engine import open_database
from tests.conftest import Files
from tests.pty import Terminal

CRM = (sys.executable, "-m", "crm")
LIVE = b"\x1b[?2004h"  # said by Textual as it takes the terminal


@pytest.fixture
def target(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    where = files.new(tmp_path / "record", seed=True)
    monkeypatch.setenv("CRM_DB", where)
    return where


def closed_on(place: str = "") -> None:
    """One session that ends on a place."""
    with Terminal(CRM) as terminal:
        terminal.wait("We owe")
        if place:
            terminal.send(place)
            terminal.wait("Name")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def before_the_screens(columns: int = 80) -> str:
    """What stands on the terminal before Textual has it."""
    with Terminal(CRM, columns=columns) as terminal:
        terminal.wait(lambda t: LIVE in t.output)
        return terminal.output.partition(LIVE)[0].decode()


@pytest.mark.parametrize("place", ["", "2"])
def test_what_was_seen_last_is_there_before_the_screens_are(target: str, place: str) -> None:
    assert "We owe" not in before_the_screens()
    closed_on(place)
    assert "We owe" in before_the_screens()
    assert "We owe" not in before_the_screens(columns=100)


def test_what_is_no_longer_true_is_not_shown(target: str) -> None:
    closed_on()
    database = open_database(target, who="Somebody else")
    with database.writing("Add") as session:
        follow_ups.add(session, text="Call the port")
    database.close()
    assert last_seen.place().exists()
    assert "We owe" not in before_the_screens()
    assert not last_seen.place().exists(), "it holds names, and nobody will see it any more"


def test_the_last_screen_is_kept_for_this_user_only_or_not_at_all(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_on()
    assert stat.S_IMODE(last_seen.place().stat().st_mode) == 0o600
    assert stat.S_IMODE(last_seen.place().parent.stat().st_mode) == 0o700
    settings = tmp_path / "config.toml"
    settings.write_text("last_screen = false\n", encoding="utf-8")
    monkeypatch.setenv("CRM_CONFIG", str(settings))
    assert "We owe" not in before_the_screens()
    assert not last_seen.place().exists()
    closed_on()
    assert not last_seen.place().exists()


def test_keys_typed_before_the_screens_are_there_are_done(target: str) -> None:
    closed_on()
    with Terminal(CRM) as terminal:
        terminal.wait("We owe")
        terminal.send("2")
        terminal.send("/wanji")
        terminal.wait(lambda t: "wanji" in t.output.partition(LIVE)[2].decode())
        assert "wanji" not in terminal.output.partition(LIVE)[0].decode()


def test_the_terminal_is_as_it_was_afterwards(target: str) -> None:
    with Terminal(CRM) as terminal:
        before = termios.tcgetattr(terminal._master)
        terminal.wait("We owe")
        assert termios.tcgetattr(terminal._master)[3] != before[3]
        terminal.send("q")
        terminal.wait_for_end()
        assert termios.tcgetattr(terminal._master)[3] == before[3]


def test_a_damaged_memory_counts_as_none(target: str) -> None:
    closed_on()
    for told in ("", "[]", "{", '{"of": {}}', last_seen.place().read_text()[:-9]):
        last_seen.place().write_text(told, encoding="utf-8")
        assert first_frame.recall(None) is None


def test_the_folders_are_those_of_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    for told in (None, "", " ", "/elsewhere", "not/absolute"):
        for kind in ("state", "config"):
            name = f"XDG_{kind.upper()}_HOME"
            monkeypatch.delenv(name, raising=False)
            if told is not None:
                monkeypatch.setenv(name, told)
            known = getattr(platformdirs, f"user_{kind}_dir")(first_frame.APP)
            assert first_frame.folder(kind) == known


def test_the_first_frame_imports_next_to_nothing() -> None:
    look = (
        "import sys; before = set(sys.modules)\n"
        "from crm import first_frame; import crm.__main__; first_frame.recall(None)\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=60)
    found = set(done.stdout.split())
    assert "json" in found, done.stderr
    assert not found & {"dataclasses", "typing", "pathlib", "platformdirs", "sqlite3", "crm.config"}


def test_the_last_screen_of_another_record_is_not_shown(
    target: str, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_on()
    monkeypatch.setenv("CRM_DB", files.new(tmp_path / "other", seed=True))
    assert "We owe" not in before_the_screens()


@pytest.mark.parametrize("looks", [("CRM_LANG", "ru"), ("NO_COLOR", "1")])
def test_the_last_screen_in_other_words_or_colours_is_not_shown(
    target: str, monkeypatch: pytest.MonkeyPatch, looks: tuple[str, str]
) -> None:
    closed_on()
    assert "We owe" in before_the_screens()
    closed_on()
    monkeypatch.setenv(*looks)
    assert "We owe" not in before_the_screens()
