"""`crm screen`: what fits a project on a day, in words and as JSON."""

from tests.crm.cli.conftest import Crm


def test_a_program_reads_what_holds_what_fails_and_what_is_not_known(crm: Crm) -> None:
    told = crm("screen", "p1", "--as-at", "2026-01-19", "--json").json
    assert (told["project"], told["as_at"]) == ("P1", "2026-01-19")
    fits = {each["ref"]: each["fit"] for each in told["incentives"]}
    assert fits["I1"] == "no" and fits["I4"] == "unknown"
    strategic = next(each for each in told["incentives"] if each["ref"] == "I1")
    assert strategic["reasons"][0]["holds"] is False
    assert strategic["reasons"][0]["values"] == {"day": "2026-02-06"}
    assert strategic["sites"][0]["reasons"][0]["values"]["least"] == [500000000, "AZN"]


def test_a_person_reads_why(crm: Crm) -> None:
    told = crm("screen", "P1", "--as-at", "2026-02-06").out
    assert "cannot be told: I1" in told and "capex is not recorded (at least 5,000,000 AZN)" in told


def test_what_is_no_project_is_said(crm: Crm) -> None:
    assert crm("screen", "M1").status == 2
    assert "day" in crm("screen", "P1", "--as-at", "never").sentence
