"""The form of an incentive."""

from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from db.models.incentives import Kind

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
            "Notes",
            (
                Field("tags", "Tags", "tags"),
                Field("notes", "Notes", "notes"),
                Field("source", "Source"),
            ),
        ),
    ),
)
