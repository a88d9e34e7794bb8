"""What one card says, by the columns of a list; the properties nobody knows under their own name."""

import json
import re
from collections.abc import Callable, Iterable

from . import people
from .components import Component
from .content_lines import Property
from .phones import label_of

# The columns a list of cards can have, in this order; formats.json says what each fills.
BASE = (
    "Kind", "Salutation", "Given name", "Middle name", "Family name", "Suffix", "Full name",
    "Native name", "Organisation", "Department", "Job title", "E-mails", "Phones", "Address", "City",
    "Region", "Postal code", "Country", "Other address", "Other city", "Other region",
    "Other postal code", "Other country", "Website", "LinkedIn", "Birthday", "Language", "Categories",
    "Note", "Card UID",
)  # fmt: skip
ALWAYS = ("Full name", "Phones", "Card UID")  # by which the columns are known again
# What the programs keep for themselves, or say a second time.
_BOOKKEEPING = {
    "VERSION", "PRODID", "REV", "BEGIN", "END", "SORT-STRING", "MAILER", "CLIENTPIDMAP", "AGENT",
    "X-ABLABEL", "X-ABADR", "X-ABUID", "X-ABSHOWAS", "X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS",
    "X-EVOLUTION-FILE-AS", "LABEL", "KIND", "X-ADDRESSBOOKSERVER-KIND", "PROFILE", "SOURCE", "XML",
}  # fmt: skip
_ADDRESS = ("Address", "City", "Region", "Postal code", "Country")
LEAST = 10  # letters of an id that is one of its kind in the world
_PLAIN = re.compile(r"[+(\d][\d ().-]*")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


def fields(block: Component) -> dict[str, str]:
    """Column -> cell. Under the empty name stands why a card is none of a person or a body."""
    card = block.properties
    told: dict[str, str] = {}
    labels = {each.group: each.text() for each in card if each.name == "X-ABLABEL" and each.group}
    for name in dict.fromkeys(each.name for each in card):
        mine = _preferred(each for each in card if each.name == name)
        _READ.get(name, _extra)(told, mine, labels)
    _kind(told, card)
    _spare(told)
    return told


def _preferred(mine: Iterable[Property]) -> list[Property]:
    """The preferred one first (3.0: TYPE=pref; 4.0: PREF=1 to 100), else in the order of the card."""
    return sorted(mine, key=_rank)


def _rank(each: Property) -> int:
    if (said := each.parameter("PREF")).isdigit():
        return min(int(said[:4]), 100)
    return 1 if "pref" in each.types() else 101


Read = Callable[[dict[str, str], list[Property], dict[str, str]], None]


def _put(told: dict[str, str], name: str, text: str) -> None:
    """Nothing is lost: a second value stands under the same name, after the first."""
    if text := text.strip():
        told[name] = f"{told[name]}; {text}" if name in told and text != told[name] else text


# --- names ----------------------------------------------------------------------------------------


def _name(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    columns = ("Family name", "Given name", "Middle name", "Salutation", "Suffix")
    first, *others = mine
    for column, part in zip(columns, first.parts(), strict=False):
        _put(told, column, " ".join(part.replace(",", ", ").split()).replace(" ,", ","))
    if "Middle name" in told:
        told["Middle name"] = told["Middle name"].replace(",", "")
    for other in others:  # the name in another script (ALTID of 4.0)
        family, given, *_ = [*other.parts(), "", ""]
        _put(told, "Native name", f"{family} {given}".strip())


def _full_name(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    for at, each in enumerate(mine):
        _put(told, "Native name" if at else "Full name", each.text())


def _organisation(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    for at, each in enumerate(mine):
        name, *units = [part.strip() for part in each.parts()]
        _put(told, "Other organisation" if at else "Organisation", name)
        _put(told, "Other department" if at else "Department", ", ".join(filter(None, units)))


def _spare(told: dict[str, str]) -> None:
    """A full name that only repeats its parts, with or without the form of address."""
    full, given, family = told.get("Full name"), told.get("Given name"), told.get("Family name")
    if not full or not (given or family):
        return
    parts = [
        told.get(name, "")
        for name in ("Salutation", "Given name", "Middle name", "Family name", "Suffix")
    ]
    if (
        people.words(full) <= people.words(" ".join(parts))
        or people.adds_nothing(full, given, told.get("Middle name"), family)
        or _MAIL.fullmatch(full)
        or full == told.get("Organisation")
    ):
        del told["Full name"]


def _kind(told: dict[str, str], card: list[Property]) -> None:
    said = {
        each.name: each.text().strip().casefold()
        for each in card
        if each.name in {"KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"}
    }
    if "group" in said.values():
        told[""] = "a group of cards, not a person"
    elif said.get("KIND") in {"org", "organization"} or said.get("X-ABSHOWAS") == "company":
        told["Kind"] = "company"
        told.setdefault("Organisation", told.pop("Full name", ""))
        if told.get("Full name") == told["Organisation"]:
            del told["Full name"]


# --- how to reach them ----------------------------------------------------------------------------


def _emails(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    addresses = [each.text().strip().removeprefix("mailto:") for each in mine]
    told["E-mails"] = " ::: ".join(dict.fromkeys(filter(None, addresses)))


def _phones(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    """Every number with its label, in words where the reader of cells would not cut them."""
    numbers = [(label_of(_label(each, labels)), _number(each)) for each in mine]
    found = [(label, number) for label, number in numbers if number]
    if all(_PLAIN.fullmatch(number) for _, number in found):
        told["Phones"] = "; ".join(f"{label}: {number}" for label, number in found)
    else:
        listed = [{"value": number, "label": label} for label, number in found]
        told["Phones"] = json.dumps(listed, ensure_ascii=False)


def _number(each: Property) -> str:
    text = each.text().strip()
    if text.casefold().startswith("tel:"):
        number, _, more = text[4:].partition(";")
        extension = re.search(r"ext=(\d+)", more, re.IGNORECASE)
        return f"{number} ext. {extension[1]}" if extension else number
    return text


def _label(each: Property, labels: dict[str, str]) -> str:
    """The type of a number, or the words somebody put beside it in an Apple card."""
    if each.group in labels:
        return label_of(_words(labels[each.group]))
    types = [one for one in each.types() if one not in {"voice", "pref", "msg", "text", "video"}]
    return " ".join(types) or "work"


def _words(label: str) -> str:
    """`_$!<Anniversary>!$_` of Apple -> Anniversary."""
    return label.removeprefix("_$!<").removesuffix(">!$_").strip()


def _address(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    """The one of work is theirs; the next one counts where there is none; others stay as text."""
    ranked = sorted(mine, key=lambda each: "work" not in each.types() and "home" in each.types())
    home = bool(ranked) and "home" in ranked[0].types() and "work" not in ranked[0].types()
    for at, each in enumerate(ranked):
        parts = _address_parts(each)
        if at + home > 1:
            _put(told, "Further address", ", ".join(filter(None, parts)))
            continue
        for column, part in zip(_ADDRESS, parts, strict=True):
            _put(told, f"Other {column[0].lower()}{column[1:]}" if at + home else column, part)


def _address_parts(each: Property) -> tuple[str, str, str, str, str]:
    """Street with box and floor, city, region, postal code, country."""
    box, more, street, city, region, code, country = [*map(str.strip, each.parts()), *[""] * 7][:7]
    lines = "\n".join(part for part in (street, more, box) if part)
    return lines, city, region, code, country


def _links(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    for each in mine:
        text = each.text().strip()
        if re.search(r"linkedin\.com/(in|pub)/", text, re.IGNORECASE) and "LinkedIn" not in told:
            told["LinkedIn"] = text
        else:
            _put(told, "Other links" if "Website" in told else "Website", text)


def _profile(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    """X-SOCIALPROFILE of Apple, X-LINKEDIN, SOCIALPROFILE of RFC 9554."""
    for each in mine:
        text = each.text().strip() or each.parameter("X-USER")
        where = " ".join(
            (each.name, *each.types(), each.parameter("SERVICE-TYPE"), text)
        ).casefold()
        if "linkedin" in where and "LinkedIn" not in told:
            told["LinkedIn"] = text
        else:
            _put(told, f"Profile {' '.join(each.types())}".strip(), text)


# --- what else ------------------------------------------------------------------------------------


def _single(column: str, others: str = "") -> Read:
    def read(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
        for at, each in enumerate(mine):
            _put(told, others if at and others else column, each.text())

    return read


def _categories(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    tags = [part.strip() for each in mine for part in each.parts(",")]
    told["Categories"] = " ::: ".join(dict.fromkeys(filter(None, tags)))


def _notes(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    told["Note"] = "\n".join(dict.fromkeys(each.text() for each in mine))


def _birthday(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    """A day without its time; Apple writes 1604 where the year is not known."""
    text = mine[0].text().strip()
    day = re.sub(r"T[\d:.]*Z?$", "", text)
    _put(told, "Birthday", f"--{day[5:]}" if day.startswith("1604-") else day)


def _id(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    """Some programs number their cards from 1; such a number tells nobody from anybody."""
    text = mine[0].text().strip().removeprefix("urn:uuid:")
    _put(told, "Card UID" if len(text) >= LEAST else "Number of the card", text)


def _extra(told: dict[str, str], mine: list[Property], labels: dict[str, str]) -> None:
    """Kept under the words of its label, else under its own name."""
    if not mine or mine[0].name in _BOOKKEEPING:
        return
    for each in mine:
        types = " ".join(one for one in each.types() if one != "pref")
        own = each.name.removeprefix("X-").replace("-", " ").capitalize()
        column = _words(labels[each.group]) if each.group in labels else f"{own} {types}".strip()
        column = f"{column} of the card" if column in BASE else column
        _put(told, column, ", ".join(filter(None, (part.strip() for part in each.parts()))))


_READ: dict[str, Read] = {
    "N": _name, "FN": _full_name, "ORG": _organisation, "TITLE": _single("Job title", "Other job title"),
    "EMAIL": _emails, "TEL": _phones, "ADR": _address, "URL": _links, "X-SOCIALPROFILE": _profile,
    "SOCIALPROFILE": _profile, "X-LINKEDIN": _profile, "CATEGORIES": _categories, "NOTE": _notes,
    "BDAY": _birthday, "LANG": _single("Language", "Other language"), "UID": _id,
}  # fmt: skip
