"""Workbooks of every maker, and that none of them can end or fill the program."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from crm.exchange import workbook
from crm.exchange.readers import open_sheet
from crm.exchange.workbook_child import text
from db.errors import Problem

from .files import DATA, arrived


def made(folder: Path, *rows: list[object], name: str = "list.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        leaf = book.add_worksheet("People")
        for at, row in enumerate(rows):
            leaf.write_row(at, 0, row)
    return path


def test_an_old_workbook_arrives_whole() -> None:
    mapping, [first, second, third] = arrived(DATA / "workbook_two_sheets.xls")
    assert mapping.noun == "organisations" and first.organisation and second.organisation
    assert first.organisation["phone"] == "994120000110"
    assert first.organisation["extra"] == {"Tarix": "2026-01-19", "Məbləğ (AZN)": "1250000.5"}
    assert second.organisation["extra"]["Məbləğ (AZN)"] == "0.3"
    assert (third.organisation or {})["country"] == "RU"


def test_an_open_document_arrives_whole() -> None:
    _, [first, second] = arrived(DATA / "workbook_people.ods")
    assert first.contact and first.contact["phones"][0]["e164"] == "+994500000111"
    assert second.contact and second.contact["family_name"] == "张"


def test_a_sheet_is_chosen_by_name_in_any_case_or_number_and_the_others_are_named() -> None:
    path = DATA / "workbook_two_sheets.xls"
    assert open_sheet(path).sheet == open_sheet(path, sheet="2").sheet == "Şirkətlər"
    assert open_sheet(path, sheet=" read ME").sheet == "Read me"
    assert open_sheet(path).warnings == ("only the sheet Şirkətlər is read; 1 more is there",)
    with pytest.raises(Problem, match="Read me, Şirkətlər"):
        open_sheet(path, sheet="Nothing")


def test_a_name_that_misleads_misleads_nobody(tmp_path: Path) -> None:
    path = made(tmp_path, ["Name", "E-mail"], ["Jane Roe", "jane@roe.example"], name="list.xlsx")
    other = path.rename(tmp_path / "list.csv")
    assert (arrived(other)[1][0].contact or {})["full_name"] == "Jane Roe"


def test_a_table_that_begins_in_the_middle_of_a_sheet(tmp_path: Path) -> None:
    blank = ["", "", ""]
    path = made(
        tmp_path, blank, blank, [*blank, "Name", "E-mail"], [*blank, "Jane", "j@roe.example"]
    )
    _, [draft] = arrived(path)
    assert (draft.line, (draft.contact or {})["emails"]) == (4, ["j@roe.example"])


def test_a_long_sheet_is_read_again_and_whole(tmp_path: Path) -> None:
    people = [[f"Jane {n}", f"j{n}@roe.example"] for n in range(600)]
    sheet = open_sheet(made(tmp_path, ["Name", "E-mail"], *people))
    assert len(sheet.preview) == 200
    for _ in range(2):
        rows = list(sheet.rows())
        assert (len(rows), rows[-1].line, rows[-1].cells) == (
            600,
            601,
            ["Jane 599", "j599@roe.example"],
        )


@pytest.mark.parametrize(
    ("value", "said"),
    [(994500000111.0, "994500000111"), (0.1 + 0.2, "0.3"), (1250000.5, "1250000.5"), (True, "TRUE"),
     (0.00001, "0.00001"), (-5.0, "-5"), ("0012", "0012")],
)  # fmt: skip
def test_cells_are_told_as_the_spreadsheet_shows_them(value: object, said: str) -> None:
    assert text(value) == said


def test_a_locked_workbook_is_refused() -> None:
    with pytest.raises(Problem, match="locked with a password"):
        open_sheet(DATA / "workbook_locked.xlsx")


@pytest.mark.parametrize(
    "file", ["workbook_two_sheets.xls", "workbook_people.ods", "workbook_az_4_sheets.xlsx"]
)
def test_a_truncated_workbook_is_refused(tmp_path: Path, file: str) -> None:
    whole = (DATA / file).read_bytes()
    path = tmp_path / file
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(Problem, match=file):
        open_sheet(path)


def test_two_cells_that_claim_seventeen_billion_end_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sparse.xlsx"
    with xlsxwriter.Workbook(path) as book:
        leaf = book.add_worksheet()
        leaf.write(0, 0, "Name")
        leaf.write(1_048_575, 16_383, "far away")
    with pytest.raises(Problem, match=r"sparse\.xlsx needs more memory"):
        open_sheet(path)


def test_a_package_that_unpacks_to_too_much_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, ["Name"], ["x" * 30_000])
    monkeypatch.setattr(workbook, "UNPACKED_LIMIT", 1000)
    with pytest.raises(Problem, match="no ordinary workbook"):
        open_sheet(path)


def test_a_compressed_folder_is_named_as_one_with_the_list_in_it(tmp_path: Path) -> None:
    path = tmp_path / "data.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("Connections.csv", "First Name,Last Name")
    with pytest.raises(Problem, match="unpack it first; in it is Connections"):
        open_sheet(path)


def test_a_cell_merged_over_several_rows_is_said_in_each(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        leaf = book.add_worksheet("People")
        leaf.write_row(0, 0, ["Company", "Country", "Contact person"])
        leaf.merge_range(1, 0, 2, 0, "Vektor LLC")
        leaf.merge_range(1, 1, 2, 1, "Russia")
        leaf.write_column(1, 2, ["Pavel Orlov", "Anna Lisina", "Vera Kim"])
        leaf.write_row(3, 0, ["Luch JSC", "Kazakhstan"])
    found = [(d.organisation or {}, d.contact or {}) for d in arrived(path)[1]]
    assert [(o["name"], o["country"], c["full_name"]) for o, c in found] == [
        ("Vektor LLC", "RU", "Pavel Orlov"), ("Vektor LLC", "RU", "Anna Lisina"),
        ("Luch JSC", "KZ", "Vera Kim"),
    ]  # fmt: skip


def test_a_total_is_no_record_wherever_its_word_stands(tmp_path: Path) -> None:
    path = made(tmp_path, ["№", "Company", "Country"], [1, "A LLC", "Russia"], ["", "Итого", ""])
    assert [row.skip for row in open_sheet(path).rows()] == ["", "a total"]
