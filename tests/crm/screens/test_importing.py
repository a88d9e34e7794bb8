"""The pure parts of the import and export screens: files, words, progress, findings."""

import csv
import os
from pathlib import Path

import pytest

from crm.exchange import intake as taking
from crm.exchange.apply import Cancelled, Result
from crm.exchange.findings import findings
from crm.exchange.intake import Intake, bring, opened
from crm.exchange.readings import readings
from crm.screens import import_words as say
from crm.screens.folders import in_words, look, meant
from crm.screens.import_progress import Running, progress_words
from db.commands.imports import OnMatch
from db.engine import Database
from db.errors import Problem
from db.fates import Verdict
from tests.hostile import STRINGS

DATA = Path(__file__).parents[2] / "data"
LINKEDIN = DATA / "linkedin_connections_2024.csv"
PEOPLE = """Name,Company,E-mail,Email
Jane Roe,Acme Ltd,jane@acme.example,
Li Wei,北方铝业,,li@north.example
"""


def intake_of(database: Database, path: Path) -> Intake:
    with database.reading() as session:
        return opened(session, path)


def made(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# Files


@pytest.mark.parametrize(
    "typed", ["{}", "'{}'", '"{}"', "  {} ", "file://{}"], ids=["bare", "'", '"', "blanks", "file"]
)
def test_a_path_is_meant_however_it_was_pasted(tmp_path: Path, typed: str) -> None:
    path = made(tmp_path, "list.csv", "a")
    assert meant(typed.format(path)) == path


def test_a_path_dropped_with_escaped_blanks_is_found(tmp_path: Path) -> None:
    path = made(tmp_path, "new list.csv", "a")
    assert meant(str(path).replace(" ", "\\ ")) == path


def test_the_home_folder_is_a_tilde_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/officer")
    assert in_words(Path("/home/officer/lists/a.csv")) == "~/lists/a.csv"
    assert in_words(Path("/home/officers/a.csv")) == "/home/officers/a.csv"
    assert str(meant("~/lists")) == "/home/officer/lists"


def test_lists_come_first_the_newest_on_top_then_folders_then_the_rest(tmp_path: Path) -> None:
    for age, name in enumerate(["old.csv", "new.xlsx", "picture.png"]):
        made(tmp_path, name, "a")
        os.utime(tmp_path / name, (1000 + age, 1000 + age))
    (tmp_path / "folder").mkdir()
    made(tmp_path, ".hidden.csv", "a")
    names = [entry.name for entry in look(f"{tmp_path}/").entries]
    assert names == ["new.xlsx", "old.csv", "..", "folder", "picture.png"]


def test_a_file_is_found_by_a_part_of_its_name_in_any_script(tmp_path: Path) -> None:
    made(tmp_path, "Bəşirli siyahısı.csv", "a")
    made(tmp_path, "other.csv", "a")
    assert [e.name for e in look(f"{tmp_path}/besirli").entries] == ["Bəşirli siyahısı.csv"]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    looked = look(f"{tmp_path}/nowhere/")
    assert looked.entries == () and "nowhere: No such file" in looked.problem


# Words


def test_progress_says_how_far_how_fast_and_how_long() -> None:
    told = progress_words("Checking", 1_500, 5_713, 3.0)
    assert told == "Checking ━━────────  1,500 of about 5,700 rows · 500/s · 8 s left"
    assert progress_words("Checking", 0, 100, 3.0) == "Checking …"
    assert "of about" not in progress_words("Checking", 100, 100, 3.0)
    assert " of 5,713 rows" in progress_words("Importing", 9, 5_713, 3.0, exact=True)


def test_stopping_ends_the_thread_at_its_next_look() -> None:
    running = Running("list.csv", clock=lambda: 0.0)
    running.watch(10, 100)
    running.stop()
    with pytest.raises(Cancelled, match=r"Nothing of list\.csv was kept"):
        running.watch(20, 100)


def test_a_change_says_what_stood_there_and_what_a_list_gains() -> None:
    assert say.change_words("contacts", "job_title", ("CEO", "Chair")) == "Job title: CEO → Chair"
    assert say.change_words("organisations", "tax_id", (None, "01")) == "Tax id: 01"
    assert say.change_words("organisations", "country", (None, "AZ")) == "Country: Azerbaijan"
    assert say.change_words("contacts", "organisation_id", (None, 7)) == "Organisation linked"
    assert say.change_words("contacts", "tags", (["a"], ["a", "b"])) == "Tags: + b"


def test_every_policy_has_its_words() -> None:
    assert set(say.POLICIES) == set(OnMatch)


# What a file is, and what a person changes of that


def test_each_of_two_columns_with_nearly_one_name_is_changed_alone(
    seeded: Database, tmp_path: Path
) -> None:
    before = intake_of(seeded, made(tmp_path, "people.csv", PEOPLE))
    for header in ("E-mail", "Email"):
        plan = taking.mapped(before, header, "-").plan
        assert [c.header for c in plan.columns if c.use == "left out"] == [header]


def test_a_column_changed_back_is_guessed_again(seeded: Database, tmp_path: Path) -> None:
    before = intake_of(seeded, made(tmp_path, "people.csv", PEOPLE))
    changed = taking.mapped(before, "Company", "extra")
    assert taking.mapped(changed, "Company", None).plan == before.plan


def test_another_noun_keeps_what_is_left_out_and_guesses_the_rest(
    seeded: Database, tmp_path: Path
) -> None:
    before = intake_of(seeded, made(tmp_path, "people.csv", PEOPLE))
    told = taking.mapped(taking.mapped(before, "Email", "-"), "Name", "full_name")
    after = taking.listing(told, "organisations")
    assert after.options.overrides == {"Email": "-"} and after.plan.noun == "organisations"


def test_an_encoding_that_does_not_fit_leaves_the_file_as_it_was_read(seeded: Database) -> None:
    before = intake_of(seeded, DATA / "excel_ru_companies_cp1251_semicolon.csv")
    with pytest.raises(Problem, match="not written in utf-8"):
        taking.read_as(before, encoding="utf-8")
    assert before.sheet.encoding == "windows-1251"


def test_the_letters_are_shown_in_each_encoding(seeded: Database) -> None:
    found = {
        r.encoding: r.sample for r in readings(DATA / "excel_ru_companies_cp1251_semicolon.csv")
    }
    assert found["utf-8"] is None
    assert "Наименование" in (found["windows-1251"] or "")


def test_days_that_can_be_read_two_ways_are_read_as_told(seeded: Database, tmp_path: Path) -> None:
    text = "Task,Due,Owner\nSend,03/04/2026,A\nCall,05/06/2026,B\n"
    before = intake_of(seeded, made(tmp_path, "tasks.csv", text))
    column = before.plan.columns[1]
    assert column.undecided and [c.header for c in before.doubtful] == ["Due"]
    read = {"dmy": "3 Apr 2026", "mdy": "4 Mar 2026"}
    assert say.both_readings(column) == ("03/04/2026", read)
    after = taking.dated(before, "Due", "mdy")
    assert after.plan.columns[1].order == "mdy" and not after.doubtful
    kept = taking.mapped(after, "Owner", "-")  # another change does not forget it
    assert kept.plan.columns[1].order == "mdy"


def test_what_was_chosen_for_a_header_is_offered_again(seeded: Database, tmp_path: Path) -> None:
    first = intake_of(seeded, made(tmp_path, "first.csv", PEOPLE))
    first = taking.mapped(taking.listing(first, "organisations"), "Email", "-")
    bring(seeded, first, lambda done, guessed: None, dry_run=False)
    again = intake_of(seeded, made(tmp_path, "second.csv", PEOPLE))
    assert again.recalled == "R1" and again.plan.noun == "organisations"
    assert again.plan.columns[3].use == "left out"


def test_a_file_changed_since_it_was_shown_is_not_imported(
    seeded: Database, tmp_path: Path
) -> None:
    path = made(tmp_path, "people.csv", PEOPLE)
    intake = intake_of(seeded, path)
    path.write_text(PEOPLE + "One More,Acme Ltd,one@acme.example,\n", encoding="utf-8")
    with pytest.raises(Problem, match="was changed since you opened it"):
        bring(seeded, intake, lambda done, guessed: None, dry_run=True)


# What a dry run found


def checked(database: Database, path: Path) -> Result:
    return bring(database, intake_of(database, path), lambda done, guessed: None, dry_run=True)


def test_the_verdicts_of_a_dry_run_add_up_to_its_rows(seeded: Database) -> None:
    found = findings(checked(seeded, LINKEDIN))
    sizes = {group.kind: len(group.rows) for group in found.groups if group.kind in set(Verdict)}
    assert sum(sizes.values()) == len(found.groups[0].rows) == found.result.read


def test_problems_of_one_kind_meet_whatever_their_values(seeded: Database) -> None:
    result = checked(seeded, LINKEDIN)
    problems = [group for group in findings(result).groups if group.kind == "problem"]
    assert [(p.title, len(p.rows)) for p in problems] == [
        ("organisation: it is not in the record", result.counts[Verdict.rejected])
    ]


def test_every_row_is_called_by_its_name(seeded: Database) -> None:
    result = checked(seeded, DATA / "excel_zh_companies_gb18030.csv")
    first = result.fates[0]
    assert (first.name, first.also) == ("晨光铝业有限公司", "张伟, 北京")
    assert all(told.name for told in result.fates)


def test_advice_names_the_key_on_the_screen(seeded: Database) -> None:
    told = say.what_happens("contacts", checked(seeded, LINKEDIN).fates[0].fate, "", ())
    assert "--create-missing" not in told and "press o" in told


def test_hostile_cells_are_named_and_grouped_like_all_others(
    seeded: Database, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.csv"
    texts = [text for text in STRINGS.values() if text.strip() and min(text) >= " "]
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Company", "Country", "Notes"])
        writer.writerows((text, text, text) for text in texts)
    found = findings(checked(seeded, path))
    assert len(found.groups[0].rows) == found.result.read == len(found.result.fates) > 50
