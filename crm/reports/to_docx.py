"""A report as a Word file, for the office that edits it before it is signed."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from crm.language import Words, translator

from .report import Block, Bullets, Facts, Paragraph, Report, Series, Signatures, Table, printable

_INK, _QUIET = RGBColor(0x1D, 0x3F, 0x63), RGBColor(0x5A, 0x65, 0x72)
# What the schema of Word puts behind the lines and the colour of a paragraph, a table, a cell.
_AFTER_LINES = ("w:shd", "w:tblLayout", "w:tblLook", "w:tabs", "w:spacing", "w:ind", "w:jc")
_HAIRLINE = "C9D1D9"
_PAPERS = {"a4": (210, 297), "letter": (216, 279)}
_MARGIN = 24
_DENSE = 8.5  # points
_SERIES = (3, 4, 3)  # how much of the page its labels, bars and values take
# What every office has on its machine; Word takes the second for Chinese.
_FONT, _FONT_EAST = "Times New Roman", "SimSun"
# Of what is not Chinese: told that Latin words were, Word would break them anywhere.
_LANGUAGES = {"en": "en-GB", "az": "az-Latn-AZ", "ru": "ru-RU", "zh": "en-GB"}
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
    _styled(document, "Normal", _DENSE if report.dense else 11, RGBColor(0x1B, 0x1F, 0x24))
    _styled(document, "Title", 14 if report.dense else 20, _INK)
    _styled(document, "Heading 1", 10 if report.dense else 13, _INK)
    _spaced(document, dense=report.dense)
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


def _spaced(document: Any, *, dense: bool) -> None:
    above = {"Normal": 0, "Title": 0, "Heading 1": 6 if dense else 14, "List Bullet": 0}
    below = {"Normal": 2 if dense else 4, "Title": 4 if dense else 6, "Heading 1": 2 if dense else 4,
             "List Bullet": 0 if dense else 2}  # fmt: skip
    for name, points in above.items():
        shape = document.styles[name].paragraph_format
        shape.space_before, shape.space_after = Pt(points), Pt(below[name])
        shape.line_spacing = 1.0 if dense else 1.1
    if dense:  # exact lines: a Chinese font would make each a third higher, and the page two
        for name in ("Normal", "List Bullet"):
            document.styles[name].paragraph_format.line_spacing = Pt(_DENSE + 1.7)


def _room(document: Any) -> int:
    """How wide the text is, in English Metric Units."""
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _speaking(style: Any, language: str) -> None:
    """Tell Word in which language to check the spelling."""
    told = OxmlElement("w:lang")
    for key, tongue in (("val", language), ("eastAsia", "zh-CN")):
        told.set(qn(f"w:{key}"), tongue)
    style.element.get_or_add_rPr().append(told)


def _head(document: Any, report: Report, say: Words) -> None:
    section = document.sections[0]
    marks = " · ".join(part for part in (report.reference, *report.marks) if part)
    _text(section.header.paragraphs[0], "\n".join(filter(None, (report.office, marks))), quiet=True)
    section.footer.paragraphs[0].style = "Normal"
    stops = section.footer.paragraphs[0].paragraph_format.tab_stops
    stops.add_tab_stop(_room(document), WD_TAB_ALIGNMENT.RIGHT)
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
    _text(paragraph, told, quiet=True)
    paragraph.add_run().add_tab()
    _text(paragraph, before, quiet=True)
    _field(paragraph, "PAGE")
    _text(paragraph, between, quiet=True)
    _field(paragraph, "NUMPAGES")
    _text(paragraph, after, quiet=True)


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")  # until the program that opens it counts
    run.font.color.rgb = _QUIET
    field.append(run._r)
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
            paragraph = document.add_paragraph()
            if tone == "lead":
                _ruled(paragraph._p.get_or_add_pPr(), "w:pBdr", left=(18, str(_INK)))
                paragraph.paragraph_format.left_indent = Mm(4)
            _text(paragraph, text, italic=tone == "aside", quiet=tone == "note")
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
    quiet_first: bool = False,
    right: frozenset[int] = frozenset(),
) -> Any:
    """A table of texts, its columns as wide as their shares of the page."""
    grid = document.add_table(rows=0, cols=len(shares))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    widths = [_room(document) * share // sum(shares) for share in shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in rows:
        cells = grid.add_row().cells
        for number, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.width = widths[number]
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            _text(cell.paragraphs[0], text, quiet=quiet_first and number == 0)
            if number in right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    after = document.add_paragraph().paragraph_format  # Word would join two tables that touch
    after.space_after, after.line_spacing = Pt(0), Pt(4)
    return grid


def _ruled(parent: Any, kind: str, **sides: tuple[int, str]) -> None:
    """Lines at the sides named, each (eighths of a point, colour), and none elsewhere."""
    borders = OxmlElement(kind)
    for side, (size, colour) in sides.items():
        line = OxmlElement(f"w:{side}")
        told = {"val": "single", "sz": str(size), "space": "4" if kind == "w:pBdr" else "0"}
        for key, value in {**told, "color": colour}.items():
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    parent.insert_element_before(borders, *_AFTER_LINES)


def _table(document: Any, table: Table) -> None:
    """The headings are repeated on every page, and no row is torn in two."""
    shares = table.widths or (1,) * len(table.headers)
    rows = (table.headers, *table.rows)
    grid = _grid(document, rows, shares, right=table.right)
    _ruled(grid._tbl.tblPr, "w:tblBorders", bottom=(4, _HAIRLINE), insideH=(4, _HAIRLINE))
    heading = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(heading)
    for cell in grid.rows[0].cells:
        _ruled(cell._tc.get_or_add_tcPr(), "w:tcBorders", bottom=(8, str(_INK)))
        for run in cell.paragraphs[0].runs:
            run.bold = True
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _series(document: Any, series: Series) -> None:
    rows = tuple((bar.label, "", bar.told) for bar in series.bars)
    grid = _grid(document, rows, _SERIES, right=frozenset({2}))
    longest = _room(document) * _SERIES[1] // sum(_SERIES) - Mm(5)
    for row, share in zip(grid.rows, series.shares(), strict=True):
        if share:
            _bar(row.cells[1].paragraphs[0], round(longest * (1 - share)))


def _bar(paragraph: Any, short: int) -> None:
    """A coloured paragraph that ends `short` English Metric Units before the longest bar."""
    paragraph.paragraph_format.right_indent = short
    colour = OxmlElement("w:shd")
    for key, value in {"val": "clear", "color": "auto", "fill": str(_INK)}.items():
        colour.set(qn(f"w:{key}"), value)
    paragraph._p.get_or_add_pPr().insert_element_before(colour, *_AFTER_LINES[1:])


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
