"""The form of a contact."""

from typing import Any

from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from db.models.contacts import DecisionRole


def _named(values: dict[str, Any]) -> dict[str, str]:
    names = ("given_name", "family_name", "full_name")
    if any(values.get(name) for name in names) or values.get("emails"):
        return {}
    return {"family_name": "A name or an e-mail address is needed."}


FORM = FormSpec(
    "contacts",
    "Contact",
    (
        Section(
            "Who",
            (
                Field("given_name", "Given name"),
                Field("middle_name", "Middle name"),
                Field("family_name", "Family name"),
                Field("full_name", "Full name", hint="only where the parts are not known"),
                Field("native_name", "Native name", hint="in their own script: 张伟"),
                Field("aliases", "Also spelled", "lines", hint="one a line", lines=2),
                Field("salutation", "Salutation", hint="such as Mr, Ms, Dr"),
                Field("placeholder", "Name unknown yet", "flag"),
            ),
        ),
        Section(
            "What they do",
            (
                Field("organisation", "Organisation", "link", noun="organisations"),
                Field("job_title", "Job title"),
                Field("department", "Department"),
                Field(
                    "decision_role", "Role in decisions", "choice", choices=options(DecisionRole)
                ),
                Field("language", "Language", hint="such as az, zh, ru, en"),
                Field("country", "Country", "country", hint="such as China, Çin or CN"),
                Field("city", "City"),
            ),
        ),
        Section(
            "How to reach them",
            (
                Field("emails", "E-mails", "emails", hint="one a line", lines=2),
                Field(
                    "phones", "Phones", "phones", hint="such as mobile: +994 50 000 01 11", lines=2
                ),
                Field("linkedin_url", "LinkedIn"),
                Field("website", "Website"),
            ),
        ),
        Section(
            "Notes",
            (
                Field("tags", "Tags", "tags"),
                Field("notes", "Notes", "notes", lines=6),
                Field("source", "Source"),
            ),
        ),
    ),
    _named,
)
