"""Every renderer says the same: what the report says, in its order, in every language."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from pypdf import PdfReader

from crm.reports import papers
from crm.reports.meeting import meeting_report
from crm.reports.papers import Asked
from crm.reports.report import Paragraph, Report, Section, Table, printable, texts
from crm.reports.stationery import Stationery
from crm.reports.to_docx import to_docx
from crm.reports.to_markdown import to_markdown
from crm.reports.to_pdf import to_pdf
from crm.reports.to_text import to_text
from db.engine import Database
from tests.hostile import CONTROL, NAUGHTY, STRINGS

from .samples import DOSSIER, TODAY, WORDS, of_one_text
from .test_to_markdown import read_back

PICTURES = Path(__file__).parents[3] / "screenshots"


def squeezed(text: str) -> str:
    """Without blanks, bars, and the breaks that long words get."""
    return re.sub(r"[\s\u200b\u00ad\u061c\u200c-\u200f]+", "", text)


def of_word(content: bytes) -> str:
    """The whole text of a Word file, read back: head, body in order, foot."""
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    parts = [p.text for p in (*section.header.paragraphs, *section.footer.paragraphs)]
    return "\n".join([*parts, *_body(document)])


def _body(document: Any) -> Iterator[str]:
    for part in document.iter_inner_content():
        if isinstance(part, WordTable):
            yield from (cell.text for row in part.rows for cell in row.cells)
        else:
            yield part.text


def of_pdf(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


READERS: dict[str, Callable[[Report], str]] = {
    "text": lambda report: to_text(report, width=1000),
    "markdown": lambda report: read_back(to_markdown(report)),
    "pdf": lambda report: of_pdf(to_pdf(report)),
    "word": lambda report: of_word(to_docx(report)),
}


def missing(report: Report, told: str) -> list[str]:
    """Lines of a report, as paper may hold them, that are not told."""
    told = squeezed(told)
    lines = (line for _, text in texts(printable(report)) for line in text.split("\n"))
    return [line for line in lines if squeezed(line) not in told]


@pytest.mark.parametrize("lang", ["en", "az", "ru", "zh"])
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_every_renderer_says_what_the_report_says(
    reader: Callable[[Report], str], lang: str
) -> None:
    report = meeting_report(DOSSIER, lang, today=TODAY, office="İnvestisiya şöbəsi")
    assert missing(report, reader(report)) == []


@pytest.mark.parametrize("lang", ["az", "ru", "zh"])
def test_what_pdftotext_reads_is_what_the_report_says(lang: str, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext here")
    report = meeting_report(DOSSIER, lang, today=TODAY)
    (tmp_path / "report.pdf").write_bytes(to_pdf(report))
    command = ["pdftotext", "-enc", "UTF-8", str(tmp_path / "report.pdf"), "-"]
    told = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
    assert missing(report, told) == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["report", "briefing"])
@pytest.mark.parametrize("lang", ["en", "az", "ru", "zh"])
def test_the_papers_of_the_seed_in_the_pictures_are_those_of_the_program(
    untouched: Database, kind: str, lang: str
) -> None:
    how = Asked(date(2026, 1, 21), lang, Stationery(office="Ministry of Economy"))
    with untouched.reading() as session:
        make = papers.meeting if kind == "report" else papers.briefing
        report = make(session, "M1", how)
    assert missing(report, of_pdf((PICTURES / f"{kind}-{lang}.pdf").read_bytes())) == []


def test_a_reader_that_lost_a_line_would_be_seen() -> None:
    report = meeting_report(DOSSIER, today=TODAY)
    told = to_text(report, width=1000).replace("Nothing was signed.", "")
    assert missing(report, told) == ["Nothing was signed."]


def of_texts(hostile: Iterable[str]) -> Report:
    """One report that holds them all, in its head, in prose and in cells."""
    known = tuple(hostile)
    blocks = (Paragraph("\n".join(known)), Table(("A", "B"), tuple((t, t) for t in known)))
    return Report(known[0], known[0], TODAY, (Section(known[0], blocks),), office=known[0])


@pytest.mark.parametrize("hostile", [STRINGS, NAUGHTY], ids=["own", "naughty"])
def test_hostile_text_is_literal_in_a_word_file(hostile: dict[str, str]) -> None:
    report = of_texts(hostile.values())
    told = of_word(to_docx(report))
    assert missing(report, told) == []
    assert not CONTROL.search(told.encode())


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_letters_of_every_script_arrive_in_a_word_file(words: str) -> None:
    report = of_one_text(words, title=words)
    assert missing(report, of_word(to_docx(report))) == []


def test_the_headings_of_a_long_table_are_repeated_in_word() -> None:
    document = Document(io.BytesIO(to_docx(of_one_text("x"))))
    headings = document.element.xpath("//w:tblHeader")
    assert len(headings) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_word_file_counts_its_pages_on_the_right_and_breaks_only_chinese_anywhere(
    lang: str,
) -> None:
    document = Document(io.BytesIO(to_docx(replace(of_one_text("x"), lang=lang))))
    footer = document.sections[0].footer.paragraphs[0]
    assert [len(run._r.findall(qn("w:tab"))) for run in footer.runs[:3]] == [0, 1, 0]
    tongue = document.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert (tongue.get(qn("w:val")), tongue.get(qn("w:eastAsia"))) == ("en-GB", "zh-CN")


def test_the_same_report_gives_the_same_word_file() -> None:
    assert to_docx(of_one_text("x")) == to_docx(of_one_text("x"))


def test_bars_are_as_long_as_their_values() -> None:
    from crm.reports.report import Bar, Series

    assert Series((Bar("a", 4, "4"), Bar("b", 1, "1"), Bar("c", 0, "0"))).shares() == (1, 0.25, 0)
    assert Series((Bar("a", 0, "0"),)).shares() == (0,)
    assert Series((Bar("a", 1, "1 of 2"),), full=2).shares() == (0.5,)
    with pytest.raises(ValueError, match="from zero"):
        Series((Bar("a", -1, "-1"),))
