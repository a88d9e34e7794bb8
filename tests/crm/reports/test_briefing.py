"""The briefing: one page whatever the record holds, every line with the record it comes from."""

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from crm.language import translator
from crm.reports import papers
from crm.reports.address import address
from crm.reports.papers import Asked
from crm.reports.report import Report, texts
from crm.reports.stationery import Stationery
from crm.reports.to_pdf import fitting, to_pdf
from db.commands import follow_ups
from db.dossier import Guest
from db.engine import Database
from db.errors import Invalid, NotFound
from db.models import Contact, FollowUp, Meeting, MeetingOrganisation, Organisation
from tests.hostile import MARKUP

from .samples import of_one_text
from .test_renderers import missing

TODAY = date(2026, 1, 21)
WANJI = "O1"
LONG = "Əlüminium 万基铝业股份有限公司 Объединённая компания " * 40


def made(database: Database, ref: str = WANJI, lang: str = "en", today: date = TODAY) -> Report:
    with database.reading() as session:
        return papers.briefing(session, ref, Asked(today, lang))


def pages(report: Report) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(report))).pages]


def lines(report: Report, heading: str) -> list[str]:
    words = [text for place, text in texts(report) if place == heading]
    return words[1:]


@pytest.fixture(scope="module")
def crowded(files: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An organisation with 5,000 meetings, 20 people, 60 promises, and no end of a name."""
    from tests.conftest import WHO, Files, open_database

    assert isinstance(files, Files)
    database = open_database(
        files.new(tmp_path_factory.mktemp("crowded"), seed=True), who=WHO, seed=False
    )
    with database.writing("Much") as session:
        body = Organisation(name=LONG, notes=LONG, sector=LONG, city=LONG)
        session.add(body)
        session.flush()
        held = [
            Meeting(subject=f"{n} {LONG if n > 4990 else ''}", status="held",
                    starts_on=TODAY - timedelta(days=5001 - n))
            for n in range(1, 5001)
        ]  # fmt: skip
        session.add_all(held)
        session.add_all(
            Contact(full_name=f"{n} {LONG}", job_title=LONG, organisation_id=body.id)
            for n in range(20)
        )
        session.add_all(
            FollowUp(text=f"{n} {LONG}", side="ours" if n % 2 else "theirs",
                     due_on=TODAY + timedelta(days=n - 30), organisation_id=body.id)
            for n in range(60)
        )  # fmt: skip
        session.flush()
        session.add_all(
            MeetingOrganisation(meeting_id=meeting.id, organisation_id=body.id) for meeting in held
        )
    yield database
    database.close()


@pytest.mark.parametrize("lang", ["en", "az", "ru", "zh"])
def test_it_is_one_page_with_one_meeting(untouched: Database, lang: str) -> None:
    if untouched.path:
        assert len(pages(made(untouched, lang=lang))) == 1
    assert made(untouched, "M1", lang).lang == lang


@pytest.mark.parametrize("lang", ["en", "az", "ru", "zh"])
def test_it_is_one_page_with_5000_meetings_and_names_without_end(
    crowded: Database, lang: str
) -> None:
    report = made(crowded, "O22", lang)
    (page,) = pages(report)
    say = translator(lang)
    shown = len(re.findall(r"\(M\d+\)", page))
    told = say("and {number} earlier meetings", number=say.number(5000 - shown))
    assert re.sub(r"\s", "", told) in re.sub(r"\s", "", page)


def test_what_does_not_fit_is_counted(crowded: Database) -> None:
    report = made(crowded, "O22")
    met = lines(report, "Last meetings")
    shown = [line for line in met if re.search(r"\(M\d+\)", line)]
    assert met[-1] == f"and {5000 - len(shown):,} earlier meetings"
    owed = lines(report, "We owe them")
    assert owed[-1] == f"and {30 - (len(owed) - 1)} more promises"


def test_overdue_promises_come_first(crowded: Database) -> None:
    owed = lines(made(crowded, "O22"), "We owe them")
    assert "overdue" in owed[0] and owed[0].startswith("1 ")


def test_what_is_late_is_one_issue_however_much_it_is(crowded: Database) -> None:
    late = [line for line in lines(made(crowded, "O22"), "Open issues") if "late" in line]
    assert len(late) == 1
    assert late[0].startswith("15 promises of ours are late, the first since 23 December 2025: 1 ")


def test_a_long_text_is_cut_between_words(untouched: Database) -> None:
    cut = [line for line in lines(made(untouched), "Who they are") if "…" in line]
    with untouched.reading() as session:
        known = session.get_one(Organisation, 1).notes.split()
    assert cut and all(line.removesuffix("…").split()[-1] in known for line in cut)


def test_without_the_cut_it_would_be_more_than_a_page() -> None:
    long = [of_one_text("x " * n) for n in (600, 500, 1)]
    assert fitting(long) == 2
    assert len(pages(long[0])) > 1


def test_every_line_about_a_record_names_it(untouched: Database) -> None:
    report = made(untouched)
    for heading in ("We owe them", "Incentives", "Projects and figures", "Questions to ask"):
        told = [line for line in lines(report, heading) if not line.startswith("and ")]
        assert told and all(re.search(r"\b[A-Z]\d+", line) for line in told)


def test_incentives_are_told_as_at_the_day(untouched: Database) -> None:
    assert "Lapsed on 31 December 2025" in lines(made(untouched), "Incentives")[0]
    later = made(untouched, today=date(2026, 2, 10))
    assert "In force until 31 December 2028" in lines(later, "Incentives")[0]


def test_a_promise_that_was_kept_becomes_a_point_to_make(database: Database) -> None:
    with database.writing("Complete") as session:
        follow_ups.complete(session, 1, TODAY)
    points = lines(made(database), "Points to make")
    assert points[0].startswith("Done as promised: ") and "(F1, 21 January 2026)" in points[0]


def test_it_is_never_public(untouched: Database) -> None:
    assert made(untouched, "M1").marks[0] == "For the desk only"


@pytest.mark.parametrize("name", sorted(MARKUP)[::6])
def test_a_hostile_name_is_literal_on_the_page(empty: Database, name: str) -> None:
    with empty.writing("Hostile") as session:
        body = Organisation(name=MARKUP[name], notes=MARKUP[name])
        session.add(body)
        session.flush()
        session.add(FollowUp(text=MARKUP[name], organisation_id=body.id))
    report = made(empty, "O1")
    assert missing(report, "".join(pages(report))) == []


def test_another_noun_has_none(untouched: Database) -> None:
    with pytest.raises(Invalid, match="no briefing on P1"):
        made(untouched, "P1")
    with pytest.raises(NotFound):
        made(untouched, "O999")


def test_it_fits_below_a_letterhead_too(untouched: Database) -> None:
    own = Stationery(office="Ministry", letterhead=("84 Hajibeyli St", "Baku", "Azerbaijan"))
    with untouched.reading() as session:
        report = papers.briefing(session, "M1", Asked(TODAY, "en", own))
    assert len(PdfReader(io.BytesIO(to_pdf(report, own))).pages) == 1


@pytest.mark.parametrize(
    ("guest", "told"),
    [
        (Guest("C1", "王伟", language="zh", salutation="Mr", family_name="王", given_name="伟"),
         "Address: Mr 王 (the family name 王 comes first)"),
        (Guest("C1", "Wang Wei", country="CN", salutation="Mr", family_name="Wang"),
         "Address: Mr Wang (the family name Wang comes first)"),
        (Guest("C1", "Samed Bashirli", language="az", salutation="Mr", given_name="Samed"),
         "Address: Samed müəllim"),
        (Guest("C1", "Aysel M", country="AZ", salutation="Ms", given_name="Aysel"),
         "Address: Aysel xanım"),
        (Guest("C1", "Иван Иванович Петров", language="ru", given_name="Иван",
               middle_name="Иванович", family_name="Петров"), "Address: Иван Иванович"),
        (Guest("C1", "Ann Lee", given_name="Ann", family_name="Lee"), "Address: Ann Lee"),
        (Guest("C1", "Ann Lee", salutation="Dr", family_name="Lee"), "Address: Dr Lee"),
        (Guest("C1", "Executive", placeholder=True), "Ask for the name and how to pronounce it."),
    ],
)  # fmt: skip
def test_how_a_guest_is_addressed(guest: Guest, told: str) -> None:
    assert address(guest, translator("en")) == told


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_figure_in_a_note_is_never_cut_before_its_unit(untouched: Database) -> None:
    told = "\n".join(pages(made(untouched, "O2")))
    assert "36.498" not in told or "36.498 CNY billion (S70)" in " ".join(told.split())
    assert "trade-press. …" in " ".join(told.split())
