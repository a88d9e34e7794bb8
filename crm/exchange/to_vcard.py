"""Contacts as an address book (vCard 4.0, RFC 6350) that phones and programs read and ours reads back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from . import own_blocks
from .cell_text import cell
from .components import Component
from .content_lines import escaped, parsed
from .folding import folded
from .vcard_fields import fields

_NAME = ("family_name", "given_name", "middle_name", "salutation", "suffix")
_ADDRESS = ("address", "city", "region", "postal_code", "country")
_TEXTS = {
    "TITLE": "job_title", "NOTE": "notes", "URL": "website", "LANG": "language",
    "X-SOCIALPROFILE;TYPE=linkedin": "linkedin_url",
}  # fmt: skip
_TYPES = {"mobile": "cell", "work": "work", "home": "home", "fax": "fax"}
# Column of a read card -> field.
_BACK = {
    "Given name": "given_name", "Middle name": "middle_name", "Family name": "family_name",
    "Salutation": "salutation", "Suffix": "suffix", "Organisation": "organisation",
    "Department": "department", "Job title": "job_title", "Note": "notes", "Website": "website",
    "LinkedIn": "linkedin_url", "Language": "language", "Address": "address", "City": "city",
    "Region": "region", "Postal code": "postal_code", "Card UID": "uid",
}  # fmt: skip


def to_vcard(names: Sequence[str], rows: Iterable[Mapping[str, Any]], file: TextIO) -> int:
    """Write contacts as cards; the number of cards written."""
    written = 0
    for row in rows:
        lines = _standard(row)
        block = Component(
            "VCARD", 0, [p for line in lines if (p := parsed(line.encode(), "utf-8"))]
        )
        wanted = {name: cell(row.get(name)) for name in names}
        lines += own_blocks.beside(wanted, own(block))
        file.writelines(map(folded, ["BEGIN:VCARD", "VERSION:4.0", *lines, "END:VCARD"]))
        written += 1
    return written


def own(block: Component) -> dict[str, str]:
    """The fields of a card that we wrote, from its standard properties."""
    told = fields(block)
    said = {field: told[column] for column, field in _BACK.items() if column in told}
    if "E-mails" in told:
        said["emails"] = cell(told["E-mails"].split(" ::: "))
    if "Categories" in told:
        said["tags"] = cell(told["Categories"].split(" ::: "))
    return said


def read(block: Component) -> dict[str, str]:
    """Field -> cell of our own export. Raises Fault."""
    return own_blocks.restored(block, own(block))


def _standard(row: Mapping[str, Any]) -> list[str]:
    name = str(row.get("name") or "") or "?"
    lines = [f"PRODID:{own_blocks.PRODID}", f"UID:urn:uuid:{row['uid']}", f"FN:{_text(name)}"]
    lines.append("N:" + ";".join(_text(row.get(part)) for part in _NAME))
    if row.get("organisation") or row.get("department"):
        lines.append(
            f"ORG:{_text(row.get('organisation'))};{_text(row.get('department'))}".rstrip(";")
        )
    lines += [
        f"EMAIL;PREF={at}:{_text(mail)}" for at, mail in enumerate(row.get("emails") or (), 1)
    ]
    lines += [_phone(phone) for phone in row.get("phones") or ()]
    if any(row.get(part) for part in _ADDRESS):
        lines.append("ADR;TYPE=work:;;" + ";".join(_text(row.get(part)) for part in _ADDRESS))
    lines += [f"{name}:{_text(row[field])}" for name, field in _TEXTS.items() if row.get(field)]
    if tags := row.get("tags"):
        lines.append("CATEGORIES:" + ",".join(map(_text, tags)))
    return lines


def _phone(phone: Mapping[str, str | None]) -> str:
    kind = _TYPES.get(phone.get("label") or "", "voice")
    return f"TEL;TYPE={kind}:{_text(phone.get('raw') or phone.get('e164'))}"


def _text(value: Any) -> str:
    return escaped(own_blocks.plain(str(value or "")))
