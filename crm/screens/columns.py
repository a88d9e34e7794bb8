"""Which columns a list shows, in which order and how wide; kept for each officer and noun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from crm import config
from crm.forms.spec import Field
from crm.screens.card_views import form_of
from crm.screens.shown import country, day, phone, words
from crm.text import cell_width
from crm.widgets.columns import Column
from crm.widgets.kept import Cell, Cells
from crm.words import named

if TYPE_CHECKING:
    from crm.screens.ledger import Place
    from db.queries.lists import Row

LEAST = 4  # cells that a column keeps when it is made narrower
_WIDTHS = {"day": 11, "time": 6, "number": 9, "flag": 5, "choice": 13, "country": 14, "link": 18}
_FLEX = ("text", "link", "tags", "emails", "lines")
# Fields that no column of a list has room for, or that are no value of one record.
_LONG = frozenset({"notes", "promises", "figures", "links", "money"})
# What a column of a screen is called in the values of a row, where that differs.
_VALUE = {
    ("meetings", "organisation"): "organisations",
    ("projects", "organisation"): "parties",
    ("follow_ups", "owner_role"): "owner",
}


@dataclass(frozen=True)
class Shown:
    """A column by its key, and by how many cells it was made wider."""

    key: str
    wider: int = 0


Arrangement = tuple[Shown, ...]  # empty: as the list comes


def offered(place: "Place") -> tuple[Column, ...]:
    """Every column that a list can show: its own, then the other fields of the noun's form."""
    own = {column.key for column in place.columns}
    own |= {_VALUE.get((place.noun, key), key) for key in own}
    names = {"name", "given_name", "family_name", "full_name", "subject", "text", *own}
    more = [f for f in form_of(place.noun).fields if f.name not in names and f.kind not in _LONG]
    return (*place.columns, *map(_column, more), Column("updated_at", "Last changed", 13))


def _column(field: Field) -> Column:
    width = max(_WIDTHS.get(field.kind, 14), cell_width(named("column", field.label)))
    right = field.kind in ("number", "percent")
    return Column(
        field.name, field.label, width, int(field.kind in _FLEX), "right" if right else "left"
    )


def arranged(place: "Place", arrangement: Arrangement) -> tuple[Column, ...]:
    """The columns to show; on a narrow screen the last ones are left out first."""
    known = {column.key: column for column in offered(place)}
    found = [(known[each.key], each.wider) for each in arrangement if each.key in known]
    if not found:
        return place.columns
    return tuple(
        replace(column, width=max(LEAST, column.width + wider), rank=rank)
        for rank, (column, wider) in enumerate(found)
    )


def cells(place: "Place", columns: Sequence[Column], row: "Row", today: date) -> Cells:
    """The cells of a row under these columns."""
    own = place.cells(row, today)
    if columns is place.columns:
        return own
    known = dict(zip((column.key for column in place.columns), own, strict=True))
    return [
        known[each.key] if each.key in known else _cell(each.key, row.values) for each in columns
    ]


def _cell(name: str, values: Mapping[str, Any]) -> Cell:
    value = values.get(name)
    if isinstance(value, datetime):
        return day(value.date())
    if name.endswith("country") and value:
        return country(str(value))
    if isinstance(value, list | tuple):
        return ", ".join(phone(each) if isinstance(each, dict) else words(each) for each in value)
    return words(value)


def on_paper(noun: str, columns: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    """The fields of these columns and their headings, for print; reference and name stand there anyway."""
    fields = ((_VALUE.get((noun, each.key), each.key), each.label) for each in columns)
    return tuple(each for each in fields if each[0] not in ("ref", "name", "subject", "text"))


def kept(who: str, noun: str) -> Arrangement:
    """How this officer arranged the list of a noun; what is damaged counts as nothing."""
    told = config.remembered().get("columns")
    for name in (who, noun):
        told = told.get(name) if isinstance(told, dict) else None
    told = told if isinstance(told, list) else []
    pairs = [each for each in told if isinstance(each, list) and len(each) == 2]
    return tuple(
        Shown(key, min(max(wider, -60), 60))
        for key, wider in pairs
        if isinstance(key, str) and isinstance(wider, int)
    )


def keep(who: str, noun: str, arrangement: Arrangement) -> None:
    told = config.remembered().get("columns")
    everybody = told if isinstance(told, dict) else {}
    mine = everybody.get(who)
    mine = {
        **(mine if isinstance(mine, dict) else {}),
        noun: [[s.key, s.wider] for s in arrangement],
    }
    config.remember(columns={**everybody, who: mine})
