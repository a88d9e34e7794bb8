"""A report as a Word file, for the office that edits it before it is signed."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from crm.language import Words, translator

from .report import Block, Bullets, Facts, Paragraph, Report, Series, Signatures, Table, printable

_INK, _QUIET = RGBColor(0x1D, 0x3F, 0x63), RGBColor(0x5A, 0x65, 0x72)
_PAPERS = {"a4": (210, 297), "letter": (216, 279)}
_MARGIN = 24
_BAR = 24  # signs of the longest bar
# What every office has on its machine; Word takes the second for Chinese.
_FONT, _FONT_EAST = "Times New Roman", "SimSun"
_LANGUAGES = {"en": "en-GB", "az": "az-Latn-AZ", "ru": "ru-RU", "zh": "zh-CN"}
_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)


def to_docx(report: Report) -> bytes:
    """A .docx with our styles, which Word, LibreOffice and Google Docs open; the same report gives
    the same bytes. Data goes in as text runs, so nothing in it is a field, a link or markup."""
    report = printable(report)
    say = translator(report.lang)
    document = Document()
    _dressed(document, report)
    _head(document, report, say)
    for section in report.sections:
        if section.heading:
            _text(document.add_heading(level=1), section.heading)
        for block in section.blocks:
            _block(document, block, say)
    return _saved(document)


def _dressed(document: Any, report: Report) -> None:
    """Page, fonts and language of the whole document."""
    section = document.sections[0]
    short, long = _PAPERS.get(report.paper, _PAPERS["a4"])
    width, height = (long, short) if report.landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if report.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    margin = Mm(14 if report.dense else _MARGIN)
    section.left_margin = section.right_margin = section.top_margin = margin
    section.bottom_margin = margin
    _styled(document, "Normal", 8.5 if report.dense else 11, RGBColor(0x1B, 0x1F, 0x24))
    _styled(document, "Title", 14 if report.dense else 20, _INK)
    _styled(document, "Heading 1", 10 if report.dense else 13, _INK)
    document.styles["Normal"].paragraph_format.space_after = Pt(2 if report.dense else 4)
    _speaking(document.styles["Normal"], _LANGUAGES[report.lang])
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report.title, report.office, ""
    day = datetime(report.as_of.year, report.as_of.month, report.as_of.day)
    properties.created = properties.modified = day


def _styled(document: Any, name: str, size: float, colour: RGBColor) -> None:
    style = document.styles[name]
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    fonts.set(qn("w:eastAsia"), _FONT_EAST)
    fonts.set(qn("w:cs"), _FONT)


def _speaking(style: Any, language: str) -> None:
    """Tell Word in which language to check the spelling."""
    told = OxmlElement("w:lang")
    for key in ("val", "eastAsia"):
        told.set(qn(f"w:{key}"), language)
    style.element.get_or_add_rPr().append(told)


def _head(document: Any, report: Report, say: Words) -> None:
    section = document.sections[0]
    marks = " · ".join(part for part in (report.reference, *report.marks) if part)
    _text(section.header.paragraphs[0], "\n".join(filter(None, (report.office, marks))), quiet=True)
    _footed(section.footer.paragraphs[0], say("As at {day}", day=say.day(report.as_of)), say)
    for line in report.letterhead:
        _text(document.add_paragraph(), line, quiet=True)
    _text(document.add_paragraph(style="Title"), report.title)
    if report.subtitle:
        _text(document.add_paragraph(), report.subtitle, quiet=True)


def _footed(paragraph: Any, told: str, say: Words) -> None:
    """The day, and page x of y, which Word counts itself."""
    before, _, rest = say("Page {page} of {pages}").partition("{page}")
    between, _, after = rest.partition("{pages}")
    _text(paragraph, f"{told}\t\t{before}", quiet=True)
    _field(paragraph, "PAGE")
    _text(paragraph, between, quiet=True)
    _field(paragraph, "NUMPAGES")
    _text(paragraph, after, quiet=True)


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _text(
    paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, quiet: bool = False
) -> None:
    """Data as runs, its line breaks kept."""
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        run.bold, run.italic = bold or None, italic or None
        if quiet:
            run.font.color.rgb = _QUIET


def _block(document: Any, block: Block, say: Words) -> None:
    match block:
        case Paragraph(text, tone):
            _text(
                document.add_paragraph(), text, bold=tone == "lead", italic=tone == "aside",
                quiet=tone == "note",
            )  # fmt: skip
        case Facts(rows, caption):
            _caption(document, caption)
            _facts(document, rows)
        case Bullets(items):
            for item in items:
                _text(document.add_paragraph(style="List Bullet"), item)
        case Table():
            _caption(document, block.caption)
            _table(document, block)
        case Series():
            _caption(document, block.caption)
            _series(document, block)
        case Signatures(lines):
            _signatures(document, lines, say)


def _caption(document: Any, caption: str) -> None:
    if caption:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        _text(paragraph, caption, bold=True)


def _facts(document: Any, rows: Iterable[tuple[str, str]]) -> None:
    cells = tuple(rows)
    _grid(document, cells, (1, 3), quiet_first=any(label for label, _ in cells))


def _grid(
    document: Any,
    rows: tuple[tuple[str, ...], ...],
    shares: tuple[int, ...],
    *,
    style: str = "Normal Table",
    quiet_first: bool = False,
    right: frozenset[int] = frozenset(),
) -> Any:
    """A table of texts, its columns as wide as their shares of the page."""
    grid = document.add_table(rows=0, cols=len(shares), style=style)
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    widths = [int(room * share / sum(shares)) for share in shares]
    for row in rows:
        cells = grid.add_row().cells
        for number, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.width = widths[number]
            _text(cell.paragraphs[0], text, quiet=quiet_first and number == 0)
            if number in right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    return grid


def _table(document: Any, table: Table) -> None:
    """The headings are repeated on every page, and no row is torn in two."""
    shares = table.widths or (1,) * len(table.headers)
    rows = (table.headers, *table.rows)
    grid = _grid(document, rows, shares, style="Table Grid", right=table.right)
    heading = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(heading)
    for cell in grid.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _series(document: Any, series: Series) -> None:
    bars = zip(series.bars, series.shares(), strict=True)
    rows = tuple((bar.label, "█" * round(share * _BAR), bar.told) for bar, share in bars)
    _grid(document, rows, (3, 4, 2), right=frozenset({2}))


def _signatures(document: Any, lines: Iterable[tuple[str, str]], say: Words) -> None:
    for role, name in lines:
        document.add_paragraph()
        _text(document.add_paragraph(), f"{'_' * 34}    {say('Date')}: {'_' * 14}")
        _text(document.add_paragraph(), "\n".join(filter(None, (role, name))), quiet=True)


def _saved(document: Any) -> bytes:
    """The package with one moment for all its parts: the same report, the same bytes."""
    made, same = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(same, "w") as package:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _SAME_MOMENT)
            package.writestr(part, parts.read(name), zipfile.ZIP_DEFLATED)
    return same.getvalue()
