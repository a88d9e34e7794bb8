"""Empty cells erase nothing, and where it was asked for exactly what they say."""

import csv
from pathlib import Path
from typing import Any

import pytest

from crm.exchange.apply import Options, Result, run_import
from crm.exchange.export import Format, save
from crm.screens.import_words import change_words
from db.commands.imports import OnMatch
from db.engine import Database
from db.fates import Verdict
from db.queries import lists
from tests.crm.exchange.files import written

PEOPLE = (
    "Given name;Family name;Company;E-mail;Position;Mobile;Country;Tags;Hobby;Notes\n"
    "Aysel;Quliyeva;Bakı Alüminium MMC;aysel@baku.example;Director;+994501234567;AZ;guest;chess;Met\n"
)
EMPTIED = PEOPLE.splitlines()[0] + "\nAysel;Quliyeva;;aysel@baku.example;;;;;;\n"


def brought(database: Database, text: str, folder: Path, **options: Any) -> Result:
    path = written(folder, text)
    return run_import(database, path, Options(create_missing=True, **options))


def person(database: Database) -> dict[str, Any]:
    with database.reading() as session:
        ids = lists.ids(session, lists.parse("contacts", "aysel@baku.example"))
        return dict(lists.rows(session, "contacts", ids)[0].values)


@pytest.mark.parametrize("policy", [OnMatch.fill, OnMatch.update, OnMatch.skip])
def test_empty_cells_erase_nothing_unasked(
    empty_database: Database, tmp_path: Path, policy: OnMatch
) -> None:
    brought(empty_database, PEOPLE, tmp_path)
    before = person(empty_database)
    done = brought(empty_database, EMPTIED, tmp_path, on_match=policy)
    assert not done.counts.keys() & {Verdict.created, Verdict.updated}
    assert person(empty_database) == before


def test_asked_to_they_erase_and_say_what(empty_database: Database, tmp_path: Path) -> None:
    brought(empty_database, PEOPLE, tmp_path)
    tried = brought(empty_database, EMPTIED, tmp_path, on_match=OnMatch.erase, dry_run=True)
    changes = tried.fates[0].fate.changes
    assert set(changes) == {"organisation_id", "job_title", "phones", "country", "tags", "notes"}
    told = {change_words("contacts", *change) for change in changes.items()}
    assert {
        "Job title: Director → (empty)",
        "Tags: guest → (empty)",
        "Organisation unlinked",
    } < told
    assert "Country: Azerbaijan → (empty)" in told
    assert person(empty_database)["job_title"] == "Director"
    done = brought(empty_database, EMPTIED, tmp_path, on_match=OnMatch.erase)
    here = person(empty_database)
    assert done.counts == {Verdict.updated: 1}
    assert not any(here[name] for name in (*changes, "organisation"))
    assert here["name"] == "Aysel Quliyeva" and here["extra"] == {"Hobby": "chess"}
    again = brought(empty_database, EMPTIED, tmp_path, on_match=OnMatch.erase)
    assert again.counts == {Verdict.unchanged: 1}


def test_a_file_that_wins_also_wins_among_the_extra_fields(
    empty_database: Database, tmp_path: Path
) -> None:
    brought(empty_database, PEOPLE, tmp_path)
    go = PEOPLE.replace("chess", "go")
    assert brought(empty_database, go, tmp_path).counts == {Verdict.unchanged: 1}
    done = brought(empty_database, go, tmp_path, on_match=OnMatch.update)
    assert done.counts == {Verdict.updated: 1} and person(empty_database)["extra"] == {
        "Hobby": "go"
    }


def test_a_new_record_is_not_hindered_by_empty_cells(
    empty_database: Database, tmp_path: Path
) -> None:
    rows = EMPTIED.replace("Quliyeva;;", "Quliyeva;Bakı Alüminium MMC;")
    assert brought(empty_database, rows, tmp_path, on_match=OnMatch.erase).counts == {
        Verdict.created: 1
    }


@pytest.mark.parametrize("noun", ["organisations", "projects", "meetings", "follow_ups", "sites"])
def test_an_export_that_was_emptied_by_hand_empties_the_record(
    seeded: Database, tmp_path: Path, noun: str
) -> None:
    path = tmp_path / "list.csv"
    with seeded.reading() as session:
        save(session, lists.parse(noun, ""), Format.csv, path)
        filled = next(r for r in lists.rows(session, noun, lists.ids(session, lists.parse(noun, "")))
                      if r.values["notes"] or r.values["tags"])  # fmt: skip
    same = run_import(seeded, path, Options(on_match=OnMatch.erase))
    assert set(same.counts) == {Verdict.unchanged}
    gone = {"notes", "tags"}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, **dict.fromkeys(gone, "")} for row in rows)
    done = run_import(seeded, path, Options(on_match=OnMatch.erase))
    assert set(done.counts) <= {Verdict.updated, Verdict.unchanged} and done.counts[Verdict.updated]
    with seeded.reading() as session:
        [row] = lists.rows(session, noun, [filled.id])
    assert not row.values["notes"] and row.values["tags"] == []
    kept = {
        k: v
        for k, v in filled.values.items()
        if k not in gone | {"version", "updated_at", "updated_by"}
    }
    assert {k: row.values[k] for k in kept} == kept
