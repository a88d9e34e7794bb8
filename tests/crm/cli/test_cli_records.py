"""list, show, search and today: what they say, and what their JSON holds."""

import json
import re
from pathlib import Path

import pytest

from crm.cli.rows import COLUMNS, spelled
from db.engine import Database, open_database

from .conftest import Crm

NOUNS = [spelled(noun) for noun in COLUMNS]


@pytest.fixture
def opened(place: Path) -> Database:
    return open_database(str(place), who="Tester", create=False)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_lists_with_its_count_in_words(crm: Crm, noun: str) -> None:
    answer = crm("list", noun)
    assert answer.status == 0
    counted = re.fullmatch(r"(\d+) ([a-z-]+)", answer.out.splitlines()[-1])
    assert counted
    rows = [line for line in answer.out.splitlines() if re.match(r"[A-Z]\d", line)]
    assert len(rows) == int(counted[1])
    assert counted[2] in (noun, noun.removesuffix("s"))


def test_a_filter_is_told_beside_the_count(crm: Crm) -> None:
    answer = crm("list", "organisations", "--where", "country:China kind:investor")
    assert answer.out.splitlines()[-1] == "2 of 21 organisations · country:CN kind:investor"


def test_a_noun_is_taken_in_any_spelling(crm: Crm) -> None:
    assert crm("list", "follow_ups").out == crm("list", "Follow-Up").out


def test_a_list_is_cut_where_asked_and_says_so(crm: Crm) -> None:
    answer = crm("list", "follow-ups", "--limit", "2")
    assert answer.out.splitlines()[-1] == "the first 2 of 14 follow-ups"
    assert len(crm("list", "follow-ups", "--limit", "2", "--json").json) == 2


def test_a_list_is_sorted_both_ways(crm: Crm) -> None:
    up = [row["due_on"] for row in crm("list", "follow-ups", "--sort", "due_on", "--json").json]
    down = [row["due_on"] for row in crm("list", "follow-ups", "--sort", "-due_on", "--json").json]
    assert up == sorted(up)
    assert down == up[::-1]


def test_no_rows_are_an_empty_array_and_a_sentence(crm: Crm) -> None:
    assert crm("list", "contacts", "--where", "nobody-of-this-name", "--json").json == []
    answer = crm("list", "contacts", "--where", "nobody-of-this-name")
    assert answer.out.startswith("0 of 11 contacts")


def test_days_in_a_filter_are_words_seen_from_the_day_of_the_desk(crm: Crm) -> None:
    due = crm("list", "follow-ups", "--where", "due<=tomorrow", "--json").json
    assert {row["due_on"] for row in due} == {"2026-01-21", "2026-01-22"}


_COMMON = {
    "ref", "uid", "name", "tags", "notes", "source", "sources", "external_ids", "extra",
    "created_at", "created_by", "updated_at", "updated_by", "archived_at",
}  # fmt: skip
_KEYS = {
    "organisations": {
        "native_name", "aliases", "kind", "side", "country", "city", "address", "sector_code",
        "sector", "parent", "parent_ref", "tier", "owner", "owner_ref", "registration_no", "tax_id",
        "stock_code", "website", "phone", "email", "employees", "check_status", "check_by",
        "check_on", "last_spoken", "open_follow_ups",
    },
    "contacts": {
        "given_name", "family_name", "native_name", "aliases", "salutation", "organisation",
        "organisation_ref", "job_title", "department", "decision_role", "emails", "phones",
        "language", "country", "city", "linkedin_url", "website", "placeholder",
    },
    "meetings": {
        "subject", "kind", "status", "start", "end", "zone", "place", "language", "organisations",
        "organisations_refs", "purpose", "summary", "outcome", "confidentiality", "note_taker",
        "note_taker_ref", "next_step", "date_precision",
    },
    "follow-ups": {
        "text", "side", "owner", "owner_ref", "due_on", "status", "done_on", "outcome", "priority",
        "snoozed_until", "meeting", "meeting_ref", "organisation", "organisation_ref", "project",
        "project_ref", "case", "case_ref",
    },
    "projects": {
        "stage", "status", "type", "sector", "description", "requirements", "likelihood",
        "expected_on", "manager", "manager_ref", "loss_reason", "figures", "parties", "sites",
    },
    "sites": {"zone_kind", "operator", "operator_ref", "place", "area", "facts"},
    "incentives": {
        "native_name", "kind", "authority", "authority_ref", "legal_basis", "benefits", "duration",
        "eligibility", "papers", "decision_working_days", "windows",
    },
}  # fmt: skip


@pytest.mark.parametrize("noun", _KEYS)
def test_json_rows_have_the_names_of_the_record_and_no_inner_ones(crm: Crm, noun: str) -> None:
    for row in crm("list", noun, "--json").json:
        assert list(row)[:3] == ["ref", "uid", "name"]
        assert _COMMON | _KEYS[noun] <= set(row)
        inner = {key for key in row if key.endswith("_id")} - {"tax_id"}
        assert not inner | {"id", "version", "folded", "handles", "starts_on"} & set(row)
        assert all(isinstance(row[key], list) for key in row if key in ("tags", "emails", "phones"))


def test_a_link_in_json_is_a_name_and_a_reference(crm: Crm) -> None:
    (minister,) = crm("list", "contacts", "--where", "Bashirli", "--json").json
    assert minister["organisation"] == "Ministry of Economy of the Republic of Azerbaijan"
    shown = crm("show", minister["organisation_ref"], "--json").json
    assert shown["name"] == minister["organisation"]


def test_show_tells_a_meeting_whole(crm: Crm) -> None:
    answer = crm("show", "m1")
    assert answer.status == 0
    for words in ("M1  Meeting with Wanji", "Samed Bashirli", "Said (3)", "Promised (14)",
                  "Timeline"):  # fmt: skip
        assert words in answer.out
    shown = crm("show", "M1", "--json").json
    assert shown["start"] == "2026-01-19"
    assert shown["attendance"][0]["name"] == "Samed Bashirli"
    assert len(shown["points"]) == 3
    assert {each["title"] for each in shown["related"]} >= {"Organisations", "Promised"}
    assert all(event["when"] for event in shown["timeline"])


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun != "cases"])
def test_every_noun_can_be_shown(crm: Crm, noun: str) -> None:
    row = crm("list", noun, "--limit", "1", "--json").json[0]
    answer = crm("show", row["ref"])
    assert answer.status == 0
    assert answer.out.startswith(f"{row['ref']}  {row['name']}\n")
    shown = crm("show", row["ref"], "--json").json
    assert {key: shown[key] for key in row} == row


def test_search_finds_another_spelling_and_says_where(crm: Crm) -> None:
    (hit,) = crm("search", "Bəşirli", "--json").json
    assert hit["noun"] == "contacts" and hit["title"] == "Samed Bashirli"
    assert set(hit) == {"ref", "noun", "title", "sentence"}
    assert "anode" in crm("search", "anode").out


def test_search_is_cut_where_asked(crm: Crm) -> None:
    assert len(crm("search", "aluminium", "--limit", "3", "--json").json) == 3


def test_search_says_that_nothing_was_found(crm: Crm) -> None:
    answer = crm("search", "nothing-of-this-name")
    assert (answer.status, answer.out) == (0, "Nothing found for “nothing-of-this-name”.\n")
    assert crm("search", "nothing-of-this-name", "--json").json == []


def test_today_has_its_five_parts(crm: Crm) -> None:
    told = crm("today", "--json").json
    assert list(told) == [
        "day", "meetings", "owed_by_us", "owed_to_us", "deadlines", "gone_quiet", "overdue", "more",
    ]  # fmt: skip
    assert told["day"] == "2026-01-21"
    assert told["owed_by_us"][0]["text"] == "Write and file the meeting report"
    said = crm("today").out
    assert said.startswith("Wednesday 21 January 2026\n")
    for part in ("Meetings", "Owed by us (12)", "Owed to us", "Deadlines", "Gone quiet"):
        assert f"\n{part}" in said


def test_chinese_names_keep_the_columns_aligned(crm: Crm, opened: Database) -> None:
    from crm.text import cell_width
    from db.commands import organisations

    with opened.writing("Two names") as session:
        organisations.add(session, name="万基铝业", country="CN", tags=["wide"])
        organisations.add(session, name="Wide", country="CN", tags=["wide"])
    opened.close()
    lines = crm("list", "organisations", "--where", "tag:wide").out.splitlines()[:3]
    starts = [min(line.find("CN") % 999, line.find("Country") % 999) for line in lines]
    assert len({cell_width(line[:at]) for line, at in zip(lines, starts, strict=True)}) == 1


def test_the_database_may_stand_before_and_after_the_command(
    crm: Crm, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRM_DB")
    here = crm("--db", place, "list", "sites", "--json")
    assert here.err == ""
    assert here.json and here.json == crm("list", "sites", "--json", f"--db={place}").json
    assert crm("--db", place.with_name("x.db"), "list", "sites", "--db", place).err == ""


def test_the_first_command_makes_the_record_and_says_so_once(crm: Crm, tmp_path: Path) -> None:
    new = tmp_path / "new" / "desk.db"
    first = crm("list", "contacts", "--db", new)
    assert first.status == 0
    assert first.err == f"Made a new record at {new}, with its seed.\n"
    assert new.stat().st_mode & 0o777 == 0o600
    assert new.parent.stat().st_mode & 0o777 == 0o700
    assert crm("list", "contacts", "--db", new).err == ""


def test_json_is_one_value_even_of_everything(crm: Crm) -> None:
    for noun in NOUNS:
        json.loads(crm("list", noun, "--json").out)


def test_the_same_answers_come_from_both_databases(crm: Crm, target: str) -> None:
    for words in (["list", "follow-ups"], ["search", "anode"], ["today"], ["list", "contacts"]):
        assert crm(*words, "--db", target).out == crm(*words).out
    assert crm("undo", "--db", target).out.startswith("Undone: Seed")
    assert crm("init", "--db", target).status == 2
    assert "already" in crm("init", "--db", target).err
