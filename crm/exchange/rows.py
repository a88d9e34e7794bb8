"""From the rows of a sheet to drafts: one pass, streaming."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from db.errors import Problem

from . import dates, encoding, own, people, phones
from .cells import ADDRESS, Put, RowInHand, reader
from .column import Column
from .draft import Draft, RowProblem
from .mapping import Mapping
from .sheet import Row, Sheet

NOTHING = "no name, company or e-mail"
_NAMES = ("given_name", "middle_name", "family_name", "full_name")
_SOCIAL = (
    "linkedin.",
    "facebook.",
    "twitter.",
    "x.com",
    "instagram.",
    "t.me",
    "wa.me",
    "vk.com",
    "youtube.",
)
_MAIN = {"meetings": "subject", "follow_ups": "text"}


def drafts(sheet: Sheet, mapping: Mapping) -> Iterator[Draft]:
    """A draft for every record, and one with `skip` for every line that is none.

    Raises Problem where it is not known what the file lists.
    """
    if mapping.noun is None:
        raise Problem(
            f"No column of {sheet.path.name} is known; say what it lists and which column is the name."
        )
    if mapping.own:
        return own.drafts(sheet, mapping)
    return _foreign(sheet, settled(sheet, mapping))


def settled(sheet: Sheet, mapping: Mapping) -> Mapping:
    """The mapping with day or month first decided by the whole column, not only its preview."""
    open_columns = {c.at for c in mapping.columns if c.undecided}
    if not open_columns:
        return mapping
    orders: dict[int, dates.Order] = {}
    for row in sheet.rows():
        for at in open_columns - orders.keys():
            if row.number and (order := dates.order_in([row.cells[at]])):
                orders[at] = order
        if orders.keys() == open_columns:
            break
    said = next(iter(orders.values()), None)
    columns = tuple(_decided(c, orders.get(c.at) or said) for c in mapping.columns)
    return replace(mapping, columns=columns)


def _decided(column: Column, order: dates.Order | None) -> Column:
    if not column.undecided or order is None:
        return column
    return replace(column, order=order, undecided=False)


def _foreign(sheet: Sheet, mapping: Mapping) -> Iterator[Draft]:
    noun = str(mapping.noun)
    plan = [
        (column.at, put)
        for column in mapping.columns
        if (put := reader(column, noun, mapping.source))
    ]
    finish = _FINISH.get(noun, _finish_other)
    for row in _whole(sheet, mapping):
        yield _draft(row, noun, plan, finish, mapping) if row.number else _left(row, noun)


def _whole(sheet: Sheet, mapping: Mapping) -> Iterator[Row]:
    """Odoo writes the second tag of a record into a row of its own; it goes to the first."""
    own = {c.at for c in mapping.columns if c.field in {"external_ids", *_NAMES}}
    if mapping.source != "odoo" or not own:
        yield from sheet.rows()
        return
    held: list[Row] = []
    for row in sheet.rows():
        if held and row.number and not any(row.cells[at].strip() for at in own):
            held = [_with(held[0], row.cells), *held[1:], replace(row, skip=GOES_ON)]
        else:
            yield from held
            held = [row]
    yield from held


GOES_ON = "goes on with the row above"


def _with(row: Row, more: list[str]) -> Row:
    joined = [
        f"{cell};{text}" if cell and text and text not in cell else cell or text
        for cell, text in zip(row.cells, more, strict=False)
    ]
    return replace(row, cells=[*joined, *row.cells[len(joined) :]])


def _left(row: Row, noun: str) -> Draft:
    return Draft(row.line, 0, noun, row.cells, skip=row.skip)


def _draft(
    row: Row, noun: str, plan: list[tuple[int, Put]], finish: Any, mapping: Mapping
) -> Draft:
    if row.problem:
        return _refused(row, noun)
    hand = RowInHand()
    hand.warnings.extend(row.warnings)
    cells = _mended(row.cells, hand, mapping.guarded)
    for at, put in plan:
        if (text := cells[at]) and (text := text.strip() or text.strip(" \t\r\n")):
            put(hand, text[2:-1] if text[:2] == '="' and text[-1] == '"' else text, cells)
    for at in range(len(mapping.columns), len(cells)):
        if cells[at].strip():
            hand.keep(f"Column {at + 1}", cells[at].strip())
    skipped = row.skip or finish(hand, noun)
    return Draft(
        line=row.line,
        number=row.number,
        noun=noun,
        cells=row.cells,
        organisation=None if skipped else hand.organisation or None,
        contact=None if skipped else hand.contact or None,
        values={} if skipped else hand.values,
        skip=skipped,
        problems=() if skipped else tuple(hand.problems),
        warnings=tuple(hand.warnings),
    )


def _refused(row: Row, noun: str) -> Draft:
    wrong = RowProblem("", "", row.problem, "", fatal=True)
    return Draft(row.line, row.number, noun, row.cells, problems=(wrong,), warnings=row.warnings)


def _mended(cells: list[str], hand: RowInHand, guarded: bool) -> list[str]:
    """Cells without the guard of a careful exporter, and with letters put right where certain."""
    if guarded:
        cells = [c[1:] if c[:1] == "'" and c[1:2] in set("=+-@|%") else c for c in cells]
    text = "\n".join(cells)
    if "\0" in text:
        cells = [cell.replace("\0", "") for cell in cells]
        hand.warnings.append("a NUL character was taken out")
    if "?" in text and any(map(encoding.letters_lost, cells)):
        hand.warnings.append("letters were lost before this file was saved")
    if text.isascii() or not encoding.spoilt(text):
        return cells
    mended = [encoding.mended(cell) or cell for cell in cells]
    if mended != cells:
        hand.warnings.append("spoilt letters were put right")
    return mended


# --- people and their organisations ---------------------------------------------------------------


def _finish_contact(hand: RowInHand, noun: str) -> str:
    contact, organisation = hand.contact, hand.organisation
    if hand.company:
        return _turn_company(hand)
    _name(hand)
    _second_choices(hand, contact)
    _phones(hand, contact.get("country") or organisation.get("country"))
    if not _is_person(contact):
        return _only_company(hand)
    if organisation.get("name"):
        _share(hand, contact, organisation)
    else:
        _without_company(hand)
    if hand.extra:
        contact["extra"] = hand.extra
    return ""


def _is_person(contact: dict[str, Any]) -> bool:
    return any(name in contact for name in (*_NAMES, "emails"))


def _only_company(hand: RowInHand) -> str:
    """A row that names a company but nobody in it."""
    if "name" not in hand.organisation:
        return NOTHING
    _move(hand.contact, hand)
    return _finish_company(hand)


def _turn_company(hand: RowInHand) -> str:
    """A row of a mixed list that its type column calls a company."""
    contact = hand.contact
    _second_choices(hand, contact)
    _phones(hand, contact.get("country"))
    name = contact.pop("full_name", None) or contact.pop("family_name", None)
    parent = hand.organisation.pop("name", None)
    if name:
        hand.organisation["name"] = name
        if parent and parent != name:
            hand.organisation["parent"] = parent
    elif parent:
        hand.organisation["name"] = parent
    _move(contact, hand)
    return _finish_company(hand) if hand.organisation.get("name") else NOTHING


def _finish_company(hand: RowInHand) -> str:
    hand.contact = {}
    if hand.extra:
        hand.organisation["extra"] = hand.extra
    return ""


def _move(contact: dict[str, Any], hand: RowInHand) -> None:
    """What a row without a person says goes to its organisation; the rest stays readable."""
    organisation = hand.organisation
    for field in (
        "country",
        "city",
        "region",
        "postal_code",
        "address",
        "website",
        "tags",
        "notes",
        "external_ids",
    ):
        if field in contact:
            organisation.setdefault(field, contact.pop(field))
    for address in contact.pop("emails", ()):
        _first_or_extra(hand, "email", address)
    for phone in contact.pop("phones", ()):
        _first_or_extra(hand, "phone", phone["raw"])
    for field, value in contact.items():
        hand.keep(field, value if isinstance(value, str) else ", ".join(map(str, value)))


def _first_or_extra(hand: RowInHand, field: str, text: str) -> None:
    if hand.organisation.setdefault(field, text) != text:
        hand.keep(field, text)


def _without_company(hand: RowInHand) -> None:
    """What was said of a company without a name stays with the person."""
    for field, value in hand.organisation.items():
        hand.keep(f"organisation {field}", value if isinstance(value, str) else str(value))
    hand.organisation = {}


def _share(hand: RowInHand, contact: dict[str, Any], organisation: dict[str, Any]) -> None:
    """The work address of a person is the address of the company; their web page may be its."""
    if not hand.home and "country" not in organisation and "city" not in organisation:
        organisation.update(
            {field: contact[field] for field in ("country", "city") if field in contact}
        )
    if (site := contact.get("website")) and not any(host in site.casefold() for host in _SOCIAL):
        organisation.setdefault("website", site)


def _finish_organisation(hand: RowInHand, noun: str) -> str:
    contact, organisation = hand.contact, hand.organisation
    _name(hand)
    _second_choices(hand, organisation)
    _phones(hand, contact.get("country") or organisation.get("country"))
    unnamed = not any(name in contact for name in _NAMES)
    if unnamed and ("name" in organisation or "emails" not in contact):
        _move(contact, hand)
        hand.contact = contact = {}
    if "name" not in organisation and not _is_person(contact):
        return NOTHING
    if hand.extra:
        (organisation if "name" in organisation else contact)["extra"] = hand.extra
    if "name" not in organisation:
        hand.organisation = {}
    return ""


def _name(hand: RowInHand) -> None:
    """Parts of a name as they came; a full name only where it says more than the parts."""
    contact = hand.contact
    family = contact.get("family_name")
    if family and "," in family and "suffix" not in contact:
        name, suffix = people.split_suffix(family)
        if suffix:
            contact["family_name"], contact["suffix"] = name, suffix
    full = contact.get("full_name")
    if full and ("given_name" in contact or "family_name" in contact):
        del contact["full_name"]
        parts = (contact.get("given_name"), contact.get("middle_name"), contact.get("family_name"))
        if not people.adds_nothing(full, *parts):
            hand.keep(hand.full_header, full)


def _second_choices(hand: RowInHand, into: dict[str, Any]) -> None:
    """Home and other addresses count only where there is no main one; they are never mixed."""
    if not hand.second:
        return
    main = any(field in into for field in ADDRESS)
    hand.home = not main
    said = {str(value) for value in into.values() if isinstance(value, str)}
    for field, (header, value, alone) in hand.second.items():
        if field in ADDRESS and main and not (alone and field not in into):
            if header.endswith("Formatted"):
                continue  # repeats the parts
            hand.keep(header, value)
        elif field == "country":
            _second_country(hand, into, header, value)
        elif field in into:
            if value not in said:
                hand.keep(header, value)
        else:
            into[field] = value


def _second_country(hand: RowInHand, into: dict[str, Any], header: str, value: str) -> None:
    from crm.countries import code

    if found := code(value):
        into["country"] = found
    else:
        hand.keep(header, value)


def _phones(hand: RowInHand, country: str | None) -> None:
    """Every number once, a fax last; a label somebody wrote beats the one of the column."""
    if not hand.phones:
        return
    found: dict[str, dict[str, str | None]] = {}
    for text, label in sorted(hand.phones, key=lambda said: said[1] == "fax"):
        for phone in phones.parse(text, country, label):
            key = phone.e164 or "".join(c for c in phone.raw if c.isdigit())
            if key in found and phone.label not in {"work", "other"}:
                found[key]["label"] = phone.label
            found.setdefault(key, phone.as_dict())
    if found:
        hand.contact["phones"] = list(found.values())


# --- everything else ---------------------------------------------------------------------------------


def _finish_other(hand: RowInHand, noun: str) -> str:
    values = hand.values
    main = _MAIN.get(noun, "incentive" if noun == "cases" else "name")
    if not values.get(main):
        if not values:
            return f"no {main}"
        hand.fault(main, "", f"no {main}", "fill it in", fatal=True)
    if noun == "incentives":
        _window(values)
    if noun == "meetings" and values.get("all_day"):
        values.pop("starts_at", None)
        values.pop("ends_at", None)
    if hand.extra:
        values["extra"] = hand.extra
    return ""


def _window(values: dict[str, Any]) -> None:
    """Start and end become the span in which the incentive can be granted."""
    starts, ends = values.pop("starts_on", None), values.pop("ends_on", None)
    if starts:
        values["windows"] = [{"starts_on": starts, "ends_on": ends}]
    elif ends:
        values["windows"] = [{"starts_on": None, "ends_on": ends}]


_FINISH = {"contacts": _finish_contact, "organisations": _finish_organisation}
