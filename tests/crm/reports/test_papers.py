"""Lists, cards, the week and the incentive sheet: the rows of the screen, and nothing lost."""

import csv
import io
import json
from datetime import date

import pytest
from pypdf import PdfReader

from crm.exchange.export import Format, export
from crm.reports import papers
from crm.reports.papers import Asked
from crm.reports.report import Report, Table, printable, texts
from crm.reports.to_docx import to_docx
from crm.reports.to_markdown import to_markdown
from crm.reports.to_pdf import to_pdf
from crm.reports.to_text import to_text
from db.engine import Database
from db.errors import Invalid, Problem
from db.models import Contact, FollowUp, Organisation
from db.queries import lists
from tests.hostile import STRINGS

from .test_renderers import missing, of_word
from .test_to_markdown import read_back

TODAY = date(2026, 1, 21)
HOW = Asked(TODAY)


def listed(database: Database, noun: str, line: str = "", how: Asked = HOW) -> Report:
    with database.reading() as session:
        return papers.listing(session, lists.parse(noun, line), how)


def refs(report: Report) -> list[str]:
    tables = (b for s in report.sections for b in s.blocks if isinstance(b, Table))
    return [row[0] for table in tables for row in table.rows]


def words(report: Report) -> str:
    return "\n".join(text for _, text in texts(report))


def of_pdf(report: Report) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(report))).pages]


@pytest.mark.parametrize(
    ("noun", "line"),
    [("organisations", "country:CN"), ("organisations", "sort:-name kind:investor,ministry"),
     ("follow_ups", "status:open due<2026-02-01"), ("contacts", "wanji"), ("projects", ""),
     ("meetings", "-status:held"), ("sites", "archived"), ("incentives", "kind:tax")],
)  # fmt: skip
def test_list_count_export_and_paper_give_the_same_rows(
    untouched: Database, noun: str, line: str
) -> None:
    with untouched.reading() as session:
        view = lists.parse(noun, line)
        letter = lists.listing(noun).model.letter
        ids = [f"{letter}{one}" for one in lists.ids(session, view)]
        shown, _ = lists.count(session, view)
        saved, loaded = io.BytesIO(), io.BytesIO()
        export(session, view, Format.csv, saved)
        export(session, view, Format.json, loaded)
    printed = refs(listed(untouched, noun, line))
    assert printed == ids and len(printed) == shown
    assert [row["ref"] for row in csv.DictReader(io.StringIO(saved.getvalue().decode()))] == ids
    assert [row["ref"] for row in json.loads(loaded.getvalue())] == ids


@pytest.mark.parametrize(
    ("noun", "line", "told"),
    [("organisations", "country:CN wanji", "Country: China; matching “wanji”"),
     ("follow_ups", "due<2026-02-01 status:open,done",
      "Due: before 1 February 2026; Status: open, done"),
     ("projects", "-stage:lead capex>50m archived",
      "not (Stage: Lead); Investment: over 50,000,000; archived"),
     ("contacts", "", "All of them")],
)  # fmt: skip
def test_the_filter_stands_there_in_words(
    untouched: Database, noun: str, line: str, told: str
) -> None:
    assert listed(untouched, noun, line).subtitle == told


def test_the_filter_is_told_in_the_language_of_the_paper(untouched: Database) -> None:
    told = listed(untouched, "organisations", "country:CN", Asked(TODAY, "az"))
    assert (told.title, told.subtitle) == ("Təşkilatlar", "Ölkə: Çin")
    assert "投资者" in words(listed(untouched, "organisations", "country:CN", Asked(TODAY, "zh")))


def test_120_rows_repeat_their_headings_on_every_page(empty: Database) -> None:
    with empty.writing("Many") as session:
        session.add_all(
            Organisation(
                name=f"Investor {n:03} 万基铝业股份有限公司", country="CN", sector="x" * 30
            )
            for n in range(120)
        )
    report = listed(empty, "organisations", "sort:name")
    assert report.landscape
    told = of_pdf(report)
    assert len(told) > 2
    for number, page in enumerate(told, 1):
        assert "Country" in page and "Sector" in page
        assert f"Page {number} of {len(told)}" in page
    assert all(f"Investor {n:03}" in "".join(told) for n in range(120))


def test_a_list_of_no_rows_is_a_paper_too(untouched: Database) -> None:
    report = listed(untouched, "organisations", "nobodyofthisname")
    assert refs(report) == [] and of_pdf(report)


def test_a_list_too_long_for_paper_is_refused(
    untouched: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "MOST", 2)
    with pytest.raises(Problem, match="21 rows; up to 2 are printed"):
        listed(untouched, "organisations")


def test_hostile_names_arrive_in_every_renderer_of_a_list(empty: Database) -> None:
    kept = {name: text for name, text in STRINGS.items() if "\x00" not in text and text.strip()}
    printable_ones = [text for text in kept.values() if not _broken(text)]
    with empty.writing("Hostile") as session:
        session.add_all(Contact(full_name=text) for text in printable_ones)
    report = listed(empty, "contacts")
    assert len(refs(report)) == len(printable_ones) > 50
    assert missing(report, to_text(report, width=4000)) == []
    assert missing(report, read_back(to_markdown(report))) == []
    assert missing(report, of_word(to_docx(report))) == []
    assert printable(report) == printable(printable(report))


def _broken(text: str) -> bool:
    """A lone surrogate, which no database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


@pytest.mark.parametrize("lang", ["en", "az", "ru", "zh"])
@pytest.mark.parametrize("ref", ["O1", "C1", "P1", "F1", "I1", "S1"])
def test_a_card_says_what_the_record_holds(seeded: Database, ref: str, lang: str) -> None:
    with seeded.reading() as session:
        report = papers.card(session, ref, Asked(TODAY, lang))
    assert report.reference == ref and report.lang == lang
    assert report.sections[-1].blocks


def test_a_card_has_its_timeline(untouched: Database) -> None:
    with untouched.reading() as session:
        report = papers.card(session, "O1", HOW)
    told = words(report)
    assert report.sections[-1].heading == "What happened"
    assert "M1" in told and "F1" not in report.title and "China" in told
    assert missing(report, "".join(of_pdf(report))) == []


def test_the_week_of_the_desk(untouched: Database) -> None:
    with untouched.reading() as session:
        report = papers.week(session, "Nobody Known", HOW)
    assert report.subtitle == "The whole desk · 19 January 2026 – 25 January 2026"
    assert refs(report) == ["F1", "F2", "F3", "F6", "M1"]


def test_the_week_of_an_officer_has_only_what_they_owe(seeded: Database) -> None:
    with seeded.writing("Promise") as session:
        owner = Contact(given_name="Aysel", family_name="Məmmədova")
        session.add(owner)
        session.flush()
        mine = [FollowUp(text=f"do {n}", owner_id=owner.id, due_on=date(2026, 1, n))
                for n in (5, 23, 30)]  # fmt: skip
        session.add_all(mine)
    with seeded.reading() as session:
        report = papers.week(session, "Aysel Mammadova", HOW)
    assert [section.heading for section in report.sections][:2] == ["Overdue", "Due this week"]
    assert "do 5" in words(report) and "do 23" in words(report) and "do 30" not in words(report)


def test_the_incentive_sheet_speaks_for_its_day(untouched: Database) -> None:
    with untouched.reading() as session:
        now = papers.incentives(session, "O1", HOW)
        later = papers.incentives(session, "P1", Asked(date(2026, 2, 10)))
        with pytest.raises(Invalid, match="neither an organisation nor a project"):
            papers.incentives(session, "C1", HOW)
    assert "Lapsed on 31 December 2025." in words(now)
    assert "In force until 31 December 2028." not in words(now)
    assert "In force until 31 December 2028." in words(later)
    assert "Legal basis" in words(now) and "Threshold" in words(now)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_only_people_have_a_family_name(untouched: Database) -> None:
    def heading(noun: str) -> str:
        report = listed(untouched, noun, how=Asked(TODAY, "zh"))
        (table,) = (b for s in report.sections for b in s.blocks if isinstance(b, Table))
        return table.headers[1]

    nouns = ("contacts", "organisations", "meetings", "follow_ups")
    assert [heading(noun) for noun in nouns] == ["姓名", "名称", "主题", "事项"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_sheet_of_the_whole_desk_says_whose_each_promise_is(untouched: Database) -> None:
    with untouched.reading() as session:
        everybody = papers.week(session, "Nobody", HOW)
        own = papers.week(session, "Incentives analyst", HOW)
    assert "Desk officer" in words(everybody)
    assert "Owner" in words(everybody)
    assert "Owner" not in words(own)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_sheet_for_an_investor_keeps_the_notes_of_the_desk(untouched: Database) -> None:
    with untouched.reading() as session:
        noted = [
            row.values["notes"] for row in lists.rows(session, "incentives", list(range(1, 8)))
        ]
        sheet = words(papers.incentives(session, "O1", HOW))
    assert any(noted)
    assert not [note for note in noted if note and note in sheet]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_card_in_another_language_says_how_a_promise_stands(untouched: Database) -> None:
    with untouched.reading() as session:
        card = words(papers.card(session, "O1", Asked(TODAY, "ru")))
    assert "Technical follow-up call with each company – Запланировано" in card
    assert "(planned)" not in card
    assert "due:" not in card


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_telephone_is_printed_on_the_card_and_in_the_list(database: Database) -> None:
    phone = {"label": "work", "raw": "+994 12 493 88 67", "e164": "+994124938867"}
    with database.writing("Phone") as session:
        session.add(Contact(full_name="Telephone Bearer", phones=[phone]))
    with database.reading() as session:
        (one,) = lists.ids(session, lists.parse("contacts", "bearer"))
        card = words(papers.card(session, f"C{one}", HOW))
    assert "+994 12 493 88 67 (work)" in card
    assert "+994 12 493 88 67 (work)" in words(listed(database, "contacts", "bearer"))


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_figures_stand_once_on_the_card_of_a_project(database: Database) -> None:
    from db.commands import projects

    with database.writing("Figure") as session:
        projects.measure(session, 1, measure="jobs", basis="planned", amount=800, unit="people")
    with database.reading() as session:
        card = words(papers.card(session, "P1", HOW))
    assert card.count("800 people") == 1
    assert "New figures" not in card


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_who_led_a_side_stands_first_and_who_owes_is_called_as_the_paper_calls_them(
    database: Database,
) -> None:
    from db.commands import contacts, follow_ups, meetings

    with database.writing("Meet") as session:
        lead = contacts.add(session, full_name="Wang Wei", native_name="王伟", organisation_id=1)
        seats = [meetings.Seat(1, side="host"), meetings.Seat(2, side="guest"),
                 meetings.Seat(lead, side="guest", role="chair")]  # fmt: skip
        meetings.write_up(session, 1, meetings.WriteUp({}, organisations=[4, 1], seats=seats))
        follow_ups.add(session, text="Send", side="theirs", owner_id=lead, meeting_id=1)
    with database.reading() as session:
        report = papers.meeting(session, "M1", Asked(TODAY, "zh"))
    tables = [b for s in report.sections for b in s.blocks if isinstance(b, Table)]
    assert next(t for t in tables if t.caption == "来访方").rows[0][0] == "王伟 (主持人)"
    assert next(t for t in tables if t.caption == "对方承诺").rows[0][2] == "王伟"
