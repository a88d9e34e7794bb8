"""The form of a meeting: the heart of the desk. What was said and promised is typed as lines.

A point is a line `topic: text` under the side that made it; a promise is a line such as
`send anode plant profile @Sunstone by next fri` (who owes whom: crm.dates.parse_promise).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from crm import dates
from crm.forms.kinds import linked
from crm.forms.record import options
from crm.forms.spec import Field, FormSpec, Section
from db.errors import Invalid
from db.models.meetings import Confidentiality, Kind, Precision, Speaker, Status

SIDES = {"host_points": Speaker.host, "guest_points": Speaker.guest, "joint_points": Speaker.both}
_POINT = "topic: what was said, one point a line"


def promise(
    line: str, typed: Mapping[str, str], today: date, ours: Collection[str] = ()
) -> dates.Promise:
    """What a line promises, read with the names at the table: who begins it, owes it.

    `ours` are the organisations of the desk's own side. Raises Invalid.
    """
    hosts = {*_names(typed.get("hosts")), *ours, typed.get("convened_by") or ""}
    guests = {*_names(typed.get("organisations")), *_names(typed.get("guests"))} - hosts
    return dates.parse_promise(line, today, guests=guests, hosts=hosts - {""})


def said_back(typed: Mapping[str, str], today: date, ours: Collection[str] = ()) -> str:
    """Each promise in other words: who owes whom, by when."""
    lines = (typed.get("promises") or "").splitlines()
    return "\n".join(_one_back(line, typed, today, ours) for line in lines if line.strip())


def _one_back(line: str, typed: Mapping[str, str], today: date, ours: Collection[str]) -> str:
    try:
        return dates.explain(promise(line, typed, today, ours), today)
    except Invalid as problem:
        return f"? {problem}"


def _names(text: str | None) -> list[str]:
    chosen = (linked(line) for line in (text or "").splitlines())
    return [choice.label for choice in chosen if choice]


def _ends_after_start(values: dict[str, Any]) -> dict[str, str]:
    start = (values.get("starts_on"), values.get("starts_at") or "")
    end = (values.get("ends_on") or values.get("starts_on"), values.get("ends_at") or "99")
    if start[0] and end[0] and end < start:
        return {"ends_at": "It would end before it starts."}
    return {}


FORM = FormSpec(
    "meetings",
    "Meeting",
    (
        Section(
            "When and where",
            (
                Field("subject", "Subject", required=True),
                Field("kind", "Kind", "choice", choices=options(Kind)),
                Field("status", "Status", "choice", choices=options(Status)),
                Field("starts_on", "Day", "day", hint="today, fri, 14 mar"),
                Field("starts_at", "From", "time", hint="such as 10:00"),
                Field("ends_at", "To", "time", hint="such as 11:30"),
                Field("ends_on", "Ends on", "day", hint="where it is another day"),
                Field("date_precision", "The day is", "choice", choices=options(Precision)),
                Field("zone", "Time zone", hint="such as Asia/Baku"),
                Field("place", "Place or channel"),
                Field("language", "Language", hint="such as az, zh, en"),
                Field(
                    "confidentiality", "Confidentiality", "choice", choices=options(Confidentiality)
                ),
            ),
        ),
        Section(
            "Who",
            (
                Field("organisations", "Organisations", "links", noun="organisations"),
                Field("hosts", "Our side", "links", noun="contacts"),
                Field("guests", "Their side", "links", noun="contacts"),
                Field("note_taker", "Note-taker", "link", noun="contacts"),
                Field("convened_by", "Convened by"),
            ),
        ),
        Section(
            "What was said",
            (
                Field("purpose", "Purpose", "notes", lines=2),
                Field("host_points", "We said", "notes", hint=_POINT, lines=4),
                Field("guest_points", "They said", "notes", hint=_POINT, lines=4),
                Field("joint_points", "Both said", "notes", hint=_POINT, lines=3),
                Field("incentives", "Incentives shown", "links", noun="incentives"),
                Field("sites", "Sites shown", "links", noun="sites"),
            ),
        ),
        Section(
            "What was promised",
            (
                Field(
                    "promises",
                    "Follow-ups",
                    "promises",
                    hint="such as send anode plant profile @Sunstone by next fri",
                    lines=5,
                ),
            ),
        ),
        Section(
            "What came of it",
            (
                Field("summary", "Summary", "notes", hint="the bottom line, three lines", lines=3),
                Field("decisions", "Decisions", "notes", lines=2),
                Field("outcome", "Outcome", "notes", lines=2),
                Field("next_step", "Next step", "notes", lines=2),
                Field("assessment", "Assessment", "notes", lines=2),
                Field("background", "Background", "notes", lines=3),
            ),
        ),
        Section(
            "Sign-off and notes",
            (
                Field("written_on", "Written on", "day"),
                Field("cleared_by", "Cleared by"),
                Field("distribution", "Distribution"),
                Field("tags", "Tags", "tags"),
                Field("notes", "Notes", "notes"),
                Field("source", "Source"),
            ),
        ),
    ),
    _ends_after_start,
    {"promises": said_back},
)

# Fields that are no columns of a meeting: they make its organisations, seats, points and promises.
PARTS = frozenset(
    {"organisations", "hosts", "guests", "incentives", "sites", "promises", *SIDES}
)  # fmt: skip


def point_lines(points: Sequence[Any], side: Speaker) -> str:
    """The points of one side as the lines that are edited."""
    return "\n".join(
        f"{point.topic}: {point.text}" if point.topic else point.text
        for point in points
        if point.side == side and point.text
    )


def points(text: str | None, side: Speaker, before: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The points that lines mean. A line that stood there before keeps its point and its links."""
    here = {(p.topic or "", p.text): p for p in before if p.side == side and p.text}
    made = []
    for line in (text or "").splitlines():
        if line.strip():
            topic, said = _topic(line.strip())
            known = here.get((topic, said))
            kept = {"id": known.id} if known else {}
            made.append({"topic": topic or None, "text": said, "side": side, **kept})
    return made


def _topic(line: str) -> tuple[str, str]:
    """A topic is a few words before the first colon that is followed by a blank."""
    topic, colon, said = line.partition(": ")
    if colon and said.strip() and len(topic.split()) <= 5 and "//" not in topic:
        return topic.strip(), said.strip()
    return "", line
