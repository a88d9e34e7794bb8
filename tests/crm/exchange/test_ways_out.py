"""Workbooks, address books and calendars that we write: others read them, and ours reads them back whole."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from crm.exchange.apply import Options, run_import
from crm.exchange.cell_text import cell
from crm.exchange.export import Format, export, fields, formats, save
from crm.exchange.readers import open_sheet
from crm.exchange.to_ical import to_ical
from crm.exchange.to_vcard import to_vcard
from crm.exchange.to_xlsx import to_xlsx
from crm.exchange.workbook_child import CalamineWorkbook
from db.commands import contacts, meetings
from db.engine import Database
from db.errors import Invalid
from db.fates import Verdict
from db.queries import lists
from tests.hostile import STRINGS

STORABLE = [text for text in STRINGS.values() if not re.search("[\0\ud800-\udfff]", text)]
TEXTS = st.one_of(
    st.sampled_from(STORABLE), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)  # fmt: skip
WORDS = TEXTS.map(lambda text: text if text.strip() else "x")
UIDS = st.uuids().map(str)
PEOPLE = st.fixed_dictionaries(
    {"uid": UIDS, "name": WORDS},
    optional={
        "given_name": WORDS, "family_name": WORDS, "middle_name": WORDS, "salutation": WORDS, "suffix": WORDS,
        "full_name": WORDS, "organisation": WORDS, "department": WORDS, "job_title": WORDS, "notes": WORDS,
        "address": WORDS, "city": WORDS, "country": st.sampled_from(["AZ", "CN", None]), "website": WORDS,
        "linkedin_url": WORDS, "tags": st.lists(WORDS), "emails": st.lists(WORDS),
        "phones": st.lists(st.fixed_dictionaries({"label": WORDS, "raw": WORDS, "e164": st.none()})),
        "extra": st.dictionaries(WORDS, WORDS), "aliases": st.lists(WORDS),
    },
)  # fmt: skip
MET = st.fixed_dictionaries(
    {"uid": UIDS, "subject": WORDS, "updated_at": st.just(datetime(2026, 1, 19, tzinfo=UTC))},
    optional={
        "starts_on": st.dates(), "ends_on": st.dates(), "starts_at": st.sampled_from(["09:15", "23:59"]),
        "ends_at": st.sampled_from(["00:00", "10:30"]), "place": WORDS, "notes": WORDS,
        "zone": st.sampled_from(["Asia/Baku", "Moon/Base", "Europe/Berlin"]), "summary": WORDS,
        "status": st.sampled_from(["planned", "held", "cancelled", "postponed"]), "tags": st.lists(WORDS),
        "people": st.just([{"uid": "1", "name": 'A "B"\nC', "email": "a@b.example"}]),
    },
)  # fmt: skip


def read_back(text: str, folder: Path, names: list[str]) -> list[dict[str, str]]:
    path = folder / "written"
    path.write_bytes(text.encode())
    sheet = open_sheet(path)
    found = []
    for row in sheet.rows():
        assert not row.problem
        told = dict(zip(sheet.headers, row.cells, strict=True))
        found.append({name: told.get(name, "") for name in names})
    return found


@given(people=st.lists(PEOPLE, min_size=1, max_size=3))
def test_every_card_comes_back_as_it_was(people: list[dict[str, Any]], tmp_path: Path) -> None:
    names, out = fields("contacts"), io.StringIO(newline="")
    assert to_vcard(names, people, out) == len(people)
    wanted = [{name: cell(one.get(name)) for name in names} for one in people]
    assert read_back(out.getvalue(), tmp_path, names) == wanted
    assert all(len(line.encode()) <= 75 for line in out.getvalue().split("\r\n"))


@given(met=st.lists(MET, min_size=1, max_size=3))
def test_every_event_comes_back_as_it_was(met: list[dict[str, Any]], tmp_path: Path) -> None:
    names, out = fields("meetings"), io.StringIO(newline="")
    assert to_ical(names, met, out) == len(met)
    wanted = [{name: cell(one.get(name)) for name in names} for one in met]
    assert read_back(out.getvalue(), tmp_path, names) == wanted
    assert all(len(line.encode()) <= 75 for line in out.getvalue().split("\r\n"))


@given(text=WORDS)
def test_other_programs_read_our_cards(text: str) -> None:
    out = io.StringIO(newline="")
    to_vcard(fields("contacts"), [{"uid": "1", "name": "Jane Roe", "job_title": text}], out)
    card = vobject.readOne(out.getvalue())
    assert card.fn.value == "Jane Roe"


@given(text=WORDS)
def test_other_programs_read_our_calendars(text: str) -> None:
    out = io.StringIO(newline="")
    told = {
        "uid": "1", "subject": text, "starts_on": date(2026, 1, 19), "starts_at": "10:00",
        "ends_at": "11:30", "zone": "Asia/Baku", "updated_at": datetime(2026, 1, 19, tzinfo=UTC),
    }  # fmt: skip
    to_ical(fields("meetings"), [told], out)
    [event] = icalendar.Calendar.from_ical(out.getvalue()).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 1, 19, 6, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)


@given(texts=st.lists(TEXTS.filter(lambda text: "\r" not in text), min_size=1, max_size=5))
def test_text_of_a_workbook_stays_text(texts: list[str]) -> None:
    out = io.BytesIO()
    to_xlsx("list", ["name"], [{"name": text} for text in [*texts, "end"]], out)
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(0).to_python()
    )
    assert [row[0] for row in rows[1:-1]] == [
        re.sub("[\ufffe\uffff]", "\ufffd", text) for text in texts
    ]


def test_cells_of_a_workbook_have_their_types() -> None:
    out = io.BytesIO()
    row = {
        "name": "=1+1",
        "employees": 800,
        "check_on": date(2026, 1, 19),
        "placeholder": True,
        "tags": ["a"],
    }
    to_xlsx("list", list(row), [row], out)
    leaf = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(0)
    assert leaf.to_python()[1] == ["=1+1", 800.0, date(2026, 1, 19), True, '["a"]']


def test_a_text_too_long_for_a_cell_is_said_and_not_cut() -> None:
    with pytest.raises(Invalid, match="save it as csv"):
        to_xlsx("list", ["notes"], [{"notes": "x" * 40_000}], io.BytesIO())


def test_a_list_offers_the_formats_that_can_hold_it(seeded: Database) -> None:
    assert Format.vcf in formats("contacts") and Format.ics not in formats("contacts")
    assert Format.ics in formats("meetings") and Format.vcf not in formats("projects")
    with seeded.reading() as session, pytest.raises(Invalid, match="vcf holds contacts"):
        export(session, lists.parse("projects", ""), Format.vcf, io.BytesIO())


@pytest.mark.parametrize(("noun", "form"), [("contacts", Format.vcf), ("meetings", Format.ics)])
def test_our_own_file_changes_nothing_where_it_came_from(
    seeded: Database, tmp_path: Path, noun: str, form: Format
) -> None:
    with seeded.writing("More") as session:
        contacts.add(session, full_name="  ə\r\n", notes="\x1b[31m, ; \\n", emails=["a@b.example"])
        meetings.add(session, subject="Undated")
    path = tmp_path / f"list.{form}"
    with seeded.reading() as session:
        written = save(session, lists.parse(noun, ""), form, path)
    assert run_import(seeded, path, Options()).counts == {Verdict.unchanged: written}
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_is_never_followed(seeded: Database, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("theirs")
    (tmp_path / "list.vcf").symlink_to(other)
    with seeded.reading() as session, pytest.raises(Invalid, match="link"):
        save(session, lists.parse("contacts", ""), Format.vcf, tmp_path / "list.vcf")
    assert other.read_text() == "theirs" and len(list(tmp_path.glob(".*"))) == 0
