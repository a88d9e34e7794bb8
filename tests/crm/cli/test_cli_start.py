"""How the program starts: what it imports, and what it does without a command."""

import subprocess
import sys
from pathlib import Path

import pytest

from crm import __version__
from crm.__main__ import main

from .conftest import Crm

_LOOK = (
    "import sys\n"
    "from crm.__main__ import main\n"
    "status = main(sys.argv[1:])\n"
    "print('IMPORTED', status, *sorted({name.split('.')[0] for name in sys.modules}))\n"
)


def _imported(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK, *words], capture_output=True, text=True, timeout=60
    )
    said = done.stdout.rpartition("IMPORTED ")[2].split()
    assert said[0] == "0", done.stderr
    return set(said[1:])


_HEAVY = {"typer", "rich", "sqlmodel", "sqlalchemy", "textual", "pydantic", "platformdirs"}


def test_the_version_imports_nothing_heavy() -> None:
    assert not _imported("--version") & (_HEAVY | {"db", "importlib.metadata", "argparse"})


def test_the_help_imports_neither_the_record_nor_the_screens() -> None:
    assert not _imported("--help") & (_HEAVY - {"typer", "pydantic", "platformdirs"})


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("words", [("list", "contacts"), ("search", "Wanji"), ("today",)])
def test_questions_import_no_screens(words: tuple[str, ...]) -> None:
    found = _imported(*words)
    assert "sqlmodel" in found  # the look does see imports
    assert not found & {"textual", "alembic"}


def test_today_is_shown_before_the_record_is_imported() -> None:
    # Today asks as it is mounted, so what asking imports is imported before it is painted.
    look = "import sys, crm.app, crm.screens.today, db.asking; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=60)
    found = set(done.stdout.split())
    assert "crm.screens.today" in found, done.stderr
    assert not found & {"sqlmodel", "sqlalchemy", "pydantic", "babel", "holidays", "anyascii"}
    assert not found & {"crm.forms", "crm.countries", "crm.dates"}


def test_the_version_is_said_and_is_that_of_the_package(crm: Crm) -> None:
    assert crm("--version").out == f"crm {__version__}\n"
    assert crm("--db", "somewhere", "--version").out == f"crm {__version__}\n"
    project = Path(__file__).parents[3] / "pyproject.toml"
    if 'dynamic = ["version"]' not in project.read_text():
        assert f'version = "{__version__}"' in project.read_text()


@pytest.mark.parametrize("words", [[], ["--db", "x.db"], ["--db=x.db"]])
def test_the_screens_ask_for_a_terminal(
    words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert "need a terminal" in capfd.readouterr().err


def test_init_makes_a_seeded_record(crm: Crm, tmp_path: Path) -> None:
    new = tmp_path / "new" / "desk.db"
    answer = crm("init", "--db", new)
    assert (answer.status, answer.out, answer.err) == (0, f"Made a seeded record at {new}.\n", "")
    assert crm("list", "meetings", "--db", new, "--json").json


def test_init_can_leave_the_seed_out(crm: Crm, tmp_path: Path) -> None:
    new = tmp_path / "desk.db"
    assert crm("--db", new, "init", "--empty").out == f"Made an empty record at {new}.\n"
    assert crm("list", "organisations", "--db", new).out == "0 organisations\n"


def test_init_leaves_a_record_alone_that_is_there(crm: Crm, place: Path) -> None:
    before = place.read_bytes()
    for words in (["init"], ["init", "--empty"]):
        answer = crm(*words)
        assert answer.status == 2
        assert answer.sentence == f"There is a record at {place} already. Nothing was changed."
    assert place.read_bytes() == before
