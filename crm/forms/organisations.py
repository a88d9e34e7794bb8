"""The form of an organisation."""

from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from db.models.organisations import Check, Kind, Side, Tier

FORM = FormSpec(
    "organisations",
    "Organisation",
    (
        Section(
            "Who they are",
            (
                Field("name", "Name", required=True, hint="as they write it in English"),
                Field(
                    "native_name", "Native name", hint="in their own script: 索通发展股份有限公司"
                ),
                Field("aliases", "Also called", "lines", hint="one a line", lines=2),
                Field("kind", "Kind", "choice", choices=options(Kind)),
                Field("side", "Side", "choice", choices=options(Side)),
                Field("country", "Country", "country", hint="such as China, Çin or CN"),
                Field("city", "City"),
                Field("address", "Address", "notes", lines=2),
                Field("parent", "Parent", "link", noun="organisations"),
            ),
        ),
        Section(
            "How we work with them",
            (
                Field(
                    "owner",
                    "Owner",
                    "link",
                    noun="contacts",
                    hint="the officer who looks after them",
                ),
                Field("tier", "Tier", "choice", choices=options(Tier)),
                Field("sector", "Sector"),
                Field("sector_code", "ISIC code", hint="such as 2420"),
                Field("check_status", "Check", "choice", choices=options(Check)),
                Field("check_by", "Checked by"),
                Field("check_on", "Checked on", "day"),
                Field("tags", "Tags", "tags", hint="such as aluminium, investor"),
            ),
        ),
        Section(
            "How to reach them",
            (
                Field("website", "Website"),
                Field("phone", "Phone"),
                Field("email", "E-mail"),
                Field("registration_no", "Registration no."),
                Field("tax_id", "Tax id", hint="such as VÖEN, ИНН"),
                Field("stock_code", "Stock code", hint="such as SSE:603612"),
                Field("employees", "Employees", "number"),
            ),
        ),
        Section("Notes", (Field("notes", "Notes", "notes", lines=6), Field("source", "Source"))),
    ),
)
