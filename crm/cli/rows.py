"""What the command line shows of each noun: its columns as text, its keys as JSON."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm.text import one_line
from crm.words import _, many, word
from db.errors import Invalid

if TYPE_CHECKING:
    from db.queries.lists import Row

# The most telling fields of each noun, after its reference and its name.
COLUMNS: dict[str, tuple[str, ...]] = {
    "organisations": ("country", "kind", "sector", "last_spoken"),
    "contacts": ("organisation", "job_title", "emails", "phones"),
    "meetings": ("start", "status", "place", "organisations"),
    "follow_ups": ("due_on", "side", "status", "owner", "organisation"),
    "projects": ("stage", "status", "parties", "expected_on"),
    "sites": ("zone_kind", "place", "operator"),
    "incentives": ("kind", "authority", "duration"),
    "cases": ("state", "project", "next_report_on"),
}
_ONE = {
    "organisations": "organisation", "contacts": "contact", "meetings": "meeting",
    "follow_ups": "follow-up", "projects": "project", "sites": "site",
    "incentives": "incentive", "cases": "case", "documents": "document",
    "report_versions": "report-version", "saved_views": "saved-view", "settings": "setting",
}  # fmt: skip
_TITLES = {"due_on": "due", "expected_on": "expected", "zone_kind": "kind", "emails": "e-mail"}
_TITLES |= {"phones": "phone", "next_report_on": "next report", "organisations": "with"}

# Said by `start` and `end` already, or of no use outside the database.
_INTERNAL = frozenset(
    {"id", "version", "starts_on", "starts_at", "ends_on", "ends_at", "party_list", "site_list"}
)


def known_noun(text: str) -> str:
    """The noun a word of the command line means. Raises Invalid listing them."""
    noun = text.strip().casefold().replace("-", "_").replace(" ", "_")
    plural = next((many for many, one in _ONE.items() if one.replace("-", "_") == noun), noun)
    if plural not in COLUMNS:
        listed = ", ".join(map(spelled, COLUMNS))
        raise Invalid(f"There is no list “{text}”. Lists: {listed}.")
    return plural


def spelled(noun: str) -> str:
    return noun.replace("_", "-")


def counted(number: int, noun: str) -> str:
    """A number of records in words: 1 contact, 2 follow-ups."""
    return many(number, f"{{n}} {_ONE[noun]}", f"{{n}} {spelled(noun)}")


def heads(noun: str) -> list[str]:
    return [_("Ref"), _("Name"), *(label(_TITLES.get(key, key)) for key in COLUMNS[noun])]


def cells(noun: str, row: "Row") -> list[str]:
    values = {**row.values, "owner": row.values.get("owner") or row.values.get("owner_role")}
    return [row.ref, row.name, *(_short(values.get(key)) for key in COLUMNS[noun])]


def label(key: str) -> str:
    """A field as a heading, in the officer's language."""
    words = key.replace("_", " ")
    return _(words[:1].upper() + words[1:])


def _short(value: Any) -> str:
    """A value for a cell: of several the first, and how many more there are."""
    if isinstance(value, list) and len(value) > 1:
        return f"{worded(value[0])} +{len(value) - 1}"
    return one_line(worded(value))


def worded(value: Any) -> str:
    """Any value of a row as text: lists line by line, words of an enumeration with blanks."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return f"{value.astimezone():%Y-%m-%d %H:%M}"
        case list() | tuple():
            return "\n".join(worded(one) for one in value)
        case dict():
            return _mapping(value)
        case StrEnum():
            return word(value)
    return str(value)


def _mapping(value: Mapping[str, Any]) -> str:
    if "raw" in value and "e164" in value:
        number, kind = value["raw"] or value["e164"] or "", value.get("label")
        return f"{number} ({kind})" if kind else str(number)
    said = (f"{label(k)}: {_inner(v)}" for k, v in value.items() if v not in (None, "", [], {}))
    return "; ".join(said)


def _inner(value: Any) -> str:
    return ", ".join(worded(value).split("\n"))


# What every record carries stands behind what is its own.
_AFTER = (
    "tags", "notes", "source", "sources", "external_ids", "extra", "created_at", "created_by",
    "updated_at", "updated_by", "archived_at",
)  # fmt: skip


def _ordered(row: "Row") -> dict[str, Any]:
    values = dict(row.values)
    after = {key: values.pop(key) for key in _AFTER if key in values}
    before = {key: values.pop(key) for key in ("start", "end") if key in values}
    return before | values | after


def plain(noun: str, row: "Row") -> dict[str, Any]:
    """The row as JSON shows it: `ref`, `uid`, `name`, then the fields by their names."""
    left = _INTERNAL | _keys_of_links(noun)
    first = {"ref": row.ref, "uid": row.values["uid"], "name": row.name}
    return first | {k: v for k, v in _ordered(row).items() if k not in first and k not in left}


def _keys_of_links(noun: str) -> set[str]:
    from db.queries.lists import listing

    return {column for column, _ in listing(noun).links.values()}


_TOLD_APART = frozenset({"ref", "name", "full_name", "uid", "missing", "external_ids"})
_STAMPS = frozenset({"created_at", "created_by", "updated_at", "updated_by"})


def facts(noun: str, row: "Row") -> list[tuple[str, str]]:
    """The fields of a record that hold something and are not its name, each with its label."""
    left = _TOLD_APART | _STAMPS | _INTERNAL | _keys_of_links(noun)
    told = (
        (key, worded(value))
        for key, value in _ordered(row).items()
        if key not in left and not key.endswith(("_ref", "_refs"))
    )
    return [(label(key), text) for key, text in told if text and text != row.name]
