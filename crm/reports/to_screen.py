"""A report on the screen: its words, with the edges of the pages that it has on paper."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from crm.language import Words, translator
from crm.text import cell_width

from .report import Block, Report, Table
from .to_pdf import Place
from .to_text import to_text

ROWS = 200  # of a table that the preview shows
LEAST = 40  # cells; a narrower screen shows lines that are longer than it


def to_screen(report: Report, width: int, breaks: Mapping[Place, int] | None = None) -> list[str]:
    """The lines of the preview. `breaks` says which part is the first of which page; None: the
    pages are not set yet, so that their edges are not shown."""
    report, width = _shortened(report), max(width, LEAST)
    if breaks is None:
        return to_text(report, width).splitlines()
    say = translator(report.lang)
    whole = max(breaks.values(), default=1)
    edges = {at: ("", _edge(page, whole, width, say)) for at, page in breaks.items()}
    return [_edge(1, whole, width, say), *to_text(report, width, edges).splitlines()]


def _shortened(report: Report) -> Report:
    """With the first ROWS of each table: thousands would keep the screen waiting, paper has all."""
    return replace(
        report,
        sections=tuple(
            replace(section, blocks=tuple(_first(section.blocks, translator(report.lang))))
            for section in report.sections
        ),
    )


def _first(blocks: tuple[Block, ...], say: Words) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table) and len(block.rows) > ROWS:
            left = say.number(len(block.rows) - ROWS)
            more = (say("and {number} more", number=left), *[""] * (len(block.headers) - 1))
            yield replace(block, rows=(*block.rows[:ROWS], more))
        else:
            yield block


def _edge(page: int, whole: int, width: int, say: Words) -> str:
    told = f" {say('Page {page} of {pages}', page=page, pages=whole)} "
    line = "╌" * ((width - cell_width(told)) // 2)
    return f"{line}{told}{line}"
