"""What a file lists: contacts, organisations, meetings, follow-ups, incentives or projects."""

from .fields import FIELDS
from .meaning import Meant
from .places import OWN_COLUMNS
from .sniff import share_of_companies

_PERSON = ("contact.given_name", "contact.family_name", "contact.full_name")
_COMPANY = ("organisation.tax_id", "organisation.registration_no", "organisation.employees",
            "organisation.sector", "organisation.stock_code", "keep.revenue", "keep.investment")  # fmt: skip


def own_noun(headers: tuple[str, ...]) -> str | None:
    """The noun whose own export has these headers: it carries a uid and knows nearly all of them."""
    if "uid" not in headers:
        return None
    best, noun = max((_share_known(headers, noun), noun) for noun in FIELDS)
    return noun if best >= 0.75 else None


def _share_known(headers: tuple[str, ...], noun: str) -> float:
    known = sum(
        1
        for header in headers
        if header in FIELDS[noun] or header in OWN_COLUMNS or header.endswith(("_ref", "_uid"))
    )
    missing = sum(1 for field in _MARKS[noun] if field not in headers)
    return known / len(headers) - 0.2 * missing


_MARKS = {
    "organisations": ("name", "side"),
    "contacts": ("given_name",),
    "meetings": ("subject",),
    "follow_ups": ("text",),
    "projects": ("stage",),
    "incentives": ("legal_basis",),
    "sites": ("zone_kind",),
    "cases": ("incentive",),
}


def likely_noun(meant: list[Meant], values: list[list[str]]) -> str | None:
    """By which meanings stand together; None where a file is about nothing the record holds."""
    has = _Has(meant)
    if has("meeting.subject") and has("meeting.starts_on", "meeting.starts_at"):
        return "meetings"
    if has("follow_up.text") and has("follow_up.due_on", "follow_up.priority", "keep.status"):
        return "follow_ups"
    if has("meeting.attendees") and has("meeting.starts_on"):
        return "meetings"
    if has("incentive.name") and has("incentive.authority", "incentive.legal_basis", "keep.rate"):
        return "incentives"
    if has("project.name") and not has(*_PERSON, "name", "contact.emails"):
        return "projects"
    if has("site.name") and has("site.zone_kind", "site.area"):
        return "sites"
    return _person_or_company(has, meant, values)


def _person_or_company(has: "_Has", meant: list[Meant], values: list[list[str]]) -> str | None:
    company, person = has.first("organisation.name"), has.first("contact.full_name")
    if has("contact.given_name", "contact.family_name"):
        return "contacts"
    if company is not None and person is not None:
        return "organisations" if company < person else "contacts"
    if company is not None:
        named = has.first("name")
        if named is not None and has(
            "contact.job_title", "contact.emails", "contact.phones.mobile"
        ):
            return "contacts"
        return "contacts" if has("contact.job_title") and not has(*_COMPANY) else "organisations"
    if person is not None:
        named = has.first("name")
        bodies = named is not None and share_of_companies(values[named]) >= 0.2
        return "organisations" if bodies or (named is not None and has(*_COMPANY)) else "contacts"
    if (named := has.first("name")) is not None:
        return _by_values(has, values[named])
    return "contacts" if has("contact.emails", "contact.linkedin_url") else None


def _by_values(has: "_Has", values: list[str]) -> str | None:
    """A lone "Name": a company where legal forms or company columns say so, else a person."""
    share = share_of_companies(values)
    if share >= 0.6 or has(*_COMPANY):
        return "organisations"
    if has("contact.job_title", "contact.emails", "contact.phones.mobile", "keep.birthday"):
        return "contacts"
    if share >= 0.2:
        return "organisations"
    if has("any.website", "any.country", "any.address", "contact.phones.work", "any.city"):
        return "organisations"
    return None


class _Has:
    """Asks a row of meanings; the header word comes before what mere values suggest."""

    def __init__(self, meant: list[Meant]) -> None:
        self.meant = meant

    def __call__(self, *concepts: str) -> bool:
        return any(column.has(*concepts) for column in self.meant)

    def first(self, concept: str) -> int | None:
        return next((at for at, column in enumerate(self.meant) if column.has(concept)), None)
