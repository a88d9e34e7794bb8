"""The form of a project."""

from typing import Any

from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from db.models.projects import Stage, Status, Type


def _lost_with_reason(values: dict[str, Any]) -> dict[str, str]:
    if values.get("status") not in (Status.lost, Status.abandoned):
        return {}
    told = {"loss_reason": "Say why.", "loss_on": "Say when."}
    return {name: words for name, words in told.items() if not values.get(name)}


FORM = FormSpec(
    "projects",
    "Project",
    (
        Section(
            "What it is",
            (
                Field("name", "Name", required=True),
                Field("native_name", "Native name"),
                Field("stage", "Stage", "choice", choices=options(Stage)),
                Field("status", "Status", "choice", choices=options(Status)),
                Field("type", "Type", "choice", choices=options(Type)),
                Field("sector", "Sector"),
                Field("sector_code", "ISIC code"),
                Field("description", "Description", "notes"),
                Field("requirements", "Requirements", "notes", hint="power, water, land, rail ..."),
            ),
        ),
        Section(
            "Who, where and how much",
            (
                Field("investors", "Investors", "links", noun="organisations"),
                Field("partners", "Local partners", "links", noun="organisations"),
                Field("candidates", "Candidate sites", "links", noun="sites"),
                Field("decided", "Decided site", "link", noun="sites"),
                Field(
                    "figures",
                    "New figures",
                    "figures",
                    hint="capex planned 50m USD, one a line; old ones stay",
                    lines=3,
                ),
            ),
        ),
        Section(
            "Where it stands",
            (
                Field("likelihood", "Likelihood", "percent", hint="such as 40 %"),
                Field("expected_on", "Expected on", "day"),
                Field("manager", "Manager", "link", noun="contacts"),
                Field("loss_reason", "Lost because"),
                Field("loss_on", "Lost on", "day"),
                Field("loss_country", "Lost to", "country"),
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
    _lost_with_reason,
)

# Fields that are no columns of a project: they make its parties, sites and figures.
PARTS = frozenset({"investors", "partners", "candidates", "decided", "figures"})
