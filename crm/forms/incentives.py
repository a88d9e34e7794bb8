"""The form of an incentive."""

from datetime import date
from typing import Any

from crm import numbers
from crm.dates import spoken
from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from crm.words import _
from db.eligibility import Reason
from db.models.incentives import Kind


def _window_whole(values: dict[str, Any]) -> dict[str, str]:
    start, end = values.get("window_from"), values.get("window_to")
    if not start and (end or values.get("window_basis") or values.get("window_known")):
        return {"window_from": "A window needs the day from which it is open."}
    if start and end and end < start:
        return {"window_to": "It would end before it begins."}
    return {}


# Fields that are no columns of an incentive: they make a new window of it.
WINDOW = {
    "window_from": "starts_on", "window_to": "ends_on", "window_basis": "basis",
    "window_known": "known_on",
}  # fmt: skip

FORM = FormSpec(
    "incentives",
    "Incentive",
    (
        Section(
            "What is offered",
            (
                Field("name", "Name", required=True),
                Field("native_name", "Native name"),
                Field("kind", "Kind", "choice", choices=options(Kind)),
                Field("authority", "Authority", "link", noun="organisations"),
                Field("authority_name", "or in words", hint="where it is no organisation here"),
                Field("legal_basis", "Legal basis", "lines", hint="one a line", lines=3),
                Field("benefits", "Benefits", "lines", hint="one a line", lines=4),
                Field("duration", "Duration", hint="such as 7 years"),
            ),
        ),
        Section(
            "How it is granted",
            (
                Field("papers", "Papers", "lines", hint="one a line", lines=3),
                Field("process", "Steps", "lines", hint="one a line", lines=3),
                Field("decision_working_days", "Decision, working days", "number"),
            ),
        ),
        Section(
            "When it can be granted",
            (
                Field("window_from", "New window from", "day", hint="2026-01-01; old ones stay"),
                Field("window_to", "to", "day"),
                Field("window_basis", "Basis", hint="decree of ..."),
                Field("window_known", "Published on", "day", hint="nobody could rely on it before"),
            ),
        ),
        Section(
            "Notes",
            (
                Field("tags", "Tags", "tags"),
                Field("notes", "Notes", "notes"),
                Field("source", "Source"),
            ),
        ),
    ),
    _window_whole,
)


def told(reason: Reason) -> str:
    """A criterion and what the record says to it, in words."""
    return _(reason.sentence, **{name: _worded(value) for name, value in reason.values.items()})


def _worded(value: Any) -> str:
    match value:
        case date():
            return spoken(value)
        case (int(minor), str(currency)):
            return numbers.amount(minor, currency)
        case _:
            return str(value)
