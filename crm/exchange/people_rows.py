"""A row of people and organisations once its cells are read: whose each thing is, and what stays beside."""

from functools import lru_cache
from typing import Any

from . import people, phones
from .row_in_hand import ADDRESS, RowInHand

NOTHING = "no name, company or e-mail"
NAMES = ("given_name", "middle_name", "family_name", "full_name")
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


def finish_contact(hand: RowInHand, noun: str) -> str:
    contact, organisation = hand.contact, hand.organisation
    if hand.company:
        return _turn_company(hand)
    _name(hand)
    if _is_company(contact, organisation):
        hand.warnings.append("read as an organisation, by its legal form")
        return _turn_company(hand)
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


_OF_SOMEBODY = (*NAMES, "emails")
_OF_A_PERSON = ("given_name", "family_name", "job_title", "salutation", "department")


def _is_company(contact: dict[str, Any], organisation: dict[str, Any]) -> bool:
    """Whether a list of people names a company in the place of a person."""
    if "name" in organisation or not contact.keys().isdisjoint(_OF_A_PERSON):
        return False
    return people.has_legal_form(contact.get("full_name", ""))


def _is_person(contact: dict[str, Any]) -> bool:
    return not contact.keys().isdisjoint(_OF_SOMEBODY)


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
    ids = hand.organisation.pop("external_ids", None)
    for field, value in hand.organisation.items():
        hand.keep(f"organisation {field}", value if isinstance(value, str) else str(value))
    if ids:
        hand.keep("organisation id", ", ".join(ids.values()))
    hand.organisation = {"external_ids": ids} if ids else {}


def _share(hand: RowInHand, contact: dict[str, Any], organisation: dict[str, Any]) -> None:
    """The work address of a person is the address of the company, as far as nothing else is known
    of it; their web page may be its."""
    lent: dict[str, Any] = {}
    if not hand.home and "country" not in organisation and "city" not in organisation:
        lent = {field: contact[field] for field in ("country", "city") if field in contact}
    site = contact.get("website")
    if site and "website" not in organisation and not _is_social(site):
        lent["website"] = site
    organisation.update(lent)
    hand.lent = tuple(lent)


@lru_cache(4096)  # what is a company's returns
def _is_social(site: str) -> bool:
    return any(host in site.casefold() for host in _SOCIAL)


def finish_organisation(hand: RowInHand, noun: str) -> str:
    contact, organisation = hand.contact, hand.organisation
    _name(hand)
    _second_choices(hand, organisation)
    _phones(hand, contact.get("country") or organisation.get("country"))
    unnamed = not any(name in contact for name in NAMES)
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
    _called(hand)
    _address(hand)
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


def _called(hand: RowInHand) -> None:
    """The name that stands beside an address: theirs where no other is told."""
    if hand.called is None:
        return
    header, name = hand.called
    parts = [hand.contact.get(part) for part in NAMES]
    if not any(parts):
        hand.contact["full_name"] = name
    elif not people.words(name) <= people.words(" ".join(filter(None, parts))):
        hand.keep(header, name)


def _address(hand: RowInHand) -> None:
    """A form of address before the name, and before it the company as Odoo writes it."""
    contact, company = hand.contact, hand.organisation.get("name")
    full = contact.get("full_name", "")
    if company and full.startswith(f"{company}, "):
        contact["full_name"] = full.removeprefix(f"{company}, ")
    for field in ("full_name", "given_name"):
        if field in contact and "salutation" not in contact:
            said, name = people.split_salutation(contact[field])
            contact |= {field: name, **({"salutation": said} if said else {})}


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
