"""The pages: every letter there, nothing in the data evaluated, no box instead of a sign."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from crm.reports.meeting import meeting_report
from crm.reports.report import Report, Section, printable, texts
from crm.reports.stationery import Stationery
from crm.reports.to_pdf import NoGlyph, to_pdf
from crm.reports.to_text import to_text
from db.errors import Problem
from tests.hostile import STRINGS

from .samples import DOSSIER, TODAY, WORDS, blocks_of, list_of, of_one_text

# Signs that Libertinus and Noto Sans CJK do not have, or that an archive may not hold.
WITHOUT_GLYPH = {"wide_emoji", "pua"}
SOURCE = {
    "read": '#read("/etc/hostname")',
    "expression": "#(6*7)",
    "import": '#import "@preview/example:0.1.0": *',
    "markup": "*bold* _it_ = H $x^2$ @ref <label> `raw` // c /* c */ -- --- ... ~ \\u{41}",
    "quotes": "\"a\" 'b'",
    "json": '{"a": ["b"]}',
}


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without blanks and without the breaks that long words get."""
    return re.sub(r"[\s\u200b\u00ad\u061c\u200c-\u200f]+", "", text)


def missing(report: Report, told: str) -> list[str]:
    """Lines of a report, as paper may hold them, that the pages do not show."""
    squeezed_pages = squeezed(told)
    lines = (line for _, text in texts(printable(report)) for line in text.split("\n"))
    return [line for line in lines if squeezed(line) not in squeezed_pages]


@pytest.mark.parametrize("lang", ["en", "az", "ru", "zh"])
def test_the_pages_say_what_the_report_says(lang: str) -> None:
    report = meeting_report(DOSSIER, lang, today=TODAY, office="İnvestisiya şöbəsi")
    assert missing(report, "".join(pages(to_pdf(report)))) == []
    assert missing(report, to_text(report, width=1000)) == []


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_letters_of_every_script_arrive_in_every_place(words: str) -> None:
    report = of_one_text(words, title=words)
    assert missing(report, "".join(pages(to_pdf(report)))) == []


def test_no_hostile_string_is_lost_or_acts() -> None:
    texts_ = {**SOURCE, **{n: t for n, t in STRINGS.items() if n not in WITHOUT_GLYPH}}
    sections = tuple(Section(name, blocks_of(text)[:1]) for name, text in texts_.items())
    told = squeezed("".join(pages(to_pdf(Report("Hostile", "M1", TODAY, sections)))))
    # By words: which of two Arabic words comes first in an English line is for the reader to say.
    words = [w for t in texts_.values() for w in printable(of_one_text("", title=t)).title.split()]
    assert [word for word in words if squeezed(word) not in told] == []


@pytest.mark.parametrize("name", SOURCE)
def test_source_of_the_typesetter_is_printed_not_run(name: str) -> None:
    report = of_one_text(SOURCE[name], title=SOURCE[name])
    assert missing(report, "".join(pages(to_pdf(report)))) == []


def test_a_template_that_did_evaluate_data_would_be_noticed(tmp_path: Path) -> None:
    careless = template(tmp_path, '#eval(json(bytes(sys.inputs.report)).title, mode: "markup")')
    report = of_one_text("", title=SOURCE["expression"])
    told = "".join(pages(to_pdf(report, own(careless))))
    assert "42" in told and missing(report, told)


def test_even_a_careless_template_reaches_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    for path in (tmp_path / "secret.txt", "/etc/hostname", "../../../../etc/hostname"):
        with pytest.raises(Problem, match="refused by typst"):
            to_pdf(of_one_text("x"), own(template(tmp_path, f'#read("{path}")')))


def own(path: Path) -> Stationery:
    return Stationery(template=path)


def template(folder: Path, body: str) -> Path:
    path = folder / "careless.typ"
    path.write_text(
        f'#set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))\n{body}'
    )
    return path


def test_a_sign_that_no_font_has_is_named_with_its_place() -> None:
    report = of_one_text("Power in ሰላም city")
    with pytest.raises(NoGlyph, match=r"“ሰ” \(U\+1230 ETHIOPIC .* in “Part”: “Power in ሰላም city”"):
        to_pdf(report)


@pytest.mark.parametrize("name", sorted(WITHOUT_GLYPH))
def test_signs_of_the_hostile_strings_that_cannot_be_printed_are_named(name: str) -> None:
    with pytest.raises(NoGlyph, match=r"U\+[0-9A-F]{4}"):
        to_pdf(of_one_text(STRINGS[name]))


def test_a_list_of_120_rows_repeats_its_headings_on_every_page() -> None:
    told = pages(to_pdf(list_of(120)))
    assert len(told) > 3
    for number, page in enumerate(told, 1):
        assert "Reference" in page and "Investor" in page
        assert f"Page {number} of {len(told)}" in page
    assert all(f"Investor {n} " in "".join(told) for n in range(1, 121))


def test_reference_readers_and_state_stand_on_every_page() -> None:
    sections = meeting_report(DOSSIER, today=TODAY).sections * 3
    report = replace(meeting_report(DOSSIER, today=TODAY), sections=sections)
    told = pages(to_pdf(report))
    assert len(told) > 3
    assert all("M1" in page and "For the desk only · Draft" in page for page in told)


def test_words_wider_than_the_page_stay_on_it() -> None:
    report = of_one_text("x" * 300, title="y" * 300)
    assert missing(report, "".join(pages(to_pdf(report)))) == []


def test_empty_texts_print() -> None:
    assert pages(to_pdf(of_one_text("", title="")))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert to_pdf(of_one_text("x")) == to_pdf(of_one_text("x"))


def test_the_file_can_be_archived_and_read_aloud() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(meeting_report(DOSSIER, "az", today=TODAY))))
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert "pdfaid:part>2<" in metadata and "pdfuaid:part>1<" in metadata
    assert reader.trailer["/Root"]["/Lang"] == "az"  # type: ignore[index]


def test_a_report_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    endless = template(
        tmp_path, "#for i in range(100000) { for j in range(100000) { let a = i * j } }"
    )
    with pytest.raises(Problem, match="not ready after 1 seconds"):
        to_pdf(of_one_text("x"), own(endless), seconds=1)
