"""The words that papers use for the values of the record; each is a message of the catalogues."""

MEETING_KIND = {
    "meeting": "Meeting",
    "call": "Telephone call",
    "video": "Video conference",
    "site_visit": "Site visit",
    "delegation": "Delegation visit",
    "event": "Event",
    "letter": "Exchange of letters",
}
MEETING_STATUS = {
    "planned": "Planned",
    "held": "Held",
    "cancelled": "Cancelled",
    "postponed": "Postponed",
}
PRECISION = {
    "month": "the day is not known",
    "dateline": "date of the publication; the day of the meeting is not stated",
}
CONFIDENTIALITY = {
    "open": "Public",
    "desk": "For the desk only",
    "named": "For named readers only",
}
ROLE = {
    "chair": "chair",
    "interpreter": "interpreter",
    "note_taker": "note-taker",
    "apologies": "apologies",
}
SIDE = {"host": "Host side", "guest": "Guest side", "other": "Others"}
POINTS = {
    "host": "Points made by the host side",
    "guest": "Points made by the guest side",
    "both": "Points made jointly",
}
OWED = {"ours": "Owed by us", "theirs": "Owed to us"}
FOLLOW_UP = {"open": "open", "overdue": "overdue", "done": "done", "dropped": "dropped"}
STAGE = {
    "lead": "Lead",
    "qualified": "Qualified",
    "visit": "Site visit",
    "negotiation": "Negotiation",
    "commitment": "Commitment",
    "implementation": "Implementation",
    "operating": "Operating",
}
PROJECT_STATUS = {
    "active": "active",
    "delayed": "delayed",
    "dormant": "dormant",
    "lost": "lost",
    "abandoned": "abandoned",
}
ZONE = {
    "industrial_park": "Industrial park",
    "industrial_district": "Industrial district",
    "free_zone": "Free zone",
    "technology_park": "Technology park",
    "agropark": "Agropark",
    "plant": "Plant",
    "mine": "Mine",
    "plot": "Plot",
}
CASE = {
    "offered": "offered",
    "applied": "applied for",
    "granted": "granted",
    "refused": "refused",
    "in_force": "in force",
    "expired": "expired",
    "revoked": "revoked",
    "withdrawn": "withdrawn",
}
CHECK = {
    "pending": "due diligence pending",
    "cleared": "due diligence cleared",
    "issues": "due diligence found issues",
}
DECISION = {
    "decides": "decides",
    "influences": "influences the decision",
    "prepares": "prepares the decision",
    "liaison": "liaison",
    "interpreter": "interpreter",
}
MEASURE = {
    "capex": "Investment",
    "equity": "Equity",
    "jobs": "Jobs",
    "capacity": "Capacity",
    "export": "Export",
}
BASIS = {"planned": "planned", "committed": "committed", "realised": "realised"}
NEED = {
    "sector": "the sector",
    "type": "the kind of investment",
    "parties": "the parties",
    "requirements": "what is required",
    "manager": "who looks after it",
    "sites": "a site",
    "likelihood": "the likelihood",
    "expected_on": "the day of the decision",
    "capex": "the investment",
    "committed_capex": "the committed investment",
    "decided_site": "the site decided on",
    "realised_capex": "the realised investment",
}
BODY = {
    "investor": "investor",
    "ministry": "ministry",
    "agency": "agency",
    "zone": "zone",
    "state_company": "state company",
    "partner": "partner",
    "association": "association",
    "media": "media",
    "other": "other",
}
PRIORITY = {"high": "high", "medium": "medium", "low": "low"}
OFFER = {
    "tax": "tax",
    "customs": "customs",
    "land": "land",
    "grant": "grant",
    "service": "service",
    "protection": "protection",
}
NOUN = {
    "organisations": "Organisations",
    "contacts": "Contacts",
    "meetings": "Meetings",
    "follow_ups": "Follow-ups",
    "projects": "Projects",
    "sites": "Sites",
    "incentives": "Incentives",
    "cases": "Incentive cases",
}
# What tells a record of a noun; another one has a name.
NAMED = {"contacts": "Full name", "meetings": "Subject", "follow_ups": "Action"}
# Fields as lists and filters call them.
HEADING = {
    "ref": "No.",
    "name": "Name",
    "country": "Country",
    "kind": "Kind",
    "sector": "Sector",
    "owner": "Owner",
    "last_spoken": "Last spoken to",
    "organisation": "Organisation",
    "job_title": "Title",
    "emails": "E-mail",
    "phones": "Telephone",
    "starts_on": "Date",
    "organisations": "With",
    "status": "Status",
    "place": "Place",
    "due_on": "Due",
    "side": "Who owes",
    "stage": "Stage",
    "parties": "Parties",
    "expected_on": "Decision expected",
    "zone_kind": "Kind",
    "operator": "Operator",
    "authority": "Authority",
    "duration": "Term",
    "state": "Status",
    "project": "Project",
    "next_report_on": "Next report",
    "tags": "Tag",
    "tier": "Tier",
    "city": "City",
    "capex": "Investment",
    "jobs": "Jobs",
    "priority": "Priority",
    "meeting": "Meeting",
    "incentive": "Incentive",
    "type": "Type",
}
MORE = {
    "lines": "and {number} more",
    "people": "and {number} more people",
    "meetings": "and {number} earlier meetings",
    "promises": "and {number} more promises",
}

ALL = (
    MEETING_KIND,
    MEETING_STATUS,
    PRECISION,
    CONFIDENTIALITY,
    ROLE,
    SIDE,
    POINTS,
    OWED,
    FOLLOW_UP,
    STAGE,
    PROJECT_STATUS,
    ZONE,
    CASE,
    CHECK,
    DECISION,
    MEASURE,
    BASIS,
    NEED,
    MORE,
    BODY,
    PRIORITY,
    OFFER,
    NOUN,
    NAMED,
    HEADING,
)
