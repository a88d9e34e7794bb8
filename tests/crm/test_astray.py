"""Words that the record could not take: for this user alone, and back in it as soon as it can."""

import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from crm import astray
from crm.desk import Desk
from crm.screens.drafts import Drafts
from db.commands import drafts
from db.engine import Database, open_database
from db.queries.drafts import left
from tests.conftest import Files

MINE = ("Aysel", "contacts", "C1")


def texts(word: str) -> dict[str, dict[str, str]]:
    return {"typed": {"notes": word}, "before": {"notes": ""}}


def typed(database: Database) -> str:
    with database.reading() as session:
        return str(left(session, *MINE).get("typed", {}).get("notes", ""))


def test_what_was_kept_last_comes_into_the_record_and_goes_from_here(database: Database) -> None:
    astray.keep(database.where, MINE, texts("Первый"))
    astray.keep(database.where, MINE, texts("Əliyeva"))
    (file,) = astray.folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(astray.folder().stat().st_mode) == 0o700
    astray.adopt(database.where, database.keeping)
    assert typed(database) == "Əliyeva"
    assert list(astray.folder().iterdir()) == []


def test_words_of_another_record_stay_where_they_are(database: Database) -> None:
    astray.keep("another.db", MINE, texts("Theirs"))
    astray.adopt(database.where, database.keeping)
    assert typed(database) == "" and len(list(astray.folder().iterdir())) == 1


def test_newer_words_in_the_record_are_not_written_over(database: Database) -> None:
    astray.keep(database.where, MINE, texts("Older"))
    with database.keeping() as session:
        drafts.keep(session, *MINE, texts("Newer"))
    astray.adopt(database.where, database.keeping)
    assert typed(database) == "Newer" and list(astray.folder().iterdir()) == []


def test_a_damaged_file_counts_as_none(database: Database) -> None:
    astray.keep(database.where, MINE, texts("Words"))
    (file,) = astray.folder().iterdir()
    for told in ("", "{", "[]", '{"where": 3}'):
        file.write_text(told, encoding="utf-8")
        astray.adopt(database.where, database.keeping)
    assert typed(database) == ""


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_only_beside_a_plain_record_are_words_kept_plainly(
    files: Files, tmp_path: Path, encrypted: bool
) -> None:
    path = Path(files.new(tmp_path / "record", seed=False, encrypted=encrypted))
    desk = Desk(str(path), "Aysel")
    desk.database = open_database(str(path), who="Aysel", seed=False)
    words = Drafts(cast(Any, SimpleNamespace(desk=desk)), "contacts", "C1")
    words._latest = texts("Əliyeva")
    path.rename(path.with_name("away.db"))
    words.write_now()
    assert len(list(astray.folder().glob("*"))) == (0 if encrypted else 1)
    desk.close()
