"""The preview has the pages of the paper: the same parts stand first on each."""

import io
from pathlib import Path

from pypdf import PdfReader

from crm.reports.meeting import meeting_report
from crm.reports.stationery import Stationery
from crm.reports.to_pdf import page_breaks, to_pdf
from crm.reports.to_screen import to_screen
from crm.reports.to_text import to_text

from .samples import DOSSIER, TODAY, list_of


def test_a_page_ends_in_the_preview_where_it_ends_on_paper() -> None:
    report = list_of(120)
    breaks = page_breaks(report)
    told = [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(report))).pages]
    assert list(breaks.values()) == list(range(2, len(told) + 1))
    for (_, _, row), page in breaks.items():
        assert f"O{row + 1} " in told[page - 1] and f"O{row} " in told[page - 2]
    lines = to_screen(report, 80, breaks)
    edges = [line for line in lines if "╌" in line]
    assert len(edges) == len(told) and f"Page 1 of {len(told)}" in edges[0]


def test_without_the_edges_the_preview_says_what_the_text_says() -> None:
    report = meeting_report(DOSSIER, today=TODAY)
    lines = to_screen(report, 80, page_breaks(report))
    assert [line for line in lines if line and "╌" not in line] == [
        line for line in to_text(report, 80).splitlines() if line
    ]
    assert to_screen(report, 80) == to_text(report, 80).splitlines()


def test_a_template_of_ones_own_tells_no_pages(tmp_path: Path) -> None:
    own = tmp_path / "mine.typ"
    own.write_text("#set document(title: [x])\nmine")
    assert page_breaks(list_of(3), Stationery(template=own)) == {}


def test_of_a_long_list_the_preview_shows_the_beginning_and_counts_the_rest() -> None:
    lines = to_screen(list_of(1200), 80, {(0, 0, 1100): 30})
    assert len(lines) < 300
    assert any("and 1,000 more" in line for line in lines) and "Page 1 of 30" in lines[0]
