"""Questions about contacts: how they are listed."""

from db.models import Contact, Organisation, columns
from db.models.contacts import display_name
from db.view import Field, Kind

from .lists import Listing

LIST = Listing(
    model=Contact,
    links={"organisation": ("organisation_id", Organisation)},
    name=display_name,
    fields={"last_spoken": Field("last_spoken", Kind.day, columns(Contact).c.last_spoken)},
)
