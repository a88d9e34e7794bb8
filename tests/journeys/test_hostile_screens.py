"""No string of the record acts on the terminal, on whatever screen it stands; without the filter it does."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.engine import open_database
from tests.conftest import MADE_FOR_A_FOLDER, TODAY, Files
from tests.hostile import leaks
from tests.journeys.hostile_record import LINES, fill, texts
from tests.pty import Terminal, plain

DEADLINE = 60.0  # seconds; on an idle machine each wait takes a few tenths
PAGES, STILL = 20, 0.4  # pages of a card; seconds without output after which a page is painted
SETTLED = 0.15  # seconds without output after which the keys before are done with
COLUMNS, ROWS = 100, 260
ROOT = Path(__file__).parents[2]
FORMS = len(texts("harmless")) // len(LINES)
GROUPS = len(texts("harmless")) // 8
FIRST = 22 + len(texts("harmless"))  # number of the record that the first form is of
CLOSED = (
    "Narrow"  # in the footer of a list once no dialogue is over it; the list itself is seen behind
)
DONE = 4  # follow-ups completed, each with a toast


class Reader:
    """Presses keys and waits for what is painted after them, in whatever order."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._read, self._text = 0, ""

    def press(self, keys: str, *until: str) -> None:
        while self.terminal.read(
            SETTLED
        ):  # what is still painted for the keys before is none of these
            pass
        self._read, self._text = len(self.terminal.output), ""
        self.terminal.send(keys)
        for text in until:
            self.terminal.wait(lambda _, text=text: self._painted(text), DEADLINE)  # type: ignore[misc]

    def page(self, until: str) -> None:
        """Turn pages until a text is painted: a card may still grow while it is read."""
        self._read, self._text = len(self.terminal.output), ""
        for _ in range(PAGES):
            self.terminal.send("\x1b[6~")
            while self.terminal.read(STILL):
                pass
            if self._painted(until):
                return
        raise AssertionError(f"{until!r} is not within {PAGES} pages")

    def _painted(self, text: str) -> bool:
        output = self.terminal.output
        self._text += plain(output[self._read :])
        self._read = len(output)
        return text in self._text


def lists_and_cards(desk: Reader) -> None:
    desk.press("2", "Investors")
    desk.press("3", "Contacts")
    desk.press("6", "Projects")
    desk.press("S", "Sites")
    desk.press("9", "Changes")
    desk.press("4", "000 all of them")
    desk.press("\r", "We said")
    desk.page("What happened")
    desk.press("p", "Save PDF")
    desk.press("\x1b", "Contacts")
    desk.press("\x1b", "Subject")
    desk.press("1", "We owe")


def forms(desk: Reader) -> None:
    desk.press("2", "Investors")
    desk.press("/tag:fields\r", "000 form 0")
    for n in range(FORMS):
        desk.press("g" + "j" * n + "e", f"Organisation O{FIRST + n}", "Stock code", "Source")
        desk.press("\x1b", CLOSED)
    desk.press("4", "000 all of them")
    desk.press("ge", "Meeting M4", "Our side", "Their side")
    desk.press("\x1b", CLOSED)


def completions(desk: Reader) -> None:
    desk.press("3n", "New contact")
    desk.press("\t" * 8 + "group0", "add “group0”")
    for n in range(1, GROUPS):
        desk.press(f"\x15group{n}", f"add “group{n}”")
    desk.press("\x1b", "Leave")
    desk.press("\x1b", "Leave without saving?")
    desk.press("y", CLOSED)


def toasts_and_hits(desk: Reader) -> None:
    desk.press("5", "Open follow-ups")
    for _ in range(DONE):
        desk.press("c", "Done: ")
    desk.press("z", "Undid: ")
    desk.press("fgroup9", "O101")
    desk.press("\x1b", CLOSED)
    desk.press("?", "Keys that work here")


ROUNDS = (lists_and_cards, forms, completions, toasts_and_hits)


def shown(record: str, filtering: str, *rounds: Callable[[Reader], None]) -> bytes:
    command = [sys.executable, "-m", "tests.journeys.hostile_record", filtering, record]
    home = str(Path(record).parent)
    own = dict.fromkeys(MADE_FOR_A_FOLDER, home) | {"CRM_TODAY": TODAY}
    with Terminal(command, columns=COLUMNS, rows=ROWS, env=own, cwd=ROOT) as terminal:
        terminal.wait("Today, Wed", DEADLINE)
        reader = Reader(terminal)
        for each in rounds:
            each(reader)
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.wait_for_end(DEADLINE) == 128 + signal.SIGTERM
        return terminal.output


@pytest.fixture(scope="module")
def records(files: Files, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made = {}
    for kind in ("hostile", "harmless"):
        made[kind] = files.new(Path(tmp_path_factory.mktemp(kind)), seed=True)
        database = open_database(made[kind], who="Tester")
        fill(database, kind)
        database.close()
    return made


def test_no_string_acts_on_any_screen(records: dict[str, str]) -> None:
    output = shown(records["hostile"], "filter", *ROUNDS)
    assert "invoice⇄fdp.exe" in plain(output)
    assert not leaks(output, shown(records["harmless"], "filter", *ROUNDS))


def test_without_the_filter_a_form_lets_strings_act(records: dict[str, str]) -> None:
    output = shown(records["hostile"], "bare", forms)
    assert len(leaks(output, shown(records["harmless"], "filter", forms))) > 5
