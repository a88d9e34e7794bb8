"""The incentive sheet for an investor: what there is, on which basis, and its state as at a date."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from crm.language import Words, translator

from .names import of_row
from .offers import incentive
from .report import Block, Paragraph, Report, Section, Table
from .values import cell

if TYPE_CHECKING:
    from db.queries.incentive_sheet import Sheet


def sheet_report(sheet: "Sheet", lang: str, *, today: date) -> Report:
    """`today` is the day the sheet speaks for; what was published later is not told."""
    say = translator(lang)
    # It is handed to the investor: the desk's own notes stay here, as in a public report.
    lines = (replace(line, notes="") for line in sheet.incentives)
    offers = tuple(incentive(line, say, today, today) for line in lines)
    note = Paragraph(
        say("Stated as at {day}; a decision of the authority is needed.", day=say.day(today)),
        "note",
    )
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
        (say("Incentive cases"), _cases(sheet, say)),
        (say("Incentives"), (note, *offers)),
    )
    return Report(
        title=say("Incentive sheet"),
        subtitle=of_row(sheet.row, say.lang),
        reference=sheet.row.ref,
        as_of=today,
        sections=tuple(Section(heading, blocks) for heading, blocks in parts if blocks),
        lang=lang,
    )


def _cases(sheet: "Sheet", say: Words) -> tuple[Block, ...]:
    rows = tuple(
        (
            row.ref,
            str(row.values["incentive"]),
            cell("state", row.values["state"], say),
            cell("papers_missing", row.values["papers_missing"], say),
            cell("next_report_on", row.values["next_report_on"], say),
        )
        for row in sheet.cases
    )
    heads = (say("No."), say("Incentive"), say("Status"), say("Papers missing"), say("Next report"))
    return (Table(heads, rows, (2, 8, 4, 6, 4)),) if rows else ()
