"""Everything one meeting's paper needs, as plain values; no SQL and no terminal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Forms:
    """The other forms in which a name is recorded; `language` ISO 639-1, `country` ISO 3166-1
    alpha-2, of whom or what it names."""

    native: str = ""
    aliases: tuple[str, ...] = ()
    language: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person as of that day. `side` is host or guest; `role` chair, member, interpreter,
    note_taker or apologies; `language` ISO 639-1, `country` ISO 3166-1 alpha-2."""

    name: str
    side: str
    role: str = "member"
    job_title: str = ""
    organisation: str = ""
    native_name: str = ""
    aliases: tuple[str, ...] = ()
    language: str = ""
    country: str = ""
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """A body that took part. `side` is guest, host or other; `country` ISO 3166-1 alpha-2;
    `notes` what the desk knows about it."""

    ref: str
    name: str
    side: str
    native_name: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""
    city: str = ""
    sector: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """`stage` and `status` are the values of db.models.projects."""

    ref: str
    name: str
    stage: str = ""
    status: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class EarlierMeeting:
    ref: str
    subject: str
    starts_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PointLine:
    """One thing said; `side` is host, guest or both. Points without text are not listed here."""

    text: str
    side: str = "both"
    topic: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A span in which an incentive can be granted. `known_on` is the day its basis was published
    (None: known all along); an open end is None."""

    starts_on: date
    ends_on: date | None = None
    known_on: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Least:
    """The least amount of an investment, in minor units; without `places` it holds everywhere else."""

    amount: int
    currency: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """What an investment must reach: the least amounts, the least share of output exported and the
    share of the state that it must stay under (both in percent), and the places that are left out."""

    least: tuple[Least, ...] = ()
    export_share: int | None = None
    state_share: int | None = None
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncentiveLine:
    """An incentive presented; `duration` is in words."""

    ref: str
    name: str
    native_name: str = ""
    authority: str = ""
    authority_forms: Forms = Forms()
    legal_basis: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    threshold: Threshold = Threshold()
    duration: str = ""
    windows: tuple[Window, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site presented; `zone_kind` is a value of db.models.sites, `area` text with its unit."""

    ref: str
    name: str
    native_name: str = ""
    aliases: tuple[str, ...] = ()
    zone_kind: str = ""
    operator: str = ""
    place: str = ""
    area: str = ""
    established_on: date | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A follow-up of the meeting. `side` is ours or theirs, `status` open, done or dropped;
    `owner` is a name, else the role that owes it."""

    ref: str
    text: str
    side: str = "ours"
    owner: str = ""
    due_on: date | None = None
    status: str = "open"
    done_on: date | None = None
    outcome: str = ""
    owner_forms: Forms = Forms()


@dataclass(frozen=True, slots=True)
class DocumentLine:
    title: str
    path: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Which statement comes from whom: what it supports (empty: the meeting as a whole), and the
    person or publication."""

    about: str
    source: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A meeting with all that hangs on it. Empty text and None mean "not recorded".

    `kind`, `status`, `date_precision` and `confidentiality` are the values of db.models.meetings;
    `starts_at` and `ends_at` are "HH:MM" in `zone` (IANA); `version` counts final reports, 0 while
    the report is a draft.
    """

    ref: str
    subject: str
    kind: str = "meeting"
    status: str = "planned"
    starts_on: date | None = None
    starts_at: str = ""
    ends_on: date | None = None
    ends_at: str = ""
    zone: str = ""
    date_precision: str = "day"
    place: str = ""
    language: str = ""
    convened_by: str = ""
    purpose: str = ""
    agenda: tuple[str, ...] = ()
    background: str = ""
    summary: str = ""
    outcome: str = ""
    decisions: str = ""
    assessment: str = ""
    next_step: str = ""
    confidentiality: str = "desk"
    note_taker: str = ""
    written_on: date | None = None
    cleared_by: str = ""
    distribution: str = ""
    version: int = 0
    source: str = ""
    organisations: tuple[OrganisationLine, ...] = ()
    participants: tuple[Participant, ...] = ()
    points: tuple[PointLine, ...] = ()
    incentives: tuple[IncentiveLine, ...] = ()
    sites: tuple[SiteLine, ...] = ()
    projects: tuple[ProjectLine, ...] = ()
    earlier: tuple[EarlierMeeting, ...] = ()
    promises: tuple[Promise, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Guest:
    """A person who comes, or who is with an organisation. `decision_role` is a value of
    db.models.contacts; the parts of the name say how the person is addressed."""

    ref: str
    name: str
    native_name: str = ""
    aliases: tuple[str, ...] = ()
    language: str = ""
    country: str = ""
    salutation: str = ""
    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    job_title: str = ""
    organisation: str = ""
    decision_role: str = ""
    role: str = ""
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class FigureLine:
    """`amount` is in minor units where there is a currency, else in units. The values of `measure`
    and `basis` are those of db.models.projects."""

    measure: str
    basis: str
    amount: int
    currency: str = ""
    unit: str = ""
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class BriefProject:
    """`missing` names the fields that the next stage still needs."""

    line: ProjectLine
    likelihood: int | None = None
    expected_on: date | None = None
    figures: tuple[FigureLine, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLine:
    """An incentive on its way; `state` is a value of db.models.cases."""

    ref: str
    incentive: str
    state: str
    since: date | None = None
    papers_missing: tuple[str, ...] = ()
    next_report_on: date | None = None


@dataclass(frozen=True, slots=True)
class BriefBody:
    """An organisation and what a briefing adds; `check` is a value of db.models.organisations."""

    line: OrganisationLine
    tier: str = ""
    employees: int | None = None
    parent: str = ""
    check: str = ""
    last_spoken: date | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What somebody needs who meets these people in ten minutes, most important first in each part.

    `counts` says of each part how many there are in the record: bodies, guests, meetings, ours,
    late (of ours), theirs, projects, incentives, cases, raised. The parts themselves hold no more
    than a page could.
    """

    ref: str
    title: str
    counts: dict[str, int]
    meeting: Dossier | None = None
    bodies: tuple[BriefBody, ...] = ()
    guests: tuple[Guest, ...] = ()
    meetings: tuple[EarlierMeeting, ...] = ()
    ours: tuple[Promise, ...] = ()
    theirs: tuple[Promise, ...] = ()
    kept: tuple[Promise, ...] = ()
    projects: tuple[BriefProject, ...] = ()
    incentives: tuple[IncentiveLine, ...] = ()
    cases: tuple[CaseLine, ...] = ()
    raised: tuple[tuple[str, PointLine], ...] = ()
