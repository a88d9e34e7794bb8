"""`crm figures`: words for a person, JSON with the rows for a program, a file for the paper."""

from pathlib import Path

import pytest

from tests.crm.cli.conftest import Crm


def test_every_number_comes_with_the_rows_that_make_it(crm: Crm) -> None:
    told = crm("figures", "--from", "2022-01-01", "--to", "2026-01-31", "--json").json
    assert told["from"] == "2022-01-01" and told["as_at"] == "2026-01-21"
    figures = {kpi["id"]: kpi for kpi in told["figures"]}
    assert all(kpi["definition"].endswith(".") for kpi in told["figures"])
    (china,) = [n for n in figures["countries"]["numbers"] if n["label"] == "CN"]
    assert china["value"] == 1 and china["rows"] == ["M1"]
    listed = crm("list", china["noun"], "--where", china["where"], "--json").json
    assert [row["ref"] for row in listed] == china["rows"]
    capital = {n["label"]: n["value"] for n in figures["capital"]["numbers"]}
    assert capital["committed"] == 211_000_000


def test_a_person_reads_names_definitions_and_values(crm: Crm) -> None:
    told = crm("figures", "--from", "2026-01-01", "--to", "2026-01-31").out
    assert "Meetings by country" in told and "  China" in told
    assert "currencies stay apart" in told and "Nothing in this period." in told


def test_figures_are_saved_as_paper(crm: Crm, tmp_path: Path) -> None:
    answer = crm("figures", "-o", tmp_path / "figures.md")
    assert answer.status == 0 and "Saved" in answer.out
    assert "## Meetings by country" in (tmp_path / "figures.md").read_text("utf-8")


@pytest.mark.parametrize("output", [False, True])
def test_figures_are_told_in_another_language(crm: Crm, tmp_path: Path, output: bool) -> None:
    file = tmp_path / "figures.txt"
    told = crm("figures", "--lang", "ru", *(["-o", file] if output else [])).out
    told = file.read_text("utf-8") if output else told
    assert "Встречи по странам" in told and "Китай" in told
    assert "Figures" in crm("figures").out


def test_figures_without_a_printer_are_saved(
    crm: Crm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(tmp_path)
    answer = crm("figures", "--print", "")
    assert answer.status == 1 and len(list(tmp_path.glob("*.pdf"))) == 1


def test_days_that_are_none_or_run_backwards_are_said(crm: Crm) -> None:
    assert crm("figures", "--from", "someday").status == 2
    backwards = crm("figures", "--from", "2026-02-01", "--to", "2026-01-01")
    assert backwards.status == 2 and "before" in backwards.sentence
