"""The form of an incentive case."""

from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from db.models.cases import State

FORM = FormSpec(
    "cases",
    "Incentive case",
    (
        Section(
            "Who asks for what",
            (
                Field("incentive", "Incentive", "link", noun="incentives", required=True),
                Field("organisation", "Organisation", "link", noun="organisations", required=True),
                Field("project", "Project", "link", noun="projects"),
                Field("offered_in", "Offered in", "link", noun="meetings"),
            ),
        ),
        Section(
            "Where it stands",
            (
                Field("state", "State", "choice", choices=options(State)),
                Field("offered_on", "Offered on", "day"),
                Field("applied_on", "Applied on", "day"),
                Field("decided_on", "Decided on", "day"),
                Field("in_force_on", "In force from", "day"),
                Field("ended_on", "Ended on", "day"),
                Field("reference_no", "Reference no."),
                Field("papers_present", "Papers present", "lines", lines=2),
                Field("papers_missing", "Papers missing", "lines", lines=2),
                Field("obligations", "Obligations", "notes"),
                Field("next_report_on", "Next report", "day"),
            ),
        ),
        Section("Notes", (Field("tags", "Tags", "tags"), Field("notes", "Notes", "notes"))),
    ),
)
