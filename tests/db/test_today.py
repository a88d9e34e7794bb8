"""Today: what is before the desk, soonest first, and nothing that is not."""

from datetime import date, timedelta

from db.commands import cases, follow_ups, meetings, organisations, projects
from db.engine import Database
from db.queries import lists
from db.queries import today as queries
from db.queries.today import LINES, QUIET, SOON, Today, today, whole

DAY = date(2026, 1, 21)


def ask(database: Database, day: date = DAY) -> Today:
    with database.reading() as session:
        return today(session, day)


def test_promises_stand_on_the_side_that_owes_them_soonest_first(database: Database) -> None:
    with database.writing("Promise") as session:
        theirs = follow_ups.add(session, text="Send the profile", side="theirs", due_on=DAY)
        undated = follow_ups.add(session, text="Some day", side="theirs")
    now = ask(database)
    assert [row.ref for row in now.owed_to_us] == [f"F{theirs}", f"F{undated}"]
    days = [row.values["due_on"] for row in now.owed_by_us]
    known = [day for day in days if day]
    assert known == sorted(known) and known[0] == date(2026, 1, 21)
    assert max(known) <= DAY + timedelta(days=SOON)


def test_what_is_done_dropped_archived_or_asleep_is_not_owed(database: Database) -> None:
    with database.writing("Settle") as session:
        follow_ups.complete(session, 1, DAY)
        follow_ups.drop(session, 2)
        follow_ups.archive(session, 3)
        follow_ups.snooze(session, 6, DAY + timedelta(days=1))
    refs = {row.ref for row in ask(database).owed_by_us}
    assert not refs & {"F1", "F2", "F3", "F6"}
    assert "F6" in {row.ref for row in ask(database, DAY + timedelta(days=1)).owed_by_us}


def test_an_overdue_promise_never_falls_out(database: Database) -> None:
    assert "F1" in {row.ref for row in ask(database, date(2036, 1, 1)).owed_by_us}


def test_meetings_are_those_ahead_and_those_nobody_wrote_up(database: Database) -> None:
    assert [row.ref for row in ask(database).meetings] == ["M2"]
    assert "M2" in [row.ref for row in ask(database, date(2026, 6, 1)).meetings]
    with database.writing("Cancel") as session:
        meetings.cancel(session, 2)
    assert ask(database).meetings == ()


def test_deadlines_are_reports_and_decisions_in_their_order(database: Database) -> None:
    with database.writing("Plan") as session:
        one = cases.add(session, incentive_id=1, organisation_id=1,
                        next_report_on=DAY + timedelta(days=3))  # fmt: skip
        projects.amend(session, 1, {"expected_on": DAY + timedelta(days=1)})
        projects.amend(session, 2, {"expected_on": DAY + timedelta(days=SOON + 1)})
    assert [(d.ref, d.on) for d in ask(database).deadlines] == [
        ("P1", DAY + timedelta(days=1)), (f"K{one}", DAY + timedelta(days=3)),
    ]  # fmt: skip
    with database.writing("Lose") as session:
        projects.lose(session, 1, "Power", DAY)
    assert [d.ref for d in ask(database).deadlines] == [f"K{one}"]


def test_investors_go_quiet_after_the_last_meeting_held(database: Database) -> None:
    held = date(2026, 1, 19)
    assert ask(database, held + timedelta(days=QUIET - 1)).gone_quiet == ()
    quiet = ask(database, held + timedelta(days=QUIET)).gone_quiet
    assert [row.ref for row in quiet] == ["O1", "O3"]
    with database.writing("Archive") as session:
        organisations.archive(session, 1)
    quiet = ask(database, held + timedelta(days=QUIET)).gone_quiet
    assert [row.ref for row in quiet] == ["O3"]


def test_of_many_the_first_are_listed_and_all_are_counted(database: Database) -> None:
    before = ask(database)
    number = LINES + 5
    with database.writing("Promise") as session:
        for n in range(number):
            follow_ups.add(
                session, text=f"Late {n}", side="ours", due_on=DAY - timedelta(days=n + 1)
            )
            meetings.add(session, subject=f"Not written up {n}", starts_on=DAY - timedelta(days=n))
        for n in range(LINES + 2):
            follow_ups.add(session, text=f"Some day {n}", side="theirs")
    now = ask(database)
    assert len(now.owed_by_us) == len(now.meetings) == len(now.owed_to_us) == LINES
    assert now.owed_by_us[0].name == f"Late {number - 1}"
    assert now.meetings[0].name == f"Not written up {number - 1}"
    assert LINES + now.more["owed_by_us"] == len(before.owed_by_us) + number
    assert LINES + now.more["meetings"] == len(before.meetings) + number
    assert LINES + now.more["owed_to_us"] == len(before.owed_to_us) + LINES + 2
    assert now.overdue == before.overdue + number


def test_the_list_of_a_section_begins_as_the_section_does(database: Database) -> None:
    far = date(2036, 1, 1)
    now = ask(database, far)
    with database.reading() as session:
        for section in ("meetings", "owed_by_us", "owed_to_us", "gone_quiet"):
            noun, line = whole(section, far) or ("", "")
            listed = lists.ids(session, lists.parse(noun, line))
            shown = [row.id for row in getattr(now, section)]
            assert list(listed)[: len(shown)] == shown, section
    assert now.gone_quiet and now.owed_by_us
    assert whole("deadlines", far) is None


def test_an_empty_record_has_an_empty_day(empty_database: Database) -> None:
    assert ask(empty_database) == Today(DAY, (), (), (), (), ())
    assert queries.SOON > 0
