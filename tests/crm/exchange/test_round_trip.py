"""An export comes back unchanged: into the same record, and into an empty one."""

import csv
from pathlib import Path

import pytest

from crm.exchange.apply import Options, run_import
from crm.exchange.export import Format, save
from db.engine import Database, open_database
from db.fates import Verdict
from db.queries import lists

# Parents before children, so that links find what they point to.
ORDER = ("organisations", "contacts", "sites", "incentives", "projects", "meetings", "follow_ups")


def _save(database: Database, noun: str, path: Path, form: Format) -> Path:
    with database.reading() as session:
        save(session, lists.parse(noun, ""), form, path)
    return path


def _rows(path: Path) -> dict[str, dict[str, str]]:
    """By uid; without the references, which are given out anew in another record."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["uid"]: {name: cell for name, cell in row.items() if not name.endswith("ref")}
            for row in csv.DictReader(file)
        }


@pytest.fixture
def full(tmp_path: Path) -> Database:
    return open_database(str(tmp_path / "full.db"), who="Desk officer")


@pytest.mark.parametrize("form", [Format.csv, Format.excel_csv, Format.xlsx])
def test_an_export_changes_nothing_where_it_came_from(
    full: Database, tmp_path: Path, form: Format
) -> None:
    for noun in ORDER:
        path = _save(full, noun, tmp_path / f"{noun}.{form}", form)
        result = run_import(full, path, Options())
        assert set(result.counts) == {Verdict.unchanged}, noun


def test_an_empty_record_filled_from_exports_equals_the_first(
    full: Database, tmp_path: Path
) -> None:
    other = open_database(str(tmp_path / "other.db"), who="Desk officer", seed=False)
    for noun in ORDER:
        path = _save(full, noun, tmp_path / f"{noun}.csv", Format.csv)
        result = run_import(other, path, Options())
        assert set(result.counts) == {Verdict.created}, noun
        again = _save(other, noun, tmp_path / f"{noun}.again.csv", Format.csv)
        assert _rows(again) == _rows(path), noun
