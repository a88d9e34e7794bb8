"""Any list on paper: the filter in words, every row that the screen lists, headings repeated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

from crm.language import Words, money, translator
from crm.text import cell_width

from .filters import told as filter_told
from .labels import HEADING, NAMED, NOUN
from .report import Report, Section, Table
from .values import cell, label

_PORTRAIT = 96  # cells of a row that an upright page takes
_WIDEST = 34  # cells beyond which a column is wrapped rather than widened
_AROUND = 4  # cells of a column that its margins and its bold heading take

# The most telling fields of each noun, after its reference and its name.
COLUMNS: dict[str, tuple[str, ...]] = {
    "organisations": ("country", "kind", "sector", "owner", "last_spoken"),
    "contacts": ("organisation", "job_title", "emails", "phones", "last_spoken"),
    "meetings": ("starts_on", "organisations", "kind", "status", "place"),
    "follow_ups": ("due_on", "side", "owner", "organisation", "status"),
    "projects": ("stage", "status", "parties", "expected_on"),
    "sites": ("zone_kind", "place", "operator"),
    "incentives": ("kind", "authority", "duration"),
    "cases": ("state", "organisation", "project", "next_report_on"),
}


Columns = tuple[
    tuple[str, str], ...
]  # fields and what the screens call them; none: the most telling


@dataclass(frozen=True)
class Listed:
    """A view with what it shows: the values of its rows in its order, and how many there are."""

    view: Any  # a db.view.View
    rows: Sequence[Mapping[str, Any]]
    whole: int
    columns: Columns = ()


def listing(listed: Listed, lang: str, *, today: date) -> Report:
    say = translator(lang)
    noun = listed.view.noun
    columns = listed.columns or tuple((name, HEADING[name]) for name in COLUMNS[noun])
    told = [_row(columns, values, say) for values in listed.rows]
    said = [label(called, say) if listed.columns else say(called) for _name, called in columns]
    headings = (say(HEADING["ref"]), say(NAMED.get(noun, HEADING["name"])), *said)
    headers, rows = _filled(headings, told)
    widths = _widths([headers, *rows])
    counted = say("{shown} of {whole}", shown=say.number(len(rows)), whole=say.number(listed.whole))
    return Report(
        title=say(NOUN[noun]),
        subtitle=filter_told(listed.view, say),
        reference="",
        as_of=today,
        sections=(Section(counted, (Table(headers, rows, widths),) if rows else ()),),
        lang=lang,
        marks=(say("For the desk only"),),
        landscape=sum(widths) > _PORTRAIT,
    )


def _filled(
    headers: tuple[str, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Without the columns in which no row says anything."""
    held = [any(column) for column in zip(*rows, strict=True)] or [True] * len(headers)
    return tuple(compress(headers, held)), tuple(tuple(compress(row, held)) for row in rows)


def _row(columns: Columns, values: Mapping[str, Any], say: Words) -> tuple[str, ...]:
    owner = values.get("owner") or values.get("owner_role")
    known = {**values, "owner": owner, "capex": _capex(values, say)}
    told = (cell(name, known.get(name), say) for name, _called in columns)
    return str(values["ref"]), str(values["name"]), *told


def _capex(values: Mapping[str, Any], say: Words) -> str:
    """The newest figure of it."""
    figures = (each for each in reversed(values.get("figures") or ()) if each["measure"] == "capex")
    newest = next(figures, None)
    return money(newest["amount"], newest["currency"], say.lang) if newest else ""


def _widths(rows: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    """The share of each column: what its widest line takes, within bounds."""
    columns = zip(*rows, strict=True)
    needs = (max(cell_width(line) for c in column for line in c.split("\n")) for column in columns)
    return tuple(min(need, _WIDEST) + _AROUND for need in needs)
