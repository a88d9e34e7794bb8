"""Encrypting as an officer does it: at a terminal, with a passphrase that is nowhere to be read."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm import config, last_seen
from crm.last_seen import LastSeen
from db import keys
from tests.conftest import PASSPHRASE, Files
from tests.pty import Terminal

from .conftest import Crm

pytest.importorskip(
    "sqlcipher3", reason="the sqlcipher3 wheel is missing, so encryption was not tested"
)
keyring = pytest.importorskip(
    "keyring", reason="the keyring wheel is missing, so encryption was not tested"
)


@pytest.fixture
def secret(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An encrypted record that no key of this process opens."""
    path = Path(files.new(tmp_path / "secret", seed=True, encrypted=True))
    keys.ring.keys.clear()
    monkeypatch.setenv("CRM_DB", str(path))
    return path


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A keyring in memory, in place of that of the account."""
    from keyring.backend import KeyringBackend

    found: dict[str, str] = {}

    class Memory(KeyringBackend):
        priority = 1  # type: ignore[assignment]

        def get_password(self, service: str, username: str) -> str | None:
            return found.get(f"{service} {username}")

        def set_password(self, service: str, username: str, password: str) -> None:
            found[f"{service} {username}"] = password

        def delete_password(self, service: str, username: str) -> None:
            del found[f"{service} {username}"]

    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    yield found
    keyring.set_keyring(before)


def at_terminal(*words: str) -> Terminal:
    return Terminal([sys.executable, "-m", "crm", *words], columns=120, rows=40)


def test_a_record_is_encrypted_opened_and_written_plainly_again(place: Path) -> None:
    with at_terminal("encrypt") as terminal:
        terminal.wait("New passphrase")
        terminal.send("otters and zinc\r")
        terminal.wait("Once more")
        terminal.send("otters and zinc\r")
        assert terminal.wait_for_end() == 0, terminal.text
        said = terminal.text
    assert "otters" not in said, "what is typed is not shown"
    (recovery,) = re.findall(r"^ +((?:[A-Z2-7]{4}-){12}[A-Z2-7]{4})\s*$", said, re.MULTILINE)
    assert "is overwritten and gone" in said
    assert keys.salt_of(place)
    with at_terminal("search", "Wanji") as terminal:
        terminal.wait("Passphrase of")
        terminal.send("not this one\r")
        terminal.wait("That does not open it")
        terminal.send(f"{recovery.lower()}\r")
        assert terminal.wait_for_end() == 0
        assert "Wanji Aluminum" in terminal.text
    with at_terminal("decrypt") as terminal:
        terminal.wait("Passphrase of")
        terminal.send("otters and zinc\r")
        assert terminal.wait_for_end() == 0
    assert keys.salt_of(place) is None


def test_the_screens_ask_before_they_open_and_keep_no_last_screen(secret: Path) -> None:
    with at_terminal() as terminal:
        terminal.wait("Passphrase of")
        assert "\x1b[?1049h" not in terminal.output.decode()
        terminal.send(f"{PASSPHRASE}\r")
        terminal.wait("Follow-ups")
        terminal.wait("Wanji")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert "pgno" not in terminal.text, "the library wrote over the screen"
    assert not last_seen.place().exists()


def test_a_wrong_passphrase_ends_in_one_sentence_and_status_3(secret: Path) -> None:
    with at_terminal("list", "contacts") as terminal:
        terminal.wait("Passphrase of")
        terminal.send("one\r")
        for number in (1, 2):
            terminal.wait(lambda t, n=number: t.text.count("does not open it") == n)
            terminal.send("another\r")
        assert terminal.wait_for_end() == 3
        assert "nothing that was given opens it" in terminal.text
        assert "Traceback" not in terminal.text and "hmac" not in terminal.text


def test_encrypting_forgets_the_last_screen_of_the_plain_record(
    place: Path, monkeypatch: pytest.MonkeyPatch, crm: Crm
) -> None:
    last_seen.keep(str(place), LastSeen({"investors": ["Wanji"]}))
    assert last_seen.place().exists()
    monkeypatch.setattr("crm.passphrase.chosen", lambda: "otters and zinc")
    assert crm("encrypt").status == 0
    assert not last_seen.place().exists()


def test_without_a_terminal_the_keyring_is_named(secret: Path, crm: Crm, _alone: None) -> None:
    answer = crm("list", "contacts", "--db", secret)
    assert answer.status == 3
    assert "no terminal to ask" in answer.sentence and "--remember" in answer.sentence


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.passphrase._has_terminal", lambda: False)


def test_what_is_remembered_is_not_asked_for(
    secret: Path, crm: Crm, entries: dict[str, str], monkeypatch: pytest.MonkeyPatch, _alone: None
) -> None:
    monkeypatch.setattr("crm.passphrase._has_terminal", lambda: True)
    monkeypatch.setattr("crm.passphrase._typed", lambda prompt: PASSPHRASE)
    assert crm("encrypt", "--remember", "--db", secret).status == 0
    assert list(entries.values()) == [PASSPHRASE]
    keys.ring.keys.clear()
    monkeypatch.setattr("crm.passphrase._has_terminal", lambda: False)
    assert crm("list", "contacts", "--db", secret).status == 0
    monkeypatch.setattr("crm.passphrase._has_terminal", lambda: True)
    monkeypatch.setattr("crm.passphrase._typed", lambda prompt: "quite another one")
    assert crm("encrypt", "--again", "--db", secret).status == 0
    assert entries == {}, "the passphrase before opens nothing here any more"


def test_a_passphrase_in_an_argument_or_the_environment_is_not_taken(
    secret: Path, crm: Crm, _alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CRM_PASSPHRASE", "CRM_KEY", "SQLCIPHER_KEY"):
        monkeypatch.setenv(name, PASSPHRASE)
    assert crm("list", "contacts", "--db", secret).status == 3
    assert crm("encrypt", PASSPHRASE, "--db", secret).status == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [(["short"], "8 characters or more"), (["otters and zinc", "otters"], "not the same")],
)
def test_a_passphrase_that_is_short_or_mistyped_changes_nothing(
    place: Path, crm: Crm, monkeypatch: pytest.MonkeyPatch, typed: list[str], sentence: str
) -> None:
    monkeypatch.setattr("crm.passphrase._has_terminal", lambda: True)
    monkeypatch.setattr("crm.passphrase._typed", lambda prompt: typed.pop(0))
    answer = crm("encrypt")
    assert answer.status == 2 and sentence in answer.sentence
    assert keys.salt_of(place) is None


def test_plain_copies_that_lie_beside_it_are_named(
    place: Path, crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import kept

    copy = kept.daily_name(place, config.today(), "0123abcd")
    copy.parent.mkdir()
    copy.write_bytes(place.read_bytes())
    monkeypatch.setattr("crm.passphrase.chosen", lambda: "otters and zinc")
    said = crm("encrypt").out
    assert "copies are still plain" in said and str(copy) in said


def test_a_record_is_made_encrypted(
    tmp_path: Path, crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new.db"
    monkeypatch.setattr("crm.passphrase.chosen", lambda: "otters and zinc")
    answer = crm("init", "--encrypted", "--db", new)
    assert answer.status == 0 and "recovery key" in answer.out
    assert keys.salt_of(new) and b"Wanji" not in new.read_bytes()
    assert crm("check", "--db", new).status == 0
    assert crm("encrypt", "--db", new).status == 2, "it is encrypted already"


def test_a_browser_is_not_served_a_record_that_nobody_can_open_there(
    secret: Path, crm: Crm
) -> None:
    answer = crm("serve", "--db", secret)
    assert answer.status == 3 and "is encrypted" in answer.sentence


def test_notes_in_an_editor_are_kept_in_memory_where_there_is_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm.screens import notes

    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert notes._in_memory() == str(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "gone"))
    assert notes._in_memory() is None
    assert os.environ["XDG_RUNTIME_DIR"]
