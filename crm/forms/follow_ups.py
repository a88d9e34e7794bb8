"""The form of a follow-up."""

from typing import Any

from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from db.models.follow_ups import Priority, Side, Status


def _done_with_day(values: dict[str, Any]) -> dict[str, str]:
    if values.get("status") == Status.done and not values.get("done_on"):
        return {"done_on": "What is done needs the day it was done."}
    return {}


FORM = FormSpec(
    "follow_ups",
    "Follow-up",
    (
        Section(
            "The promise",
            (
                Field("text", "What", required=True, hint="such as send the anode plant profile"),
                Field("side", "Who owes it", "choice", choices=options(Side)),
                Field("due_on", "Due", "day", hint="fri, in 2w, 14 mar"),
                Field("priority", "Priority", "choice", choices=options(Priority)),
                Field("owner", "Owner", "link", noun="contacts"),
                Field("owner_role", "Owner's role", hint="such as Desk officer"),
            ),
        ),
        Section(
            "What it is about",
            (
                Field("organisation", "Organisation", "link", noun="organisations"),
                Field("meeting", "Meeting", "link", noun="meetings"),
                Field("project", "Project", "link", noun="projects"),
                Field("case", "Incentive case", "link", noun="cases"),
            ),
        ),
        Section(
            "How it went",
            (
                Field("status", "Status", "choice", choices=options(Status)),
                Field("done_on", "Done on", "day"),
                Field("outcome", "Outcome"),
                Field("snoozed_until", "Asleep until", "day"),
                Field("tags", "Tags", "tags"),
                Field("notes", "Notes", "notes"),
            ),
        ),
    ),
    _done_with_day,
)
