"""Questions about incentive cases: how they are listed."""

from collections.abc import Mapping
from typing import Any

from db.models import Incentive, IncentiveCase, Meeting, Organisation, Project, columns

from .fields import Listing, country_of


def _name(values: Mapping[str, Any]) -> str:
    return f"{values['incentive']} · {values['organisation']}"


LIST = Listing(
    model=IncentiveCase,
    links={
        "incentive": ("incentive_id", Incentive),
        "organisation": ("organisation_id", Organisation),
        "project": ("project_id", Project),
        "offered_in": ("offered_in_id", Meeting),
    },
    name=_name,
    sort="-updated",
    also={"due": "next_report_on"},
    fields={"country": country_of(columns(IncentiveCase).c.organisation_id)},
)
