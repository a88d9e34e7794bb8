"""A text report shows what the data says, and nothing in it acts on a terminal."""

import pytest

from crm.reports.meeting import meeting_report
from crm.reports.report import printable, texts
from crm.reports.to_text import to_text
from tests.hostile import CONTROL, STRINGS, raw

from .samples import DOSSIER, TODAY, of_one_text


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", STRINGS)
def test_data_is_literal_and_harmless(name: str) -> None:
    report = of_one_text(STRINGS[name], title=STRINGS[name])
    told = to_text(report, width=1000)
    assert not CONTROL.search(raw(told))
    lines = (line for _, text in texts(printable(report)) for line in text.split("\n"))
    assert all(squeezed(line) in squeezed(told) for line in lines)


def test_the_hostile_strings_would_act_if_they_were_written_as_they_are() -> None:
    assert sum(bool(CONTROL.search(raw(text))) for text in STRINGS.values()) > 40


def test_the_first_page_of_a_meeting() -> None:
    told = to_text(meeting_report(DOSSIER, "az", today=TODAY, office="İnvestisiya şöbəsi"))
    assert told.splitlines()[:12] == [
        "İnvestisiya şöbəsi",
        "M1" + " " * 41 + "Yalnız xidməti istifadə üçün · Layihə",
        "═" * 80,
        "Meeting on joint aluminium projects",
        "Görüşün hesabatı · Bakı · 19 yanvar 2026",
        "═" * 80,
        "",
        "Tarix və yer",
        "────────────",
        "Tarix  19 yanvar 2026",
        "Vaxt   10:00–11:30 (Azərbaycan Vaxtı)",
        "Yer    Bakı",
    ]
