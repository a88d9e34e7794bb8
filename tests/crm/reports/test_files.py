"""A report becomes a file: by its ending, private, whole, and never in place of another's."""

import os
from pathlib import Path

import pytest

from crm.reports import files
from crm.reports.files import file_name, save
from crm.reports.report import Report
from db.errors import Problem
from tests.hostile import NAUGHTY, STRINGS

from .samples import TODAY, of_one_text

REPORT = of_one_text("Səməd Bəşirli")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.pdf", b"%PDF-"),
        ("a.PDF", b"%PDF-"),
        ("a.docx", b"PK"),
        ("a.md", b"# R"),
        ("a.txt", b"M1"),
    ],
)
def test_the_ending_chooses_the_format(tmp_path: Path, name: str, start: bytes) -> None:
    path = save(REPORT, tmp_path / name, tmp_path)
    assert path.read_bytes().startswith(start)
    assert mode(path) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [name]


@pytest.mark.parametrize(
    ("name", "told"),
    [("a.odt", "no ending I can"), ("a.xyz", "no ending I can"), ("a", "no ending I can")],
)
def test_a_format_that_cannot_be_written_is_said(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(Problem, match=told):
        save(REPORT, tmp_path / name, tmp_path)


def test_a_file_that_is_there_stays_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("mine")
    with pytest.raises(Problem, match="is there already"):
        save(REPORT, path, tmp_path)
    assert path.read_text() == "mine"
    save(REPORT, path, tmp_path, overwrite=True)
    assert path.read_text() != "mine" and mode(path) == 0o600


def test_a_report_without_a_name_gets_one_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    names = [save(REPORT, None, folder).name for _ in range(3)]
    assert names == ["M1-Report.pdf", "M1-Report-2.pdf", "M1-Report-3.pdf"]
    assert mode(folder) == 0o700


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_link_is_never_written_through(tmp_path: Path, overwrite: bool) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("mine")
    link.symlink_to(target)
    with pytest.raises(Problem, match="is a link"):
        save(REPORT, link, tmp_path, overwrite=overwrite)
    assert target.read_text() == "mine"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(Problem, match="is a folder"):
        save(REPORT, tmp_path / "a.txt", tmp_path, overwrite=True)


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="No such file or directory"):
        save(REPORT, tmp_path / "none" / "a.txt", tmp_path)


def test_a_full_disk_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("mine")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match="No space left on device"):
        save(REPORT, path, tmp_path, overwrite=True)
    assert path.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.txt"]


def test_two_who_choose_the_same_name_do_not_overwrite_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    written = files._written_beside

    def slow(content: bytes, where: Path) -> Path:
        path.write_text("theirs")
        return written(content, where)

    monkeypatch.setattr(files, "_written_beside", slow)
    with pytest.raises(Problem, match="is there already"):
        save(REPORT, path, tmp_path)
    assert path.read_text() == "theirs"


@pytest.mark.parametrize(
    "text", [*STRINGS.values(), *NAUGHTY.values(), "../../etc/passwd", "", "."]
)
def test_a_name_made_from_data_is_a_plain_name(text: str) -> None:
    name = file_name(Report(text, "M1", TODAY, ()))
    assert name.startswith("M1") and name.endswith(".pdf")
    assert name.replace("-", "").replace(".pdf", "").isalnum() and len(name) < 80


def test_names_tell_languages_apart_and_read_in_ascii() -> None:
    names = {
        file_name(Report("Bəşirli ilə görüş", "M1", TODAY, (), lang=lang)) for lang in ("en", "az")
    }
    assert names == {"M1-Besirli-ile-gorus.pdf", "M1-Besirli-ile-gorus-az.pdf"}
