"""A final report is frozen and numbered; what changes later makes the next version and is said."""

import json
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from crm.reports import papers
from crm.reports.meeting import meeting_report
from crm.reports.papers import Asked
from crm.reports.plain import plain, report_of
from crm.reports.report import Report, texts
from db.commands import follow_ups
from db.commands.records import amend
from db.engine import Database
from db.errors import NotFound, Problem, Refused
from db.models import Meeting, ReportVersion, columns

from .samples import DOSSIER, of_one_text

TODAY = date(2026, 1, 21)
HOW = Asked(TODAY)


def sign(database: Database, how: Asked = HOW) -> Report:
    with database.writing("Final report of M1") as session:
        return papers.sign(session, "M1", how)


def report(database: Database, how: Asked = HOW, number: int | None = None) -> Report:
    with database.reading() as session:
        return papers.meeting(session, "M1", how, number)


def kept_promise(database: Database, day: date = TODAY) -> None:
    with database.writing("Complete") as session:
        follow_ups.complete(session, 1, day)


def words(made: Report) -> str:
    return "\n".join(text for _, text in texts(made))


@pytest.mark.parametrize("lang", ["en", "az"])
def test_a_report_comes_back_from_plain_values(lang: str) -> None:
    for made in (meeting_report(DOSSIER, lang, today=TODAY), of_one_text("x")):
        assert report_of(json.loads(json.dumps(plain(made)))) == made


def test_a_draft_says_so_across_the_page(untouched: Database) -> None:
    made = report(untouched)
    assert made.marks[-1] == "Draft" and made.stamp == "DRAFT"


def test_a_final_report_is_numbered_and_frozen(database: Database) -> None:
    made = sign(database)
    assert made.marks[-1] == "Final, version 1" and made.stamp == ""
    assert report(database) == made
    assert report(database, Asked(date(2027, 1, 1))) == made  # a year later every promise is late


def test_it_is_frozen_in_every_language(database: Database) -> None:
    sign(database)
    assert "Yekun mətn, versiya 1" in report(database, Asked(TODAY, "az")).marks
    assert "第1版" in report(database, Asked(TODAY, "zh")).marks[-1]


def test_a_later_change_makes_a_draft_that_says_what_changed(database: Database) -> None:
    first = sign(database)
    kept_promise(database)
    draft = report(database)
    assert draft.marks[-1] == "Draft of version 2" and draft.stamp == "DRAFT"
    assert draft.sections[0].heading == "Changes since version 1"
    changed = words(Report("", "", TODAY, draft.sections[:1]))
    assert "before: " in changed and "now: " in changed and "done, 21 January 2026" in changed
    assert report(database, number=1) == first


def test_version_2_keeps_what_changed_and_is_final(database: Database) -> None:
    sign(database)
    kept_promise(database)
    second = sign(database)
    assert second.marks[-1] == "Final, version 2"
    assert second.sections[0].heading == "Changes since version 1"
    assert report(database) == second


def test_nothing_changed_makes_no_version(database: Database) -> None:
    sign(database)
    with pytest.raises(Problem, match="M1 is final as version 1, and nothing has changed since"):
        sign(database)


def test_undo_takes_a_final_report_back(database: Database) -> None:
    sign(database)
    database.undo()
    assert report(database).marks[-1] == "Draft"
    database.redo()
    assert report(database).marks[-1] == "Final, version 1"


def test_a_meeting_that_was_not_held_has_no_final_report(database: Database) -> None:
    with database.writing("Cancel") as session:
        session.execute(sa.update(columns(Meeting)).values(status="planned"))
    with pytest.raises(Problem, match="Only a meeting that was held"):
        sign(database)


def test_a_version_that_is_not_there_is_said(untouched: Database) -> None:
    with pytest.raises(NotFound, match="no final report of version 1; it has 0"):
        report(untouched, number=1)


def test_a_frozen_report_that_was_tampered_with_is_refused(database: Database) -> None:
    sign(database)
    table = columns(ReportVersion)
    with database.writing("Tamper") as session:
        (content,) = session.execute(sa.select(table.c.content)).scalars()
        other: dict[str, Any] = {**content, "en": {**content["en"], "title": "Another"}}
        session.execute(sa.update(table).values(content=other))
    with pytest.raises(Refused, match="not as it was signed"):
        report(database)


def test_a_changed_title_is_told(database: Database) -> None:
    sign(database)
    with database.writing("Edit") as session:
        amend(session, Meeting, 1, {"subject": "Another subject"})
    changes = report(database).sections[0]
    assert "now: Another subject" in words(Report("", "", TODAY, (changes,)))
