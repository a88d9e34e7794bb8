"""Where a meaning goes in the record, given what the file lists and which columns stand beside it."""

import re
from dataclasses import replace

from . import sniff, wording
from .column import SAYS_NOTHING, Column
from .fields import FIELDS, LISTS, kind_of
from .meaning import Meant

OWN_COLUMNS = {
    "ref": "text", "uid": "text", "name": "text", "source": "text", "sources": "json", "extra": "json",
    "organisation": "text", "archived_at": "text", "organisations": "json", "seats": "json",
    "points": "json", "parties": "json", "sites": "json", "figures": "json", "windows": "json",
}  # fmt: skip

_KEPT = {
    "keep.last_contact": (
        "moment",
        "when they were last spoken to comes from meetings; kept beside it",
    ),
    "keep.next_on": ("moment", "kept as an extra field"),
    "keep.created": ("moment", "kept as an extra field"),
    "keep.date": ("moment", "kept as an extra field"),
    "keep.connected_on": ("moment", "the day of the connection, not of a talk; kept beside it"),
    "keep.birthday": ("moment", "kept as an extra field"),
    "keep.investment": ("money", "an amount needs a project; kept as an extra field"),
    "keep.revenue": ("money", "kept as an extra field"),
    "keep.amount": ("money", "kept as an extra field"),
    "keep.phone": ("text", "not their own telephone; kept as an extra field"),
    "never.opt_out": (
        "text",
        "a refusal is not a permission: never mapped, kept as an extra field",
    ),
    "keep.series": ("series", "a series is kept as one meeting, with its rule beside it"),
    "labelled": ("labelled", "kept under the label beside it"),
}
_MEETINGS = {
    "organisation.name": "organisations", "contact.full_name": "attendees", "name": "subject",
    "any.city": "place", "keep.next_step": "next_step", "keep.status": "status",
}  # fmt: skip
_FOLLOW_UPS = {
    "organisation.name": "organisation", "contact.full_name": "contact", "keep.status": "status",
    "keep.owner": "owner", "name": "text", "meeting.starts_on": "due_on", "meeting.ends_on": "due_on",
    "keep.next_on": "due_on", "project.name": "project", "meeting.subject": "text",
}  # fmt: skip
_PROJECTS = {
    "organisation.name": "organisation", "name": "name", "keep.status": "status",
    "organisation.sector": "sector", "organisation.sector_code": "sector_code",
    "organisation.native_name": "native_name", "contact.native_name": "native_name",
}  # fmt: skip
_OTHER = {
    "meetings": ("meeting.", _MEETINGS),
    "follow_ups": ("follow_up.", _FOLLOW_UPS),
    "incentives": ("incentive.", {"name": "name", "contact.native_name": "native_name"}),
    "projects": ("project.", _PROJECTS),
    "sites": ("site.", {"name": "name", "any.country": "country", "any.city": "place"}),
    "cases": ("case.", {}),
}
_SHARED = {"any.tags": "tags", "any.notes": "notes", "any.external_id": "external_ids"}


def place(
    column: Column,
    meant: list[Meant],
    at: int,
    values: list[str],
    noun: str | None,
    people: bool,
    taken: set[str],
) -> Column:
    """The column with its field, or kept as an extra field with the reason."""
    mine = meant[at]
    if noun is None:
        return replace(column, why="not known; kept as an extra field")
    for concept in _settled(mine, meant, values, noun):
        if concept == "noise":
            return _noise(column, values)
        field = _field(concept, noun, people)
        second = concept.startswith(("second.", "else."))
        if field and (second or kind_of(noun, field) in LISTS or field not in taken):
            if not second:
                taken.add(field)
            kind = _kind(concept, noun, field)
            why = "used where the main one is empty" if second else mine.why
            return replace(
                column,
                field=field,
                use="field",
                kind=kind,
                how_sure=mine.how_sure,
                why=why,
                second=second,
            )
        if field:
            if company := _of_company(column.header, noun, taken):
                taken.add(company)
                kind, why = kind_of(noun, company), wording.WHY
                return replace(column, field=company, use="field", kind=kind, how_sure=0.8, why=why)
            return _taken(column, mine, noun, field, taken)
        if concept == "row_number" and _counts(values):
            return replace(column, use="left out", how_sure=0.9, why="only counts the rows")
        if concept in _KEPT or concept.startswith("keep.") or concept == "row.is_company":
            return _kept(column, concept, mine)
    return replace(column, how_sure=max(mine.how_sure, 0.5), why=_unknown(mine))


_IN_ANOTHER = re.compile(
    r"\b(cn|zh|ch|chinese|ru|rus|russian|az|aze|tr|jp|kr|native|local|original|orijinal|orig)\b|中文|рус",
    re.IGNORECASE,
)


def _of_company(header: str, noun: str, taken: set[str]) -> str | None:
    """In a list of people, Company Country beside Country is the one of the company."""
    told = wording.meaning(header) if noun == "contacts" else None
    field = _field(told, noun, people=True) if told and told.startswith("organisation.") else None
    return field if field and field not in taken else None


def _taken(column: Column, mine: Meant, noun: str, field: str, taken: set[str]) -> Column:
    """A second name in another language is the native one; anything else stays beside the record."""
    native = {"name": "native_name", "full_name": "native_name"}.get(field, f"{field}.native_name")
    if _IN_ANOTHER.search(column.header) and native not in taken and native in FIELDS[noun]:
        taken.add(native)
        why = "the name in another language"
        return replace(column, field=native, use="field", kind="text", how_sure=0.85, why=why)
    return replace(column, how_sure=mine.how_sure, why=f"{field} is filled by another column")


def _counts(values: list[str]) -> bool:
    """Whether the values are 1, 2, 3 ..."""
    return all(value.rstrip(".") == str(at) for at, value in enumerate(values, 1))


def _unknown(mine: Meant) -> str:
    return mine.why if not mine.concepts else "kept as an extra field"


def _kept(column: Column, concept: str, mine: Meant) -> Column:
    if concept == "row.is_company":
        return replace(column, kind="is company", how_sure=0.95, why="tells companies from people")
    kind, why = _KEPT.get(concept, ("text", "kept as an extra field"))
    return replace(column, kind=kind, how_sure=mine.how_sure, why=why)


def _noise(column: Column, values: list[str]) -> Column:
    """What a program writes where nobody chose anything says nothing; all else is kept."""
    if {value.casefold() for value in values} <= SAYS_NOTHING:
        why = "holds only what stands there by itself"
        return replace(column, use="left out", kind="noise", how_sure=0.9, why=why)
    if sniff.share_of_display_names(values) >= sniff.AGREED:
        return replace(column, use="left out", how_sure=0.9, why="repeats the name and the address")
    return replace(column, how_sure=0.7, why="kept as an extra field")


def _kind(concept: str, noun: str, field: str) -> str:
    if concept.startswith("else."):
        return "else"
    return "place" if concept == "any.city" and field == "city" else kind_of(noun, field)


def _field(concept: str, noun: str, people: bool) -> str | None:
    owner, _, name = concept.partition(".")
    if noun in _OTHER:
        prefix, more = _OTHER[noun]
        field = name if concept.startswith(prefix) else more.get(concept) or _SHARED.get(concept)
        return field if field and _exists(noun, field) else None
    if owner in {"second", "else"}:
        name = "address" if name == "formatted" else name
        return name if _exists(noun, name) else None
    if noun == "contacts":
        return _of_contact(owner, name)
    return _of_organisation(owner, name, people)


def _of_contact(owner: str, name: str) -> str | None:
    if owner == "organisation":
        field = {"name": "organisation", "external_id": "organisation.external_ids"}.get(name)
        return field or _real("contacts", f"organisation.{name}")
    if owner in {"contact", "any"}:
        return _real("contacts", {"external_id": "external_ids"}.get(name, name))
    return "full_name" if owner == "name" else None


def _of_organisation(owner: str, name: str, people: bool) -> str | None:
    if owner in {"organisation", "any"}:
        return _real("organisations", {"external_id": "external_ids"}.get(name, name))
    if owner == "name":
        return "name"
    if owner != "contact":
        return None
    if not people and name in {"emails", "phones.work"}:
        return {"emails": "email", "phones.work": "phone"}[name]
    return _real("organisations", f"contact.{name}") if people else None


def _exists(noun: str, field: str) -> bool:
    return _real(noun, field) is not None


def _real(noun: str, field: str) -> str | None:
    return field if field in FIELDS[noun] else None


# --- words with two meanings (data notes, mapping rule 3) ------------------------------------------------


def _settled(mine: Meant, meant: list[Meant], values: list[str], noun: str) -> list[str]:
    """The meanings of a column, the likeliest here first."""
    concepts = list(mine.concepts)
    others = [column for column in meant if column is not mine]
    if mine.has("contact.salutation") and mine.has("contact.job_title"):
        return [_title(others, values)]
    if mine.has("name"):
        return [_name(others, noun, values)]
    if mine.has("any.country") and mine.has("any.city"):
        return ["any.country"] if mine.kind == "country" else ["any.city"]
    if mine.has("any.address") and mine.has("contact.job_title"):
        return ["any.address"] if noun == "organisations" else _title_or_address(mine, others)
    if noun in _OTHER:
        prefix = _OTHER[noun][0]
        return sorted(concepts, key=lambda concept: not concept.startswith(prefix))
    return sorted(concepts, key=lambda concept: not concept.startswith(("any.", "keep.")))


def _title(others: list[Meant], values: list[str]) -> str:
    if any(column.only == "contact.job_title" and len(column.concepts) == 1 for column in others):
        return "contact.salutation"
    return (
        "contact.salutation" if sniff.share_of_salutations(values) >= 0.6 else "contact.job_title"
    )


def _title_or_address(mine: Meant, others: list[Meant]) -> list[str]:
    titled = any(column.has("contact.job_title") for column in others)
    return ["any.address"] if titled else ["contact.job_title"]


def _name(others: list[Meant], noun: str, values: list[str]) -> str:
    """A lone Name or Ad: given name beside a family name, else the name of what the file lists."""
    family = any(column.has("contact.family_name") for column in others)
    given = any(column.only == "contact.given_name" for column in others)
    if noun == "contacts" and family and not given:
        return "contact.given_name"
    if noun == "contacts" and given and not family and _single(values):  # Name, Vorname
        return "contact.family_name"
    if noun == "contacts":
        return "contact.full_name"
    if noun == "organisations" and any(column.only == "organisation.name" for column in others):
        return "contact.given_name" if family and not given else "contact.full_name"
    return "name"


def _single(values: list[str]) -> bool:
    """Whether most of the names are of one word."""
    return sum(1 for value in values if " " not in value) > len(values) / 2
