"""The office's own paper: its letterhead, logo, signatories and page, and a template of its own."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from crm import config
from crm.reports.meeting import meeting_report
from crm.reports.stationery import Stationery, stationery
from crm.reports.to_docx import to_docx
from crm.reports.to_pdf import to_pdf
from crm.reports.to_text import to_text
from db.errors import Invalid, Problem

from .samples import DOSSIER, TODAY, of_one_text

REPORT = meeting_report(DOSSIER, today=TODAY)
TEMPLATE = """#let report = json(bytes(sys.inputs.report))
#set document(title: report.title, date: datetime(year: 2026, month: 1, day: 1))
#set text(font: ("Libertinus Serif", "Noto Sans CJK SC"))
OURS #report.reference #report.sections.at(0).blocks.at(0).kind #report.words.page
"""


def png(path: Path) -> Path:
    """One red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = (
        chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    return path


def told(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def configured(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Stationery:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CRM_CONFIG", str(folder / "config.toml"))
    config.config.cache_clear()
    try:
        return stationery(config.config())
    finally:
        config.config.cache_clear()


def test_the_configuration_gives_the_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        'office = "İqtisadiyyat Nazirliyi"\nletterhead = ["Bakı, Ü. Hacıbəyli 84"]\npage = "letter"\n'
        'signatories = ["Deputy Minister: Samed Bashirli"]'
    )
    paper = configured(tmp_path, text, monkeypatch)
    made = paper.dressed(REPORT)
    assert (made.office, made.paper) == ("İqtisadiyyat Nazirliyi", "letter")
    for content in (to_text(made), told(to_pdf(made, paper))):
        assert "Bakı, Ü. Hacıbəyli 84" in content and "Deputy Minister" in content
    page = PdfReader(io.BytesIO(to_pdf(made, paper))).pages[0].mediabox
    assert (round(page.width), round(page.height)) == (612, 792)
    assert round(Document(io.BytesIO(to_docx(made))).sections[0].page_width.mm) == 216


@pytest.mark.parametrize("text", ['page = "a3"', "letterhead = 'one'", "signatories = [1]"])
def test_a_wrong_setting_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    with pytest.raises(Invalid, match="not of the right kind"):
        configured(tmp_path, text, monkeypatch)


def test_the_logo_is_on_the_page(tmp_path: Path) -> None:
    pages = PdfReader(io.BytesIO(to_pdf(REPORT, Stationery(logo=png(tmp_path / "l.png"))))).pages
    assert len(pages[0].images) == 1
    assert len(PdfReader(io.BytesIO(to_pdf(REPORT))).pages[0].images) == 0


def test_a_logo_that_is_no_picture_is_said(tmp_path: Path) -> None:
    (tmp_path / "l.png").write_text("<svg/>")
    for name in ("l.png", "none.png"):
        with pytest.raises(Problem, match="Mend “logo”"):
            to_pdf(REPORT, Stationery(logo=tmp_path / name))


def test_a_template_of_ones_own_gets_the_same_data(tmp_path: Path) -> None:
    own = tmp_path / "mine.typ"
    own.write_text(TEMPLATE)
    assert told(to_pdf(REPORT, Stationery(template=own))).startswith("OURS M1 facts Page {page}")


@pytest.mark.parametrize("text", ["#unknown()", "#("])
def test_a_template_that_typst_refuses_is_said(tmp_path: Path, text: str) -> None:
    own = tmp_path / "mine.typ"
    own.write_text(text)
    with pytest.raises(Problem, match=r"Your template .*mine\.typ was refused by typst"):
        to_pdf(of_one_text("x"), Stationery(template=own))


def test_a_draft_is_stamped_on_the_page() -> None:
    assert "DRAFT" in told(to_pdf(REPORT))
