"""Which column fills which field, how sure that is, and why; a person may overrule any of it."""

import hashlib
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace

from db.errors import Problem

from . import dates, numbers
from .column import Column, Use
from .fields import FIELDS, LISTS, NOUNS, kind_of, named
from .formats import Format, pair, recognise
from .headers import folded, number_of
from .meaning import Meant, understood
from .nouns import likely_noun, own_noun
from .places import OWN_COLUMNS, place
from .sheet import Sheet

CHOSEN = "chosen by you"
REJECTS = ("Row", "Column", "Problem", "Hint")  # what a file of rejected rows has behind its own


@dataclass(frozen=True, slots=True)
class Mapping:
    noun: str | None
    format: str | None
    source: str
    columns: tuple[Column, ...]
    fingerprint: str
    own: bool = False
    guarded: bool = False
    erasing: bool = False  # empty cells empty the fields of what is there already
    warnings: tuple[str, ...] = ()

    def chosen(self) -> dict[str, str]:
        """What a person overruled, in the form `guess` takes it, to be offered next time."""
        told = (column for column in self.columns if column.why == CHOSEN)
        return {c.header: c.field or ("-" if c.use == "left out" else "extra") for c in told}

    def shown(self) -> dict[str, str | None]:
        """Every column with the field it fills; None for what is kept beside the record or left."""
        return {column.header: column.field for column in self.columns}

    def field(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.field == name), None)

    @property
    def questions(self) -> tuple[Column, ...]:
        """Columns whose dates could be read two ways."""
        return tuple(column for column in self.columns if column.undecided)


def fingerprint(headers: tuple[str, ...]) -> str:
    """The same for every file with these headers in this order, however they are spelled."""
    own = headers[:-4] if headers[-4:] == REJECTS else headers
    return hashlib.sha256("\x1f".join(map(folded, own)).encode()).hexdigest()[:16]


def guess(
    sheet: Sheet, noun: str | None = None, overrides: Dict[str, str] | None = None
) -> Mapping:
    """Raises Problem where an override names a header or a field that does not exist.

    An override is a field of the noun, `extra` (keep with the record) or `-` (leave out).
    """
    if noun is not None and noun not in NOUNS:
        raise Problem(f"There is no list called {noun}; try one of {', '.join(NOUNS)}.")
    values = columns_of(sheet)
    if (own := own_noun(sheet.headers)) and noun in (None, own):
        mapping = _own(sheet, own, values)
    else:
        mapping = _foreign(sheet, noun, values)
    mapping = _overruled(mapping, dict(overrides or {}))
    return replace(mapping, columns=tuple(_measured(mapping.columns, values)))


def columns_of(sheet: Sheet) -> list[list[str]]:
    """The filled cells of every column in the preview."""
    columns: list[list[str]] = [[] for _ in sheet.headers]
    for row in sheet.preview:
        if row.number:
            for at, cell in enumerate(row.cells[: len(columns)]):
                if text := cell.strip():
                    columns[at].append(text)
    return columns


def _column(at: int, header: str, values: list[str], **more: object) -> Column:
    column = Column(at, header, None, "extra", "text", 0.5, "", tuple(dict.fromkeys(values))[:3])
    return replace(column, **more)  # type: ignore[arg-type]


# --- our own export ---------------------------------------------------------------------------------


def _own(sheet: Sheet, noun: str, values: list[list[str]]) -> Mapping:
    columns = []
    for at, header in enumerate(sheet.headers):
        known = header in FIELDS[noun] or header in OWN_COLUMNS or header.endswith("_uid")
        known = known and (
            header != "name" or "name" in FIELDS[noun]
        )  # else put together for reading
        use: Use = "field" if known else "left out"
        why = "a column of our own export" if known else "written by the desk itself"
        field = header if known else None
        kind = FIELDS[noun].get(header) or OWN_COLUMNS.get(header, "text")
        columns.append(
            _column(at, header, values[at], field=field, use=use, kind=kind, how_sure=1.0, why=why)
        )
    mark = fingerprint(sheet.headers)
    return Mapping(noun, "our own export", "desk", tuple(columns), mark, own=True)


# --- everybody else's ---------------------------------------------------------------------------------


def _foreign(sheet: Sheet, noun: str | None, values: list[list[str]]) -> Mapping:
    known = recognise(sheet.headers)
    meant = [understood(h, values[at], known) for at, h in enumerate(sheet.headers)]
    noun = noun or (known.noun if known else likely_noun(meant, values))
    mark = fingerprint(sheet.headers)
    source = known.source if known else f"list-{mark[:8]}"
    columns = _placed(sheet.headers, meant, values, noun, known)
    return Mapping(
        noun,
        known.name if known else None,
        source,
        tuple(columns),
        mark,
        guarded=bool(known and known.guarded),
        warnings=() if noun else ("no column of this file is known; say what it lists",),
    )


def _placed(
    headers: tuple[str, ...],
    meant: list[Meant],
    values: list[list[str]],
    noun: str | None,
    known: Format | None,
) -> list[Column]:
    labels = {p.group: at for at, h in enumerate(headers) if (p := pair(h)) and p.label}
    people = any(
        m.has("contact.family_name", "contact.given_name", "contact.full_name") for m in meant
    )
    taken: set[str] = set()
    columns = []
    for at, header in enumerate(headers):
        column = _column(at, header, values[at])
        group = pair(header)
        if headers[-4:] == REJECTS and at >= len(headers) - 4:
            why = "written beside rejected rows by an earlier import"
            columns.append(replace(column, use="left out", how_sure=1.0, why=why))
            continue
        if group:
            column = replace(column, label_at=labels.get(group.group))
        if group and group.label:
            column = replace(column, use="label", why="names the column beside it", how_sure=0.95)
        elif not values[at] and not (meant[at].concepts and noun):
            column = replace(column, use="empty", why="nothing in it", how_sure=1.0)
        else:
            column = place(column, meant, at, values[at], noun, people, taken)
        columns.append(column)
    columns = _of_the_first(columns, meant)
    return [_emptied(column, values[column.at]) for column in columns]


_NAMES = {"contact.full_name", "contact.given_name", "contact.family_name"}
_REACHED = ("contact.emails", "contact.phones")


def _of_the_first(columns: list[Column], meant: list[Meant]) -> list[Column]:
    """How the second person of a row is reached is kept beside it, never given to the first."""
    others = {
        number_of(column.header)
        for column, told in zip(columns, meant, strict=True)
        if column.field is None and number_of(column.header) > 1 and told.has(*_NAMES)
    }
    why = "of another person in the row; kept as an extra field"
    return [
        replace(column, field=None, use="extra", kind="text", why=why)
        if number_of(column.header) in others and told.only.startswith(_REACHED)
        else column
        for column, told in zip(columns, meant, strict=True)
    ]


def _emptied(column: Column, values: list[str]) -> Column:
    """A column without a value in the preview keeps its field: later rows may fill it."""
    if values or column.use in {"field", "label"}:
        return column
    return replace(column, use="empty" if column.use == "extra" else column.use)


# --- overruling -----------------------------------------------------------------------------------------


def _overruled(mapping: Mapping, overrides: dict[str, str]) -> Mapping:
    if not overrides:
        return mapping
    places = {folded(column.header): column.at for column in reversed(mapping.columns)}
    places |= {column.header: column.at for column in mapping.columns}  # E-mail beside Email
    columns = list(mapping.columns)
    for header, word in overrides.items():
        at = places.get(header, places.get(folded(header)))
        if at is None:
            known = ", ".join(column.header for column in columns[:8])
            raise Problem(f"The file has no column called {header}; its columns are {known}.")
        columns[at] = _told(columns[at], mapping.noun, word)
        columns = _give_way(columns, columns[at])
    return replace(mapping, columns=tuple(columns))


def _told(column: Column, noun: str | None, word: str) -> Column:
    column = replace(column, second=False, how_sure=1.0, why=CHOSEN)
    if word in {"-", ""}:
        return replace(column, field=None, use="left out", kind="text")
    if word == "extra":
        return replace(column, field=None, use="extra", kind="text")
    if noun is None:
        raise Problem("Say first what the file lists, for instance --as contacts.")
    field = named(noun, word)
    return replace(column, field=field, use="field", kind=kind_of(noun, field))


def _give_way(columns: list[Column], chosen: Column) -> list[Column]:
    """One column for one field: the guess that held it before becomes an extra field."""
    return [
        replace(c, field=None, use="extra", kind="text", why=f"{chosen.header} fills it now")
        if c.field == chosen.field and c.field and c.at != chosen.at and c.kind not in LISTS
        else c
        for c in columns
    ]


# --- what the whole column says about its dates and numbers ----------------------------------------------


def _measured(columns: tuple[Column, ...], values: list[list[str]]) -> Iterator[Column]:
    orders = {c.at: dates.order_in(values[c.at]) for c in columns if c.kind in {"day", "moment"}}
    said = next((order for order in orders.values() if order), None)
    for column in columns:
        found = values[column.at]
        if column.at in orders:
            order = orders[column.at] or said
            doubt = order is None and any(map(dates.ambiguous, found))
            yield replace(column, order=order or "dmy", undecided=doubt)
        elif column.kind in {"money", "whole"}:
            yield replace(column, decimal=numbers.decimal_mark(found))
        else:
            yield column
