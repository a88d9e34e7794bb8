"""The form of a site."""

from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from db.models.sites import ZoneKind

FORM = FormSpec(
    "sites",
    "Site",
    (
        Section(
            "What it is",
            (
                Field("name", "Name", required=True),
                Field("native_name", "Native name"),
                Field("aliases", "Also called", "lines", hint="one a line", lines=2),
                Field("zone_kind", "Kind", "choice", choices=options(ZoneKind)),
                Field("operator", "Operator", "link", noun="organisations"),
                Field("country", "Country", "country"),
                Field("place", "Place"),
                Field("area", "Area", hint="such as 81.8 ha"),
                Field("established_on", "Established on", "day"),
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
