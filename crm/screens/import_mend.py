"""Mending while a file is checked: a whole group of problems by one answer, or a single cell."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from crm import countries
from crm.exchange.apply import check_row
from crm.exchange.column import Column
from crm.exchange.findings import Findings, Group, findings
from crm.exchange.intake import Intake
from crm.exchange.mending import Mends, column_of
from crm.screens.import_row import row_in_full
from crm.screens.pick import Item, Pick
from crm.text import one_line
from db.queries.matches import matches

if TYPE_CHECKING:
    from crm.app import CrmApp
    from db.engine import Database

MOST = 200  # different texts of one problem that are offered one by one
ALL = None


def mendable(found: Findings, group: Group) -> Column | None:
    """The column that the problems of a group are about; None where it is not one column."""
    told = _values(found, group)
    columns = {column: column_of(found.result.plan, column) for column, _, _ in told}
    one = next(iter(columns.values()), None)
    return one if len(columns) == 1 else None


def _values(found: Findings, group: Group) -> list[tuple[str, str, int]]:
    fates = found.result.fates
    if group.kind not in ("problem", "remark"):
        return []
    return (fates.values if group.kind == "problem" else fates.remarked)(group.title, MOST)


async def mend_group(crm: "CrmApp", intake: Intake, found: Findings, group: Group) -> Mends | None:
    """Ask what the cells of a group should say; None where nothing was said."""
    column, told = mendable(found, group), _values(found, group)
    if column is None:
        return None
    texts = await _which(crm, told)
    if texts is None:
        return None
    heading = f"{one_line(column.header)}: what is right for “{one_line(texts[0])}”"
    heading += f" and {len(texts) - 1:,} more?" if len(texts) > 1 else "?"
    to = await crm.push_screen_wait(_asking(crm, column, heading, ""))
    return None if to is None else intake.options.mends.all_of(column.header, texts, to)


async def _which(crm: "CrmApp", told: Sequence[tuple[str, str, int]]) -> list[str] | None:
    """The texts that are to be mended: all of them, or one."""
    every = [text for _, text, _ in told]
    if len(every) == 1:
        return every
    items = [Item(every, "All of them", f"{sum(n for *_, n in told):,} rows")]
    items += [Item([text], one_line(text), f"{n:,} rows") for _, text, n in told]
    return await crm.push_screen_wait(Pick("Mend which text?", items))


def _asking(crm: "CrmApp", column: Column, heading: str, typed: str) -> "Pick[str]":
    """A text, with the countries or the organisations that begin with it."""

    async def look(text: str) -> list[Item[str]]:
        as_typed = Item(text, text or "Nothing: an empty cell", "as typed")
        near = await _near(crm, column, text)
        return [*near, as_typed] if near and text else [as_typed, *near]

    return Pick(heading, look, typed=typed, hint="type what is right")


async def _near(crm: "CrmApp", column: Column, text: str) -> list[Item[str]]:
    if column.kind == "country":
        return [Item(name, name, code) for code, name in countries.matches(text)]
    if column.field in ("organisation", "organisation.name"):
        found = await crm.desk.read(matches, "organisations", text)
        return [Item(row.name, row.name, row.ref) for row in found]
    return []


async def mend_cell(crm: "CrmApp", intake: Intake, found: Findings, at: int) -> Mends | None:
    """Ask for a cell of one row and what it should say; None where nothing was said."""
    number, sheet = found.result.fates[at].fate.number, found.result.sheet
    cells = dict(await crm.desk.run(partial(row_in_full, found, at)))
    items = [Item(h, one_line(h), one_line(cells.get(h, ""))) for h in sheet.headers]
    header = await crm.push_screen_wait(Pick(f"Row {number:,}: mend which cell?", items))
    if header is None:
        return None
    column = next(c for c in found.result.plan.columns if c.header == header)
    heading = f"Row {number:,}, {one_line(header)}: what is right?"
    to = await crm.push_screen_wait(_asking(crm, column, heading, cells.get(header, "")))
    return None if to is None else intake.options.mends.one(number, header, to)


def checked_again(database: "Database", intake: Intake, found: Findings, at: int) -> Findings:
    """The findings with one row tried out again by itself. Raises Problem."""
    result, before = found.result, found.result.fates[at]
    told: Any = check_row(database, intake.sheet, intake.plan, intake.options, before.fate.number)
    if told is None:
        return found
    result.fates.put(at, told)
    counts = dict(result.counts)
    counts[before.fate.verdict] = counts.get(before.fate.verdict, 0) - 1
    counts[told.fate.verdict] = counts.get(told.fate.verdict, 0) + 1
    return findings(replace(result, counts={verdict: n for verdict, n in counts.items() if n}))
