"""What one column means: by the whole format, by its header word, by its values."""

from dataclasses import dataclass

from . import sniff, wording
from .dates import clock
from .formats import Format, pair
from .headers import UNNAMED, folded, meanings, number_of, unit
from .layout import WITHIN
from .phones import label_of

_BY_VALUES = {
    "email": "contact.emails",
    "linkedin": "contact.linkedin_url",
    "phone": "contact.phones.work",
    "country": "any.country",
    "link": "any.website",
}
# Header words whose values must look like what they say.
_MUST = {"contact.emails": "email", "organisation.email": "email"}
_FREE = (
    "any.notes",
    "any.tags",
    "keep.",
    "never.",
    "noise",
    "extra",
    "labelled",
    "second.",
    "row.",
)


@dataclass(frozen=True, slots=True)
class Meant:
    """`concepts` are the meanings still possible, best first; none where nothing is known."""

    header: str
    concepts: tuple[str, ...]
    how_sure: float
    why: str
    kind: str  # what the values look like

    def has(self, *concepts: str) -> bool:
        return any(concept in self.concepts for concept in concepts)

    @property
    def only(self) -> str:
        return self.concepts[0] if self.concepts else ""


def understood(header: str, values: list[str], known: Format | None) -> Meant:
    kind, share = sniff.kind_of(values)
    if known and (meaning := known.fields.get(folded(header))):
        return Meant(header, (meaning,), 0.99, f"a column of {known.name}", kind)
    if sniff.tells_companies(values):
        return Meant(
            header, ("row.is_company",), 0.9, "its values tell companies from people", kind
        )
    if known and known.source in _BLOCKS:  # what a card says beside its fields is not guessed at
        return Meant(header, (), 0.9, "kept as an extra field", "text")
    if group := pair(header):
        return Meant(header, (group.meaning,), 0.97, "one of a numbered group", kind)
    if known and (meaning := odoo_path(header, known)):
        return Meant(header, (meaning,), 0.95, f"a column of {known.name}", kind)
    concepts, sure, why = meanings(header)
    if not concepts and WITHIN in header:
        concepts, sure, why = meanings(header.rpartition(WITHIN)[2])
    if known and known.prefix and not concepts:
        concepts, sure, why = meanings(header.removeprefix(known.prefix))
    if not concepts and (told := wording.meaning(header)) and _can_be(told, kind):
        concepts, sure, why = [told], wording.SURE, wording.WHY
    found = tuple(_nearer(concept, header, values) for concept in concepts)
    return _checked(header, found, sure, why, kind, share, values)


_NO_NAME = {"email", "linkedin", "link", "phone", "date", "number", "yes or no", "country"}
_NO_PHONE = {"email", "linkedin", "link", "date", "yes or no", "country"}


def _can_be(concept: str, kind: str) -> bool:
    """Whether values of a kind can be what nothing but the words of a header say."""
    if concept in {"organisation.name", "contact.full_name", "contact.job_title"}:
        return kind not in _NO_NAME
    if ".phone" in concept:
        return kind not in _NO_PHONE
    return not concept.endswith(".country") or kind in {"country", "text", "empty"}


def _nearer(concept: str, header: str, values: list[str]) -> str:
    """Phone (Mobile) is a mobile; what Turkish calls the title of a firm is no address; a start of
    15:30 is a time."""
    if concept in {"meeting.starts_on", "meeting.ends_on"} and values and all(map(clock, values)):
        return concept.replace("_on", "_at")
    label = label_of(unit(header) or "", "")
    if concept == "contact.phones.work" and label in {"mobile", "home", "fax", "other"}:
        return f"contact.phones.{label}"
    titled = concept.endswith(".address") and "unvan" in folded(header)
    return "organisation.name" if titled and sniff.share_of_companies(values) >= 0.3 else concept


_BLOCKS = {"vcard", "ical"}
_NAMES = {"name", "displayname", "countryname", "tagname", "companyname", "completename"}


def odoo_path(header: str, known: Format) -> str | None:
    """`Related Company/Display Name` is the related company; its other ids are for Odoo alone."""
    field, slash, part = header.partition("/")
    if known.source != "odoo" or not slash or "/" in part:
        return None
    meaning = known.fields.get(folded(field))
    return meaning if folded(part) in _NAMES else "extra" if meaning else None


def _checked(
    header: str,
    concepts: tuple[str, ...],
    sure: float,
    why: str,
    kind: str,
    share: float,
    values: list[str],
) -> Meant:
    """The values win over a word where four fifths of them agree."""
    by_values, seen = _BY_VALUES.get(kind), len(values)
    if not concepts:
        if by_values:
            return Meant(header, (by_values,), 0.75 * share, f"its values look like {kind}s", kind)
        if kind == "text" and UNNAMED.fullmatch(header) and (told := _named(values)):
            return Meant(header, (told,), 0.5, "its values look like names", kind)
        return Meant(header, (), 0.0, "not known; kept as an extra field", kind)
    if concepts[0].startswith(_FREE) or not seen:
        return Meant(header, concepts, sure, why, kind)
    if (
        kind in {"email", "linkedin"}
        and by_values not in concepts
        and _agrees(concepts[0], kind) is False
    ):
        return Meant(header, (str(by_values),), 0.9, f"its values are {kind}s", kind)
    if concepts[0] in _MUST and kind not in {"email", "text"}:
        return Meant(
            header, (), 0.0, "its values are no e-mail addresses; kept as an extra field", kind
        )
    return Meant(header, concepts, sure, why, kind)


def _named(values: list[str]) -> str | None:
    """What a column without a header names, by legal forms or by the look of people's names."""
    if sniff.share_of_companies(values) >= 0.5:
        return "organisation.name"
    return "contact.full_name" if sniff.share_of_people(values) >= sniff.AGREED else None


def _agrees(concept: str, kind: str) -> bool:
    if kind == "email":
        return concept.endswith((".emails", ".email", "full_name.email"))
    return concept in {"contact.linkedin_url", "any.website", "any.external_id"} and kind != "email"


def is_first(header: str) -> bool:
    return number_of(header) == 1
