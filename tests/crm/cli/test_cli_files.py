"""import, imports, revert, export and report from the command line."""

import csv
import io
from pathlib import Path

import pytest

from .conftest import Crm

_LIST = (
    "First Name,Last Name,Email Address,Company,Position\n"
    "Leyla,Əliyeva,leyla@metal.example,Metal MMC,Director\n"
    "Bo,Chen,bo@anodes.example,Anodes Ltd,Engineer\n"
    "Ali,Veli,not an address,Anodes Ltd,Analyst\n"
)


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(_LIST, encoding="utf-8")
    return path


_COUNTS = ("created", "updated", "unchanged", "skipped", "rejected")


def test_an_import_adds_up_and_tells_what_it_saw(crm: Crm, contacts: Path) -> None:
    answer = crm("import", contacts, "--create-missing", "--json")
    told = answer.json
    assert told["run"] == "R1"
    assert told["read"] == 3 == sum(told[word] for word in _COUNTS)
    assert told["created"] >= 2 and told["created_organisations"] == 2
    assert answer.status == (1 if told["rejected"] else 0)
    assert {
        "encoding",
        "delimiter",
        "format",
        "noun",
        "mapping",
        "problems",
        "rejects_file",
    } <= set(told)
    assert (told["delimiter"], told["noun"]) == (",", "contacts")
    assert "leyla@metal.example" in crm("list", "contacts", "--where", "Leyla").out


def test_rejected_rows_give_status_1_and_a_file_with_the_reason(
    crm: Crm, contacts: Path, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    answer = crm("import", contacts, "--rejects", rejects)
    assert answer.status == 1
    assert f"The rejected rows are in {rejects}." in answer.out
    assert "--create-missing" in rejects.read_text("utf-8-sig")


def test_only_an_import_that_changed_something_says_how_to_take_it_back(
    crm: Crm, tmp_path: Path
) -> None:
    path = tmp_path / "late.csv"
    path.write_text("Task,Due on\nSend the profile,31.02.2026\n", encoding="utf-8")
    refused = crm("import", path, "--as", "follow-ups").out
    assert "Row 1, Due on: no such date; write it as 2026-01-19\n" in refused
    assert "Take it back" not in refused
    path.write_text("Task,Due on\nSend the profile,28.02.2026\n", encoding="utf-8")
    assert "Take it back with: crm revert R2\n" in crm("import", path, "--as", "follow-ups").out
    assert "Take it back" not in crm("import", path, "--as", "follow-ups").out


def test_a_dry_run_writes_nothing_and_tells_each_row(crm: Crm, contacts: Path) -> None:
    before = crm("history", "--json").out
    told = crm("import", contacts, "--dry-run", "--create-missing", "--json").json
    assert told["run"] is None
    assert [row["row"] for row in told["rows"]] == [1, 2, 3]
    assert crm("history", "--json").out == before
    assert crm("imports", "--json").json == []
    assert crm("imports").out == "Nothing was imported yet.\n"


def test_empty_cells_erase_only_if_asked_and_the_dry_run_says_what(
    crm: Crm, contacts: Path
) -> None:
    crm("import", contacts, "--create-missing")
    contacts.write_text(_LIST.replace("Director", "").replace("Engineer", "Chief"), "utf-8")
    refused = crm("import", contacts, "--erase-empty").sentence
    assert "--on-match update" in refused
    words = ("import", contacts, "--on-match", "update", "--erase-empty")
    tried = crm(*words, "--dry-run")
    assert "Row 1, updated: job title: Director -> (empty)" in tried.out
    assert "Row 2, updated: job title: Engineer -> Chief" in tried.out
    told = crm(*words, "--dry-run", "--json").json
    assert told["rows"][0]["changes"] == {"job_title": ["Director", None]}
    assert crm(*words, "--json").json["updated"] == 2
    assert "Director" not in crm("list", "contacts", "--where", "Leyla").out


def test_the_same_file_again_changes_nothing(crm: Crm, contacts: Path) -> None:
    crm("import", contacts, "--create-missing")
    again = crm("import", contacts, "--create-missing", "--json").json
    assert (again["created"], again["updated"], again["created_organisations"]) == (0, 0, 0)


def test_an_import_can_be_taken_back(crm: Crm, contacts: Path) -> None:
    before = crm("list", "contacts", "--json").out
    crm("import", contacts, "--create-missing")
    (run,) = crm("imports", "--json").json
    assert run["run"] == "R1" and run["file"] == "list.csv" and not run["reverted"]
    answer = crm("revert", "r1", "--json")
    assert answer.status == 0
    assert answer.json["run"] == "R1" and answer.json["kept"] == []
    assert crm("list", "contacts", "--json").out == before
    assert crm("imports", "--json").json[0]["reverted"]
    twice = crm("revert", "R1")
    assert twice.status == 2
    assert "taken back already" in twice.sentence


def test_a_run_can_be_shown_with_the_rows_it_left_out(crm: Crm, contacts: Path) -> None:
    crm("import", contacts)
    shown = crm("show", "R1", "--json").json
    assert (shown["ref"], shown["read"], len(shown["rows"])) == ("R1", 3, shown["rejected"])
    assert "rejected" in crm("show", "r1").out
    assert crm("show", "R2").sentence.startswith("There is no import R2.")


def test_a_column_may_be_named_by_hand(crm: Crm, contacts: Path) -> None:
    told = crm("import", contacts, "--map", "Position=department", "--dry-run", "--json").json
    assert told["mapping"]["Position"] == "department"


@pytest.mark.parametrize("told", ["Position", "=job_title", "Nowhere=job_title", "Position=colour"])
def test_a_wrong_mapping_is_a_sentence(crm: Crm, contacts: Path, told: str) -> None:
    answer = crm("import", contacts, "--map", told)
    assert answer.status == 2
    assert answer.sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("nul.csv", bytes(99)),
    ],
)
def test_an_unreadable_file_is_a_sentence_and_writes_nothing(
    crm: Crm, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = crm("history", "--json").out
    for what in (path, tmp_path, tmp_path / "missing.csv"):
        answer = crm("import", what)
        assert answer.status == 2
        assert answer.sentence
    assert crm("history", "--json").out == before


def test_an_unknown_noun_or_rule_for_an_import_is_a_sentence(crm: Crm, contacts: Path) -> None:
    assert "There is no list “things”." in crm("import", contacts, "--as", "things").sentence
    answer = crm("import", contacts, "--on-match", "explode")
    assert answer.status == 2
    assert "--on-match" in answer.sentence


def test_export_writes_csv_where_nothing_else_is_said(crm: Crm) -> None:
    answer = crm("export", "organisations", "--where", "country:CN")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert {row["country"] for row in rows} == {"CN"}
    assert len(rows) == 3


def test_export_takes_the_format_from_the_name(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "sites.json"
    answer = crm("export", "sites", "-o", path)
    assert answer.out.startswith("Wrote ") and answer.out.endswith(f" sites to {path}.\n")
    assert path.read_text().startswith("[")
    assert path.stat().st_mode & 0o777 == 0o600


def test_all_of_the_record_goes_out_and_comes_back(crm: Crm, tmp_path: Path) -> None:
    folder, other = tmp_path / "all", tmp_path / "other.db"
    assert "manifest.json" in crm("export", "all", "-o", folder).out
    assert crm("init", "--empty", "--db", other).status == 0
    tried = crm("import", folder, "--db", other, "--dry-run", "--json").json
    assert tried["run"] is None and tried["created"] == tried["read"] > 50
    told = crm("import", folder, "--db", other, "--json").json
    assert (told["run"], told["created"], told["noun"]) == ("R1", tried["read"], "all")
    assert crm("import", folder, "--db", other, "--json").json["unchanged"] == tried["read"]
    assert crm("revert", "R1", "--db", other).status == 0


def test_a_folder_of_something_else_and_half_of_a_record_are_sentences(
    crm: Crm, tmp_path: Path
) -> None:
    for wrong in (
        ("import", tmp_path),
        ("export", "all"),
        ("export", "all", "--where", "x", "-o", tmp_path),
    ):
        answer = crm(*wrong)
        assert answer.status == 2 and answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("noun", "suffix"), [("contacts", "vcf"), ("meetings", "ics"), ("sites", "xlsx")]
)
def test_an_export_is_what_its_name_says_and_comes_back(
    crm: Crm, tmp_path: Path, noun: str, suffix: str
) -> None:
    path = tmp_path / f"list.{suffix}"
    assert crm("export", noun, "-o", path).status == 0
    told = crm("import", path, "--json").json
    assert told["unchanged"] == told["read"] > 0 and told["noun"] == noun


def test_an_export_to_nowhere_is_a_sentence(crm: Crm, tmp_path: Path) -> None:
    answer = crm("export", "sites", "-o", tmp_path / "no" / "sites.csv")
    assert answer.status == 2
    assert "cannot write" in answer.sentence


def test_the_report_is_shown_or_saved(crm: Crm, tmp_path: Path) -> None:
    shown = crm("report", "M1")
    assert shown.status == 0 and "Samed Bashirli" in shown.out
    for name in ("report.md", "report.txt"):
        path = tmp_path / name
        assert crm("report", "M1", "-o", path).out == f"Saved {path}.\n"
        assert "Samed Bashirli" in path.read_text()
    assert crm("report", "M1", "-o", path).status == 0  # the same name again


def test_the_report_is_a_pdf_by_its_name(crm: Crm, tmp_path: Path) -> None:
    assert crm("report", "m1", "-o", tmp_path / "report.pdf").status == 0
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_report_speaks_the_languages_of_the_desk(crm: Crm) -> None:
    assert "19 yanvar 2026" in crm("report", "M1", "--lang", "az").out
    answer = crm("report", "M1", "--lang", "tlh")
    assert answer.status == 2
    assert "tlh" in answer.sentence


def test_a_report_of_an_unknown_format_is_a_sentence(crm: Crm, tmp_path: Path) -> None:
    answer = crm("report", "M1", "-o", tmp_path / "report.xyz")
    assert answer.status == 2
    assert ".pdf" in answer.sentence


def test_of_very_many_bad_rows_the_first_are_told_and_the_others_counted(
    crm: Crm, tmp_path: Path
) -> None:
    path = tmp_path / "cards.vcf"
    path.write_text("BEGIN:VCARD\nFN:A\n" * 250, encoding="utf-8")
    said = crm("import", path).out
    assert "Row 1: it has no end (END:VCARD)\n" in said
    assert (
        "Row 201" not in said and "50 more rows need a word; --json tells of every one.\n" in said
    )
