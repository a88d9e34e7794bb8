"""Which fields of the record a column can fill, and what kind of value each takes."""

from difflib import get_close_matches

from db.errors import Problem

# text, notes, country, whole, tags, texts, emails, phones, day, time, flag, link, choice, json
ORGANISATION = {
    "name": "text", "native_name": "text", "aliases": "texts", "kind": "choice", "side": "choice",
    "country": "country", "city": "text", "region": "text", "postal_code": "text", "address": "lines",
    "sector": "text", "sector_code": "text", "tax_id": "text", "registration_no": "text",
    "stock_code": "text", "website": "link", "phone": "text", "email": "email", "employees": "whole",
    "parent": "text", "owner": "text", "tier": "choice", "check_status": "choice", "check_by": "text",
    "check_on": "day", "tags": "tags", "notes": "notes", "external_ids": "id", "source": "text",
}  # fmt: skip
CONTACT = {
    "given_name": "text", "middle_name": "text", "family_name": "text", "full_name": "text",
    "native_name": "text", "aliases": "texts", "salutation": "text", "suffix": "text",
    "job_title": "text", "department": "text", "decision_role": "choice", "emails": "emails",
    "phones": "phones", "phones.work": "phones", "phones.mobile": "phones", "phones.home": "phones",
    "phones.other": "phones", "phones.fax": "phones", "language": "text",
    "country": "country", "city": "text", "region": "text", "postal_code": "text",
    "address": "lines", "linkedin_url": "link", "website": "link",
    "tags": "tags", "notes": "notes", "placeholder": "flag", "external_ids": "id",
    "source": "text",
}  # fmt: skip
_COMMON = {"tags": "tags", "notes": "notes", "external_ids": "id", "source": "text"}
OTHERS = {
    "meetings": {
        "subject": "text", "kind": "choice", "status": "choice", "starts_on": "day", "starts_at": "time",
        "ends_on": "day", "ends_at": "time", "all_day": "flag", "zone": "text", "place": "text",
        "language": "text", "organisations": "texts", "attendees": "texts", "purpose": "notes",
        "background": "notes", "summary": "notes", "outcome": "notes", "decisions": "notes",
        "assessment": "notes", "next_step": "notes", "confidentiality": "choice",
        "date_precision": "choice", "note_taker": "text", "convened_by": "text", "written_on": "day",
        "cleared_by": "text", "distribution": "text", **_COMMON,
    },
    "follow_ups": {
        "text": "text", "side": "choice", "owner": "text", "owner_role": "text", "due_on": "day",
        "due_at": "time", "status": "choice", "done_on": "day", "outcome": "notes",
        "priority": "choice", "snoozed_until": "day", "organisation": "text", "contact": "text",
        "meeting": "text", "project": "text", "case": "text", **_COMMON,
    },
    "incentives": {
        "name": "text", "native_name": "text", "kind": "choice", "authority": "text",
        "authority_name": "text",
        "legal_basis": "texts", "benefits": "texts", "duration": "text", "papers": "texts",
        "process": "texts", "decision_working_days": "whole", "starts_on": "day", "ends_on": "day",
        "eligibility": "json", "windows": "json", **_COMMON,
    },
    "projects": {
        "name": "text", "native_name": "text", "stage": "choice", "status": "choice",
        "type": "choice", "sector": "text", "sector_code": "text", "description": "notes",
        "requirements": "notes", "likelihood": "whole", "expected_on": "day", "manager": "text",
        "organisation": "text", "loss_reason": "text", "loss_on": "day", "loss_country": "country",
        **_COMMON,
    },
    "sites": {
        "name": "text", "native_name": "text", "aliases": "texts", "zone_kind": "choice",
        "operator": "text", "country": "country", "place": "text", "area": "text",
        "established_on": "day", "facts": "json", **_COMMON,
    },
    "cases": {
        "incentive": "text", "organisation": "text", "project": "text", "offered_in": "text",
        "state": "choice", "offered_on": "day", "applied_on": "day", "decided_on": "day",
        "in_force_on": "day", "ended_on": "day", "reference_no": "text", "papers_present": "texts",
        "papers_missing": "texts", "estimated_value": "whole", "currency": "text",
        "obligations": "notes", "next_report_on": "day", **_COMMON,
    },
}  # fmt: skip

LISTS = {"tags", "texts", "emails", "phones", "notes", "lines", "id"}  # may take several columns

FIELDS: dict[str, dict[str, str]] = {
    "organisations": ORGANISATION | {f"contact.{name}": kind for name, kind in CONTACT.items()},
    "contacts": CONTACT
    | {"organisation": "text"}
    | {f"organisation.{name}": kind for name, kind in ORGANISATION.items() if name != "name"},
    **OTHERS,
}
NOUNS = tuple(FIELDS)
_ALSO = {"organisation.name": "organisation", "company": "organisation", "email": "emails"}


def kind_of(noun: str, field: str) -> str:
    return FIELDS[noun][field]


def named(noun: str, word: str) -> str:
    """The field a user wrote, forgiving blanks and case. Raises Problem with near names."""
    wanted = word.strip().casefold().replace(" ", "_").replace("-", "_")
    if noun == "contacts":
        wanted = _ALSO.get(wanted, wanted)
    if wanted in FIELDS[noun]:
        return wanted
    near = ", ".join(get_close_matches(wanted, FIELDS[noun], 3, 0.5))
    advice = f"did you mean {near}?" if near else f"try one of {', '.join(list(FIELDS[noun])[:8])}."
    raise Problem(f"{noun.replace('_', ' ').capitalize()} have no field called {word}; {advice}")
