"""Figures typed as lines, and what a project's form makes of its parties and sites."""

from datetime import date

import pytest

from crm.forms import figures
from crm.forms.values import Choice
from crm.screens.project_form import plan
from db.models.projects import PartyRole, Verdict

TODAY = date(2026, 1, 21)


def test_money_is_kept_in_its_smallest_unit_with_its_day() -> None:
    told = figures.parse("capex committed 211m USD as of 10 jul 2023", TODAY)
    assert told == {
        "measure": "capex",
        "basis": "committed",
        "amount": 21_100_000_000,
        "currency": "USD",
        "as_of": date(2023, 7, 10),
    }
    assert figures.say(told) == "capex, committed: 211,000,000 USD as of Mon 10 Jul 2023"


def test_jobs_need_no_unit_and_are_planned_unless_it_is_said() -> None:
    told = figures.parse("jobs 300", TODAY)
    assert (told["basis"], told["amount"], told["unit"], told["as_of"]) == (
        "planned",
        300,
        "jobs",
        TODAY,
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("turnover 5m USD", "Begin a figure with one of"),
        ("capex planned", "Write the amount"),
        ("capex 50m", "Which currency"),
        ("capacity 100000", "Write the unit"),
        ("jobs 2.5", "whole number"),
    ],
)
def test_a_line_that_is_no_figure_says_how_to_write_it(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        figures.parse(line, TODAY)


def test_the_first_investor_leads_and_the_decided_site_is_no_candidate_any_more() -> None:
    one, two, local = (Choice(n, f"O{n}", str(n)) for n in (1, 2, 3))
    site, other = (Choice(n, f"S{n}", str(n)) for n in (7, 8))
    changes = {
        "investors": [one, two],
        "partners": [local],
        "candidates": [site, other],
        "decided": site,
    }
    made = plan({}, changes)
    assert made.parties == {
        3: PartyRole.local_partner,
        1: PartyRole.lead_investor,
        2: PartyRole.co_investor,
    }
    assert made.sites == {7: Verdict.decided, 8: Verdict.candidate}
