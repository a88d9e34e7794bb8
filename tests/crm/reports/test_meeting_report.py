"""What the report of a meeting says, section by section."""

from dataclasses import replace
from datetime import date

import pytest

from crm.language import translator
from crm.reports.meeting import meeting_report
from crm.reports.offers import standing
from crm.reports.report import Block, Facts, Report, Signatures, Table, texts
from db.dossier import Dossier, Window
from db.errors import Invalid

from .samples import DOSSIER, HELD, SIX_YEARS, THREE_YEARS, TODAY


def report(dossier: Dossier = DOSSIER, lang: str = "en", today: date = TODAY) -> Report:
    return meeting_report(dossier, lang, today=today)


def blocks(made: Report, heading: str) -> tuple[Block, ...]:
    return next(section.blocks for section in made.sections if section.heading == heading)


def facts(made: Report, heading: str) -> dict[str, str]:
    rows = (b.rows for b in blocks(made, heading) if isinstance(b, Facts))
    return dict(row for each in rows for row in each)


def tables(made: Report, heading: str) -> list[Table]:
    return [block for block in blocks(made, heading) if isinstance(block, Table)]


def words(made: Report) -> str:
    return "\n".join(text for _, text in texts(made))


def test_sections_stand_in_the_order_of_the_template() -> None:
    assert [section.heading for section in report().sections] == [
        "When and where",
        "Convened by",
        "Participants",
        "Summary",
        "Purpose and agenda",
        "Background",
        "Points made by the host side",
        "Points made by the guest side",
        "Points made jointly",
        "Incentives and sites presented",
        "Decisions and agreements",
        "Commitments and follow-ups",
        "Assessment",
        "Next step",
        "Documents",
        "Sources",
        "Sign-off",
    ]


def test_a_bare_meeting_has_only_the_sections_with_content() -> None:
    made = report(Dossier("M9", "Call", status="held"))
    headings = [section.heading for section in made.sections]
    assert headings == ["When and where", "Decisions and agreements", "Sign-off"]


def test_nothing_decided_is_said() -> None:
    assert "None recorded." in words(report())
    assert "None recorded." not in words(report(replace(DOSSIER, decisions="A visit in March.")))


def test_the_head_names_reference_readers_and_state() -> None:
    made = report()
    assert (made.reference, made.marks) == ("M1", ("For the desk only", "Draft"))
    assert report(replace(DOSSIER, version=2)).marks[1] == "Final, version 2"


def test_a_dateline_is_not_passed_off_as_the_day_of_the_meeting() -> None:
    told = facts(report(replace(DOSSIER, date_precision="dateline")), "When and where")["Date"]
    assert told.startswith("19 January 2026 (") and "not stated" in told


def test_time_is_given_with_the_zone_of_the_place() -> None:
    assert facts(report(), "When and where")["Time"] == "10:00–11:30 (Azerbaijan Time)"


def test_people_stand_by_side_with_the_role_of_that_day() -> None:
    host, guest = tables(report(), "Participants")
    assert (host.caption, guest.caption) == ("Host side", "Guest side")
    assert host.rows == (
        ("Samed Bashirli (chair)", "Deputy Minister of Economy", "Ministry of Economy"),
    )


def test_an_unknown_person_is_to_be_recorded() -> None:
    (row,) = tables(report(), "Participants")[1].rows
    assert row[0] == "name to be recorded"


def test_a_name_stands_in_the_form_recorded_for_the_language() -> None:
    assert "Səməd Bəşirli (sədr)" in words(report(lang="az"))
    assert "Samed Bashirli" in words(report(lang="ru"))


def test_points_are_numbered_through_and_stand_by_topic() -> None:
    rows = facts(report(), "Points made by the host side")
    assert rows == {"Zones": "1. Presented the industrial zones.\n2. Wants long partnerships."}
    assert facts(report(), "Points made by the guest side") == {
        "Energy": "3. Asked about the price of power."
    }


def test_sources_name_the_points_they_support() -> None:
    assert facts(report(), "Sources") == {
        "Output in 2024": "Trend News Agency",
        "Points 1–2": "article",
        "Point 3": "desk",
        "Point 4": "article",
    }


def test_an_incentive_is_told_as_at_the_meeting_and_its_later_change_apart() -> None:
    rows = facts(report(), "Incentives and sites presented")
    assert rows["As at 19 January 2026"].startswith("Lapsed on 31 December 2025.")
    assert rows["Changed later"].startswith("In force until 31 December 2028.")
    assert "published on 6 February 2026" in rows["Changed later"]


def test_before_the_change_was_published_it_is_not_told() -> None:
    rows = facts(report(today=date(2026, 2, 5)), "Incentives and sites presented")
    assert "Changed later" not in rows


@pytest.mark.parametrize(
    ("windows", "day", "told"),
    [
        ((), HELD, "No period of validity is recorded."),
        ((THREE_YEARS,), date(2025, 12, 31), "In force until 31 December 2025."),
        ((THREE_YEARS,), date(2026, 1, 1), "Lapsed on 31 December 2025."),
        ((THREE_YEARS, SIX_YEARS), HELD, "Lapsed on 31 December 2025."),
        ((THREE_YEARS, SIX_YEARS), date(2026, 2, 6), "In force until 31 December 2028."),
        ((Window(date(2026, 7, 1)),), HELD, "Not yet in force: it begins on 1 July 2026."),
        ((Window(date(2026, 1, 1)),), HELD, "In force since 1 January 2026; no end is recorded."),
    ],
)
def test_standing_of_an_incentive_on_a_day(
    windows: tuple[Window, ...], day: date, told: str
) -> None:
    assert standing(windows, translator("en"), day).splitlines()[0] == told


def test_promises_stand_by_who_owes_them_with_their_state() -> None:
    ours, theirs = tables(report(), "Commitments and follow-ups")
    assert (ours.caption, theirs.caption) == ("Owed by us", "Owed to us")
    assert ours.rows[0] == (
        "F1",
        "Write the report",
        "Desk officer",
        "21 January 2026",
        "overdue",
    )
    assert ours.rows[1][1:] == (
        "Send letters\nSent.",
        "Desk officer",
        "19 January 2026",
        "done, 22 January 2026",
    )
    assert theirs.rows[0][-1] == "open"


def test_a_public_report_leaves_out_what_is_the_desks_own() -> None:
    told = words(report(replace(DOSSIER, confidentiality="open")))
    for own in ("Check the decree.", "Listed in Shanghai.", "Interest is real"):
        assert own in words(report()) and own not in told


def test_the_sign_off_has_a_line_for_each_who_signs() -> None:
    (signatures,) = (b for b in blocks(report(), "Sign-off") if isinstance(b, Signatures))
    assert signatures.lines == (("Note-taker", "Desk officer"), ("Cleared by", "Head of the desk"))


def test_a_value_the_report_does_not_know_is_printed_as_it_is() -> None:
    odd = replace(DOSSIER, kind="séance", status="adjourned", confidentiality="secret")
    assert {"séance", "adjourned", "secret"} <= set(words(report(odd)).split())


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(Invalid, match="Choose en, az, ru, zh"):
        report(lang="fr")
