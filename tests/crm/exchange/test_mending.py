"""What was mended while a file was checked: those cells and no other, and the file stays as it is."""

from pathlib import Path

from crm.exchange.apply import Options, look, run_import
from crm.exchange.mending import Mends, column_of, mended
from db.engine import Database
from db.fates import Verdict

LIST = "Name,Country,City\nAcme,Atlantis,X\nBeta, Atlantis ,Atlantis\nGamma,DE,Y\n"


def written(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_every_cell_of_the_column_that_says_so_is_mended(tmp_path: Path) -> None:
    sheet, _ = look(written(tmp_path), Options())
    mends = Mends().all_of("Country", ["Atlantis"], "China").one(3, "City", "Bakı")
    cells = [row.cells for row in mended(sheet, mends).rows()]
    assert cells == [["Acme", "China", "X"], ["Beta", "China", "Atlantis"], ["Gamma", "DE", "Bakı"]]
    assert (tmp_path / "list.csv").read_text(encoding="utf-8") == LIST


def test_one_row_alone_is_read_for_its_check(tmp_path: Path) -> None:
    sheet, _ = look(written(tmp_path), Options())
    assert [row.number for row in mended(sheet, Mends(), only=2).rows()] == [2]


def test_a_mend_of_a_column_that_is_gone_does_nothing(tmp_path: Path) -> None:
    sheet, _ = look(written(tmp_path), Options())
    assert list(mended(sheet, Mends().one(1, "Colour", "red")).rows()) == list(sheet.rows())


def test_a_problem_finds_its_column_by_header_or_field(tmp_path: Path) -> None:
    _, plan = look(written(tmp_path), Options())
    found = [column_of(plan, told) for told in ("Country", "city", "colour")]
    assert [column and column.header for column in found] == ["Country", "City", None]


def test_rows_left_out_are_skipped_and_counted(database: Database, tmp_path: Path) -> None:
    options = Options(noun="organisations", mends=Mends().without([1, 3]))
    result = run_import(database, written(tmp_path), options)
    assert result.read == 3
    assert result.counts == {Verdict.skipped: 2, Verdict.created: 1}
    assert [told.fate.number for told in result.fates] == [1, 3]
