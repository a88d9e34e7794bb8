"""A file that an earlier version of the program wrote opens with all it holds."""

import lzma
from pathlib import Path

from db import history, schema
from db.checking import check
from db.engine import Database, open_database
from db.models.keeping import ImportRun
from db.queries.search import search

from .test_seed import rows

WRITTEN = Path(__file__).parents[1] / "data" / "record_format_1.db.xz"  # by 0.1.0, two lists in it
ACTS = ["Seed", "Import linkedin", "Import excel_az", "Undo"]


def opened(folder: Path) -> Database:
    file = folder / "desk.db"
    file.write_bytes(lzma.decompress(WRITTEN.read_bytes()))
    file.chmod(0o600)
    return open_database(str(file), who="Tester")


def test_a_record_of_the_first_format_keeps_its_rows_its_history_and_its_imports(
    tmp_path: Path,
) -> None:
    database = opened(tmp_path)
    with database.reading() as session:
        acts = [entry.label for entry in reversed(history.entries(session))]
        found = search(session, "Bəşirli")
    assert all(label.startswith(began) for label, began in zip(acts, ACTS, strict=True))
    assert [hit.ref for hit in found][:1] == ["C1"]
    assert len(rows(database, ImportRun)) == 2
    assert check(database) == []
    database.close()


def test_acts_of_the_first_format_can_be_undone_and_brought_back(tmp_path: Path) -> None:
    database = opened(tmp_path)
    assert database.redo().label.startswith("Import excel_az")
    assert database.undo(2).rows > 13
    assert check(database) == []
    database.close()


def test_a_record_is_copied_before_it_is_brought_to_a_newer_format(tmp_path: Path) -> None:
    opened(tmp_path).close()
    (copy,) = (tmp_path / "desk.backups").iterdir()
    assert copy.name.startswith("before-format-1-")
    assert schema.VERSION > 1
