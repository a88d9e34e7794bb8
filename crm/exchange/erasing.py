"""Empty cells that are to erase, where a person asked for that: they become empty values of a draft."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from db.models import NOUNS, columns
from db.models.types import Json
from db.queries.lists import listing

from .column import Column
from .draft import Draft

# What tells a record from others, and where its facts come from, no empty cell takes away.
_KEPT = frozenset(
    ["given_name", "family_name", "full_name", "external_ids", "source", "sources", "extra"]
)

Blanks = Mapping[str, tuple[tuple[int, ...], Any]]  # column of the record -> places, empty value


def erasing(drafts: Iterator[Draft], noun: str, headers: tuple[Column, ...]) -> Iterator[Draft]:
    """The drafts, each with an empty value for every field of its noun whose cells are all empty."""
    blanks = _blanks(noun, headers)
    for draft in drafts:
        taken = not draft.number or draft.skip or draft.rejected
        yield draft if taken else _with(draft, noun, _empty(draft.cells, blanks))


def _blanks(noun: str, headers: tuple[Column, ...]) -> Blanks:
    links = {word: column for word, (column, _) in listing(noun).links.items()}
    table, fields = columns(NOUNS[noun]), NOUNS[noun].model_fields
    places: dict[str, list[int]] = defaultdict(list)
    for header in headers:
        if header.use == "field" and header.field:
            name = header.field.removesuffix("_uid")
            name = "phones" if name.startswith("phones.") else links.get(name, name)
            places[name].append(header.at)
    return {
        name: (tuple(at), _nothing(fields[name]) if isinstance(table.c[name].type, Json) else None)
        for name, at in places.items()
        if name in table.c and name not in _KEPT
        and (table.c[name].nullable or isinstance(table.c[name].type, Json))
    }  # fmt: skip


def _nothing(field: Any) -> Any:
    return field.default_factory() if field.default_factory else None


def _empty(cells: list[str], blanks: Blanks) -> dict[str, Any]:
    return {
        name: empty
        for name, (places, empty) in blanks.items()
        if not any(cells[at].strip() for at in places if at < len(cells))
    }


def _with(draft: Draft, noun: str, empty: dict[str, Any]) -> Draft:
    if noun == "contacts":
        return replace(draft, contact={**empty, **draft.contact}) if draft.contact else draft
    if noun == "organisations":
        body = draft.organisation
        return replace(draft, organisation={**empty, **body}) if body else draft
    return replace(draft, values={**empty, **draft.values})
