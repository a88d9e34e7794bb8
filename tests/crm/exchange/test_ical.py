"""Calendars: days and zones as their makers write them, people found again, series kept as one."""

from pathlib import Path

import pytest

from crm.exchange.apply import Options, revert, run_import
from crm.exchange.ical_repeats import repeats
from crm.exchange.readers import open_sheet
from db.commands.imports import OnMatch
from db.engine import Database
from db.errors import Problem
from db.fates import Verdict
from db.queries import lists
from db.queries.parts import parts

from .files import DATA, arrived


def calendar(folder: Path, *parts: str, encoding: str = "utf-8") -> Path:
    path = folder / "calendar.ics"
    text = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""))
    path.write_bytes(text.encode(encoding))
    return path


def event(*lines: str, uid: str = "0001") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}@calendar.example", *lines, "END:VEVENT"))


def said(path: Path) -> dict[str, str]:
    """What the first meeting of a calendar says, in words."""
    _, drafts = arrived(path)
    return {name: str(value) for name, value in drafts[0].values.items()}


def when(told: dict[str, str]) -> tuple[str | None, ...]:
    return tuple(
        told.get(name) for name in ("starts_on", "starts_at", "ends_on", "ends_at", "zone")
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("DTSTART;TZID=Azerbaijan Standard Time:20260119T100000",
         "DTEND;TZID=Azerbaijan Standard Time:20260119T113000",
         ("2026-01-19", "10:00", None, "11:30", "Asia/Baku")),
        ('DTSTART;TZID="/mozilla.org/20050126_1/Europe/Berlin":20260119T100000', "DURATION:PT90M",
         ("2026-01-19", "10:00", None, "11:30", "Europe/Berlin")),
        ("DTSTART:20260119T060000Z", "DTEND:20260119T210000Z",
         ("2026-01-19", "10:00", "2026-01-20", "01:00", "Asia/Baku")),
        ("DTSTART;TZID=(UTC+08:00) Beijing, Chongqing:20260119T140000", "DURATION:P1DT1H",
         ("2026-01-19", "10:00", "2026-01-20", "11:00", "Asia/Baku")),
        ("DTSTART;TZID=China Standard Time 1:20260119T140000", "",
         ("2026-01-19", "14:00", None, None, "Asia/Shanghai")),
        ("DTSTART:20260119T100000", "", ("2026-01-19", "10:00", None, None, "Asia/Baku")),
        ("DTSTART;VALUE=DATE:20260119", "DTEND;VALUE=DATE:20260120", ("2026-01-19", *[None] * 4)),
        ("DTSTART;VALUE=DATE:20260119", "DTEND;VALUE=DATE:20260122",
         ("2026-01-19", None, "2026-01-21", None, None)),
        ("DTSTART;VALUE=DATE:20260119", "DURATION:P3D", ("2026-01-19", None, "2026-01-21", None, None)),
    ],
)  # fmt: skip
def test_days_and_zones(
    tmp_path: Path, start: str, end: str, expected: tuple[str | None, ...]
) -> None:
    assert when(said(calendar(tmp_path, event("SUMMARY:Talk", start, end)))) == expected


def test_a_zone_described_in_the_calendar_is_used(tmp_path: Path) -> None:
    zone = ("BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
            "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE")  # fmt: skip
    path = calendar(
        tmp_path, event("SUMMARY:Talk", "DTSTART;TZID=Customized Time Zone:20260119T090000"), zone
    )
    assert when(said(path)) == ("2026-01-19", "10:00", None, None, "Asia/Baku")


def test_utc_is_told_in_the_zone_of_the_calendar(tmp_path: Path) -> None:
    path = calendar(
        tmp_path, "X-WR-TIMEZONE:Asia/Shanghai", event("SUMMARY:x", "DTSTART:20260119T060000Z")
    )
    assert when(said(path)) == ("2026-01-19", "14:00", None, None, "Asia/Shanghai")


def test_a_zone_nobody_knows_is_said_and_kept(tmp_path: Path) -> None:
    told = said(calendar(tmp_path, event("SUMMARY:x", "DTSTART;TZID=Moon/Base:20260119T060000")))
    assert when(told)[1:] == ("06:00", None, None, "Asia/Baku")
    assert "Moon/Base" in told["extra"]


def test_words_people_and_what_nobody_knows(tmp_path: Path) -> None:
    told = said(calendar(tmp_path, event(
        "SUMMARY:Görüş\\, aluminium", "DTSTART:20260119T060000Z", "LOCATION:Ministry\\nRoom 5",
        "DESCRIPTION:one\\ntwo\\; three", "CATEGORIES:investor,Metals\\, mining",
        'ORGANIZER;CN="Roe, Jane":MAILTO:jane@roe.example',
        "ATTENDEE;CN=Li Wei;PARTSTAT=ACCEPTED:mailto:li@wanji.example",
        "ATTENDEE;CN=room;CUTYPE=ROOM:mailto:room@house.example",
        "ATTENDEE;CN=Busy Man;PARTSTAT=DECLINED:mailto:busy@man.example",
        "BEGIN:VALARM", "ACTION:DISPLAY", "SUMMARY:not this", "END:VALARM",
        "CLASS:PRIVATE", "X-APPLE-TRAVEL:no", "X-PROJECT:Smelter", "TRANSP:OPAQUE",
    )))  # fmt: skip
    assert (told["subject"], told["place"]) == ("Görüş, aluminium", "Ministry Room 5")
    assert (told["notes"], told["tags"]) == ("one\ntwo; three", "['investor', 'Metals, mining']")
    assert told["attendees"] == "['Roe, Jane <jane@roe.example>', 'Li Wei <li@wanji.example>']"
    for kept in ("Busy Man", "'Class': 'PRIVATE'", "'Project': 'Smelter'"):
        assert kept in told["extra"]
    assert "APPLE" not in told["extra"].upper() and "not this" not in str(told)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Договорились о визите; нужен переводчик и машина"
    path = calendar(
        tmp_path, event(f"SUMMARY:{text}", "DTSTART:20260119T060000Z"), encoding=encoding
    )
    assert said(path)["subject"] == text


def test_cancelled_is_cancelled(tmp_path: Path) -> None:
    one = event("SUMMARY:x", "STATUS:CANCELLED", "DTSTART:20260119T060000Z")
    assert said(calendar(tmp_path, one))["status"] == "cancelled"
    assert said(calendar(tmp_path, "METHOD:CANCEL", event("SUMMARY:x")))["status"] == "cancelled"


@pytest.mark.parametrize(
    ("rule", "words"),
    [("FREQ=WEEKLY;COUNT=3", "every week, 3 times"),
     ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "every 2 months on the last Friday"),
     ("FREQ=DAILY;UNTIL=20260301T000000Z", "every day, until 2026-03-01"),
     ("FREQ=YEARLY;BYMONTHDAY=19", "every year on day 19"), ("rubbish", "rubbish"), ("", "")],
)  # fmt: skip
def test_a_rule_in_words(rule: str, words: str) -> None:
    assert repeats(rule) == words


def test_a_series_is_one_meeting_and_says_so_and_a_moved_one_is_another(tmp_path: Path) -> None:
    path = calendar(
        tmp_path, event("SUMMARY:Weekly", "DTSTART:20260105T060000Z", "RRULE:FREQ=WEEKLY"),
        event("SUMMARY:Weekly", "DTSTART:20260113T060000Z", "RECURRENCE-ID:20260112T060000Z"),
    )  # fmt: skip
    _, [series, moved] = arrived(path)
    assert series.warnings == ("a series (every week) is kept as one meeting",)
    assert series.values["extra"] == {"Repeats": "every week"}
    assert moved.values["external_ids"] == {"ical": "0001@calendar.example/20260112T060000Z"}


def test_a_bad_event_stops_no_other(tmp_path: Path) -> None:
    path = calendar(
        tmp_path, event("SUMMARY:First"), event("SUMMARY:Bad", "DTSTART:20261399T000000"),
        "BEGIN:VEVENT\r\nSUMMARY:Endless", event("SUMMARY:Fourth"),
        "BEGIN:VTODO\r\nSUMMARY:Task\r\nEND:VTODO", "BEGIN:VEVENT\r\nSUMMARY:Cut",
    )  # fmt: skip
    _, drafts = arrived(path)
    assert [draft.values.get("subject") for draft in drafts] == [
        "First",
        None,
        None,
        "Fourth",
        None,
        None,
    ]
    assert [p.problem for draft in drafts for p in draft.problems] == [
        "DTSTART says 20261399T000000, which is no date", "it has no end (END:VEVENT)",
        "it has no end (END:VEVENT)",
    ]  # fmt: skip
    assert drafts[4].skip == "a todo of the calendar, not a meeting"


def test_a_calendar_without_a_meeting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="without a meeting"):
        open_sheet(calendar(tmp_path))


def test_meetings_come_in_once_with_their_people(seeded: Database, tmp_path: Path) -> None:
    with seeded.reading() as session:
        [first, *_] = lists.ids(session, lists.parse("contacts", "organisation:wanji"))
        name = lists.rows(session, "contacts", [first])[0].values["name"]
    guest = f"ATTENDEE;CN={name}:mailto:a@b.example"
    path = calendar(
        tmp_path, event("SUMMARY:New talk", "DTSTART:20260301T060000Z", guest),
        event("SUMMARY:Called off", "STATUS:CANCELLED", "DTSTART:20260302T060000Z", uid="0002"),
    )  # fmt: skip
    done = run_import(seeded, path, Options())
    assert done.counts == {Verdict.created: 2} and done.run
    with seeded.reading() as session:
        [met] = lists.ids(session, lists.parse("meetings", "subject:talk"))
        hung = parts(session, "meetings", [met])[met]
    assert len(hung["seats"]) == 1
    assert len(hung["organisations"]) == 1  # of the guest, whose card shows the meeting
    for policy in OnMatch.fill, OnMatch.update:
        assert run_import(seeded, path, Options(on_match=policy)).counts == {Verdict.unchanged: 2}
    assert revert(seeded, done.run).rows > 2


def test_a_calendar_of_google_arrives_whole() -> None:
    _, [visit, fair, call, off] = arrived(DATA / "ical_google_export.ics")
    assert visit.values["external_ids"] == {"ical": "a1@google.com"}
    assert (visit.values["place"], visit.values["starts_at"]) == ("Sumqayıt", "09:15")
    assert str(fair.values["ends_on"]) == "2024-05-23"
    assert call.values["extra"] == {"Repeats": "every week, 3 times"}
    assert off.values["status"] == "cancelled"


def test_a_list_of_tasks_gives_follow_ups(seeded: Database, tmp_path: Path) -> None:
    path = calendar(
        tmp_path,
        "BEGIN:VTODO\r\nUID:task-000001@x\r\nSUMMARY:Send the plan\r\nDUE:20260123T120000Z\r\nPRIORITY:1\r\n"
        "STATUS:NEEDS-ACTION\r\nCATEGORIES:investor\r\nEND:VTODO",
        "BEGIN:VTODO\r\nUID:task-000002@x\r\nSUMMARY:Call\r\nSTATUS:COMPLETED\r\n"
        "COMPLETED:20260120T080000Z\r\nEND:VTODO",
    )  # fmt: skip
    mapping, [first, second] = arrived(path)
    assert mapping.noun == "follow_ups"
    told = {name: str(value) for name, value in first.values.items()}
    assert (told["text"], told["due_on"], told["due_at"]) == (
        "Send the plan",
        "2026-01-23",
        "16:00",
    )
    assert (told["priority"], told["status"], told["tags"]) == ("high", "open", "['investor']")
    assert (second.values["status"], str(second.values["done_on"])) == ("done", "2026-01-20")
    for verdict in Verdict.created, Verdict.unchanged:
        assert run_import(seeded, path, Options()).counts == {verdict: 2}
