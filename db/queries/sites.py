"""Questions about sites: how they are listed."""

from db.models import Organisation, Site

from .lists import Listing

LIST = Listing(model=Site, links={"operator": ("operator_id", Organisation)})
