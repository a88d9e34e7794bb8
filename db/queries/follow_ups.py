"""Questions about follow-ups: how promises are listed."""

from db.models import Contact, FollowUp, IncentiveCase, Meeting, Organisation, Project, columns

from .fields import Listing, country_of

LIST = Listing(
    model=FollowUp,
    links={
        "owner": ("owner_id", Contact),
        "meeting": ("meeting_id", Meeting),
        "organisation": ("organisation_id", Organisation),
        "project": ("project_id", Project),
        "case": ("case_id", IncentiveCase),
    },
    name=lambda values: str(values["text"]),
    sort="due_on",
    also={"due": "due_on", "done": "done_on"},
    fields={"country": country_of(columns(FollowUp).c.organisation_id)},
)
