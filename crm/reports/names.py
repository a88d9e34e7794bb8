"""A name in the form that is recorded for the language of the paper, else as it was typed."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.dossier import Forms, Guest, IncentiveLine, OrganisationLine, Participant, Promise, SiteLine

if TYPE_CHECKING:
    from db.queries.lists import Row

_HAN, _KANA, _CYRILLIC = (re.compile(f"[{signs}]") for signs in ("㐀-鿿", "぀-ヿ", "Ѐ-ӿ"))


def called(
    name: str,
    native: str = "",
    aliases: Sequence[str] = (),
    *,
    lang: str,
    language: str = "",
    country: str = "",
) -> str:
    """Chinese and Russian forms are known by their letters, `native` before the aliases; Azerbaijani
    has those of others, so that only the native name of somebody or something from there is one."""
    forms = (native, *aliases)
    if lang == "zh":
        return next((f for f in forms if _HAN.search(f) and not _KANA.search(f)), name)
    if lang == "ru":
        return next((form for form in forms if _CYRILLIC.search(form)), name)
    at_home = language == "az" or (not language and country == "AZ")
    latin = native and not (_HAN.search(native) or _CYRILLIC.search(native))
    return native if lang == "az" and at_home and latin else name


def of_row(row: "Row", lang: str) -> str:
    """Of any record; incentives have no country, they are of this one."""
    values = row.values
    known = {name: values.get(name) or "" for name in ("language", "country")}
    known["country"] = known["country"] or ("AZ" if row.ref.startswith("I") else "")
    return called(
        row.name, values.get("native_name") or "", values.get("aliases") or (), lang=lang, **known
    )


def others(name: str, native: str, used: str) -> list[str]:
    """The other names by which the record knows them, where the paper says `used`."""
    return [form for form in (name, native) if form and form != used]


def of_body(line: OrganisationLine, lang: str) -> str:
    return called(line.name, line.native_name, line.aliases, lang=lang, country=line.country)


def of_person(person: Participant | Guest, lang: str) -> str:
    return called(
        person.name, person.native_name, person.aliases, lang=lang,
        language=person.language, country=person.country,
    )  # fmt: skip


def of_offer(line: IncentiveLine | SiteLine, lang: str) -> str:
    """Incentives and sites are of this country, and so are their native names."""
    aliases = line.aliases if isinstance(line, SiteLine) else ()
    return called(line.name, line.native_name, aliases, lang=lang, country="AZ")


def of_authority(line: IncentiveLine, lang: str) -> str:
    return _of(line.authority, line.authority_forms, lang)


def of_owner(promise: Promise, lang: str) -> str:
    return _of(promise.owner, promise.owner_forms, lang)


def _of(name: str, forms: Forms, lang: str) -> str:
    return called(
        name, forms.native, forms.aliases, lang=lang,
        language=forms.language, country=forms.country,
    )  # fmt: skip
