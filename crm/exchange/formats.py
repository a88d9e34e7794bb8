"""Whole formats recognised by their set of headers: LinkedIn, Google, Outlook, HubSpot and others."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .headers import folded


@dataclass(frozen=True, slots=True)
class Format:
    """`fields` maps folded headers to meanings and beats single words; `source` names the other
    system in external ids; `guarded` cells carry an apostrophe before + - = @."""

    name: str
    source: str
    noun: str
    marks: tuple[frozenset[str], ...]
    of: frozenset[str]
    count: int
    prefix: str
    without: frozenset[str]
    guarded: bool
    fields: dict[str, str]

    def fits(self, headers: tuple[str, ...], keys: frozenset[str]) -> bool:
        if self.prefix:
            named = sum(1 for header in headers if header.startswith(self.prefix))
            return named >= max(2, len(headers) * 0.6)
        if keys & self.without:
            return False
        return any(mark <= keys for mark in self.marks) or (
            self.count > 0 and len(self.of & keys) >= self.count
        )


def recognise(headers: tuple[str, ...]) -> Format | None:
    keys = frozenset(map(folded, headers))
    return next((known for known in known_formats() if known.fits(headers, keys)), None)


@cache
def known_formats() -> tuple[Format, ...]:
    said = json.loads((files("crm.exchange") / "formats.json").read_text("utf-8"))
    return tuple(_format(entry) for entry in said)


def _format(entry: dict[str, object]) -> Format:
    def keys(words: object) -> frozenset[str]:
        return (
            frozenset(folded(str(word)) for word in words)
            if isinstance(words, list)
            else frozenset()
        )

    marks, fields = entry.get("marks"), entry["fields"]
    assert isinstance(fields, dict)
    return Format(
        name=str(entry["name"]),
        source=str(entry["source"]),
        noun=str(entry["noun"]),
        marks=tuple(keys(mark) for mark in marks) if isinstance(marks, list) else (),
        of=keys(entry.get("of")),
        count=int(str(entry.get("count", 0))),
        prefix=str(entry.get("prefix", "")),
        without=keys(entry.get("without")),
        guarded=bool(entry.get("guarded")),
        fields={folded(header): meaning for header, meaning in fields.items()},
    )


# --- numbered pairs: "Phone 1 - Value" beside "Phone 1 - Label" -----------------------------------

_PAIR = re.compile(r"(.+?) ?(\d+) - (.+)|(custom) ?(key|value) ?(\d+)", re.IGNORECASE)
_LABEL = {"label", "type", "rel"}
_PAIRED = {
    ("e-mail", "value"): "contact.emails", ("email", "value"): "contact.emails",
    ("phone", "value"): "contact.phones.work", ("website", "value"): "any.website",
    ("organization", "name"): "organisation.name", ("organization", "title"): "contact.job_title",
    ("organization", "department"): "contact.department",
    ("address", "street"): "any.address", ("address", "city"): "any.city",
    ("address", "region"): "any.region", ("address", "postal code"): "any.postal_code",
    ("address", "country"): "any.country", ("address", "formatted"): "second.formatted",
    ("address", "extended address"): "any.address", ("address", "po box"): "any.address",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A column that belongs to a numbered group; `label` says it only names its sisters."""

    meaning: str
    label: bool
    group: tuple[str, str]


def pair(header: str) -> Pair | None:
    found = _PAIR.fullmatch(header.strip())
    if not found:
        return None
    if found[4]:
        return Pair("labelled", found[5].casefold() == "key", (found[4].casefold(), found[6]))
    kind, part = found[1].casefold(), found[3].casefold()
    group = (kind, found[2])
    if part in _LABEL:
        return Pair("label", True, group)
    meaning = _PAIRED.get((kind, part), "labelled" if part == "value" else "extra")
    if kind == "address" and found[2] != "1":
        meaning = meaning.replace("any.", "second.")
    return Pair(meaning, False, group)
