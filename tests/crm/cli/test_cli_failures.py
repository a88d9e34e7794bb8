"""Whatever goes wrong: one sentence, the promised status, no traceback, nothing lost."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crm import config
from crm.cli import program
from db import sqlite
from db.schema import VERSION

from .conftest import Crm

_MISUSES = [
    (["frobnicate"], "No such command 'frobnicate'. See: crm --help"),
    (["list"], "Missing argument 'NOUN'. See: crm list --help"),
    (["list", "bogus"], "There is no list “bogus”. Lists: organisations, contacts, meetings, "
     "follow-ups, projects, sites, incentives, cases."),
    (["list", "contacts", "--frob"], "No such option: --frob"),
    (["list", "contacts", "--limit", "0"], "--limit"),
    (["list", "contacts", "--limit", "many"], "--limit"),
    (["list", "contacts", "--db"], "--db"),
    (["list", "contacts", "--where", "colour:red"], "no field “colour”"),
    (["list", "contacts", "--sort", "colour"], "cannot be sorted by “colour”"),
    (["list", "follow-ups", "--where", "due<31feb"], "31feb"),
    (["list", "follow-ups", "--where", "due<soonish"], "soonish"),
    (["list", "projects", "--where", "stage:wishful"], "wishful"),
    (["list", "organisations", "--where", "country:Atlantis"], "Atlantis"),
    (["list", "organisations", "--where", "employees>99999999999999999999"], "larger than any"),
    (["list", "organisations", "--where", "x" * 3000], "3,000 characters"),
    (["show"], "Missing argument 'REF'"),
    (["show", "M999"], "There is no M999."),
    (["show", "wanji"], "“wanji” is not a reference."),
    (["show", "M99999999999999999999"], "is not a reference."),
    (["search", "  "], "There is nothing to search for."),
    (["report", "O1"], "There is no O1 among the meetings."),
    (["revert", "R9"], "There is no import R9."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), _MISUSES, ids=[" ".join(w)[:40] for w, _ in _MISUSES])
def test_wrong_use_is_one_sentence_and_status_2(crm: Crm, words: list[str], said: str) -> None:
    answer = crm(*words)
    assert said in answer.sentence
    assert answer.status == 2


def test_a_day_of_the_desk_that_does_not_exist(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_TODAY", "2026-02-30")
    answer = crm("today")
    assert answer.status == 2
    assert "CRM_TODAY is “2026-02-30”" in answer.sentence


def test_a_folder_is_no_record(crm: Crm, tmp_path: Path) -> None:
    answer = crm("today", "--db", tmp_path)
    assert answer.status == 2
    assert f"{tmp_path} is a folder." in answer.sentence


def test_a_database_of_another_kind_is_refused(crm: Crm) -> None:
    answer = crm("today", "--db", "mysql://somewhere/desk")
    assert answer.status == 2
    assert "mysql" in answer.sentence


def test_a_text_file_is_refused_and_left_alone(crm: Crm, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, this is no database.\n" * 50)
    before = letter.read_bytes()
    for command in ("today", "init", "check"):
        answer = crm(command, "--db", letter)
        assert answer.status == 3
        assert "is not a record of this program" in answer.sentence
    assert letter.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(
    crm: Crm, tmp_path: Path
) -> None:
    foreign = tmp_path / "other.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = foreign.read_bytes()
    for command in ("today", "init"):
        answer = crm(command, "--db", foreign)
        assert answer.status == 3
        assert "belongs to another program" in answer.sentence
    assert foreign.read_bytes() == before


def test_a_record_of_a_newer_version_is_refused(crm: Crm, place: Path) -> None:
    connection = sqlite3.connect(place)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    answer = crm("today")
    assert answer.status == 3
    assert "newer version" in answer.sentence


def test_a_locked_record_is_refused_and_nothing_is_lost(
    crm: Crm, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    holder = sqlite.driver().connect(str(place), isolation_level=None)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        answer = crm("undo")
    finally:
        holder.close()
    assert answer.status == 3
    assert "Another program" in answer.sentence
    assert crm("undo").status == 0


def test_a_damaged_record_is_refused(crm: Crm, place: Path) -> None:
    with place.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 20)
    answer = crm("list", "organisations")
    assert answer.status == 3
    assert "damaged" in answer.sentence


_WITH_USERS = pytest.mark.skipif(
    not hasattr(os, "geteuid"), reason="this system has no user numbers"
)


def _not_as_root(*words: str) -> subprocess.CompletedProcess[str]:
    """In a child that is not root, which could read and write anywhere."""
    script = (
        "import os, sys\n"
        "from crm.__main__ import main\n"
        "import crm.cli.program, crm.countries, crm.dates\n"
        "import db.engine, db.queries.lists, pwd, alembic.command\n"
        "os.seteuid(65534) if os.geteuid() == 0 else None\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, timeout=60
    )


def _let_in(folder: Path) -> None:
    for each in [folder, *folder.parents]:
        if each.stat().st_uid == os.geteuid() and len(each.parts) > 2:
            each.chmod(0o755)


@_WITH_USERS
@pytest.mark.parametrize("command", ["undo", "init"])
@pytest.mark.parametrize("mode", [0o555, 0o444], ids=["read only", "not to be entered"])
def test_a_folder_that_may_not_be_written_is_refused(place: Path, command: str, mode: int) -> None:
    _let_in(place.parent)
    place.chmod(0o644 if os.geteuid() == 0 else 0o444)
    place.parent.chmod(mode)
    words = [command] if command == "undo" else [command, "--db", str(place.parent / "new.db")]
    done = _not_as_root(*words)
    place.parent.chmod(0o700)
    assert "Traceback" not in done.stderr
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("\n") == 1


@_WITH_USERS
def test_settings_in_a_folder_that_may_not_be_entered_are_refused(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    monkeypatch.setenv("CRM_CONFIG", str(folder / "config.toml"))
    _let_in(place.parent)
    folder.chmod(0)
    done = _not_as_root("list", "contacts")
    folder.chmod(0o700)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(f"I cannot read {folder / 'config.toml'}")
    assert done.stderr.count("\n") == 1


def test_a_fault_of_the_program_is_logged_for_its_user_only(
    crm: Crm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails() -> None:
        secret = "0000-1111"
        raise ZeroDivisionError(len(secret))

    monkeypatch.setattr(config, "today", fails)
    answer = crm("today")
    assert answer.status == 70
    assert answer.sentence.startswith("This is a fault of the program.")
    (log,) = tmp_path.rglob("faults.log")
    assert str(log) in answer.sentence
    assert log.stat().st_mode & 0o777 == 0o600
    told = log.read_text()
    assert "ZeroDivisionError" in told and "0000-1111" not in told.replace('"0000-1111"', "")


def test_an_interrupt_is_quiet(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(config, "today", interrupted)
    answer = crm("today")
    assert (answer.status, answer.err) == (130, "")


def _child(*words: str, **how: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crm", *words]
    return subprocess.run(command, text=True, timeout=60, stderr=subprocess.PIPE, **how)  # type: ignore[call-overload,no-any-return]


@pytest.mark.usefixtures("place")
def test_a_closed_pipe_is_quiet() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = _child("list", "organisations", "--json", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.usefixtures("place")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_the_output_is_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = _child("list", "organisations", stdout=full)
    assert done.returncode == 74
    assert done.stderr == "The answer could not be written: No space left on device.\n"


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("words", "closed", "status", "said"),
    [
        (
            "list contacts",
            ">&-",
            2,
            "Standard output is closed, so there is no place for an answer.",
        ),
        ("--version", ">&-", 2, "Standard output is closed, so there is no place for an answer."),
        ("", "<&-", 2, "The screens need a terminal. Without one use the commands of: crm --help"),
        ("frobnicate", "2>&-", 2, ""),
    ],
)
def test_a_closed_stream_is_a_sentence(words: str, closed: str, status: int, said: str) -> None:
    command = f"exec {sys.executable} -m crm {words} {closed}"
    done = subprocess.run(["sh", "-c", command], text=True, timeout=60, capture_output=True)
    assert (done.returncode, done.stderr.strip()) == (status, said)


@pytest.mark.parametrize("words", ["export contacts -o", "report M1 -o"])
def test_no_device_or_pipe_is_replaced_by_a_file(crm: Crm, tmp_path: Path, words: str) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    answer = crm(*words.split(), pipe)
    assert answer.status == 2
    assert pipe.is_fifo()


@pytest.mark.usefixtures("place")
def test_a_terminal_that_cannot_spell_a_name_shows_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = _child("list", "organisations", stdout=subprocess.PIPE)
    assert done.returncode == 0
    assert "Buschh\\xfctten" in done.stdout
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    done = _child("list", "organisations", "--json", stdout=subprocess.PIPE)
    assert "Buschhütten" in done.stdout  # read as UTF-8


def test_every_command_is_in_the_help_and_has_its_own(crm: Crm) -> None:
    said = crm("--help").out
    for name in program.COMMANDS:
        assert f"\n  {name} " in said
        own = crm(name, "--help")
        assert own.status == 0
        assert f"Usage: crm {name}" in own.out and "--db TARGET" in own.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["report", "M1", "--print"], ["report", "M1", "--print="]),
        (["report", "--print", "M1"], ["report", "--print=", "M1"]),
        (["report", "M1", "--print", "-o", "x"], ["report", "M1", "--print=", "-o", "x"]),
        (["report", "M1", "--print", "laser"], ["report", "M1", "--print", "laser"]),
        (["report", "M1", "--print=M7"], ["report", "M1", "--print=M7"]),
        ([], []),
    ],
)
def test_a_printer_may_be_left_unnamed(words: list[str], told: list[str]) -> None:
    assert program._with_printer(words) == told
