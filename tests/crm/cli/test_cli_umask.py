"""What the program writes is for its user alone, whatever the mask of the session is."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm import astray, config, faults, last_seen
from db import daily
from db.engine import open_database

from .conftest import Crm


@pytest.fixture
def _loose() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> set[str]:
    """Files and folders below one that somebody else may read, write or enter."""
    found = (p for p in folder.rglob("*") if stat.S_IMODE(p.lstat().st_mode) & 0o077)
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.mark.usefixtures("_loose")
def test_nothing_that_is_written_is_open_to_others(crm: Crm, place: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir(0o700)
    (made / "canary").touch()  # what the mask leaves of a file that nobody looks after
    (tmp_path / "bad.csv").write_text("name,email,website\nZed Mining,z@,http://[\n")
    said = [
        crm("init", "--db", made / "new.db"),
        crm("export", "contacts", "-o", made / "contacts.csv"),
        crm("export", "contacts", "--format", "xlsx", "-o", made / "contacts.xlsx"),
        crm("export", "contacts", "--format", "vcf", "-o", made / "contacts.vcf"),
        crm("export", "all", "-o", made / "all"),
        crm("report", "M1", "-o", made / "report.md"),
        crm("report", "M1", "-o", made / "report.docx"),
        crm("backup", made / "copy.db"),
        crm("restore", made / "copy.db"),
    ]
    assert {answer.status for answer in said} == {0}
    crm("import", tmp_path / "bad.csv", "--as", "contacts", "--rejects", made / "rejected.csv")
    database = open_database(str(place), who="Tester")
    daily.keep(database, config.today())
    database.close()
    astray.keep(str(place), ("Tester", "contacts", ""), {"typed": {"notes": "x"}})
    config.remember(theme="dark")
    last_seen.keep(str(place), last_seen.LastSeen({"investors": ["Wanji"]}))
    assert "written in" in faults.written(ValueError())
    assert open_to_others(made) == {"canary"}
    assert open_to_others(place.parent) == set()
    state = config.state_file().parent
    assert {"faults.log", "state.json", "today.json", "unsaved"} == {
        p.name for p in state.iterdir()
    }
    assert open_to_others(state.parent) == set()
