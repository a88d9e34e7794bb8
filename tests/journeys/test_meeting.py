"""The scene of the desk: a meeting is opened, written up, its promises followed, its report saved."""

from pathlib import Path

import pytest

from db.queries import cards, lists
from tests.journeys.conftest import NARROW, WIDE, Officer, Open

LINES = """send anode plant profile @Sunstone by next fri
@Wanji to send registered name by eom
Sunstone will send balance sheets in 2w"""


async def at_the_meeting(officer: Officer) -> None:
    await officer.press("4", "G")
    await officer.until(lambda: "19 Jan 2026" in officer.at_cursor, "the meeting of 19 January")


async def written_up(officer: Officer) -> None:
    await at_the_meeting(officer)
    await officer.press("e")
    await officer.sees("Meeting M1")
    await officer.fills("guest_points", "Power: they asked for 50 MW")
    await officer.fills("incentives", "alat")
    await officer.sees("Alat Free Economic Zone regime")
    await officer.press("enter")
    await officer.fills("promises", LINES)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_meeting_is_written_up_with_three_follow_ups_in_one_change(
    open_app: Open, size: tuple[int, int]
) -> None:
    async with open_app(size) as officer:
        await written_up(officer)
        await officer.sees("= We owe Sunstone: send anode plant profile",
                           "= Wanji owes us: send registered name",
                           "= Sunstone owes us: send balance sheets")  # fmt: skip
        await officer.press("ctrl+s")
        await officer.sees("with 3 follow-ups · z to undo")
        with officer.record.reading() as session:
            card = cards.card(session, "M1")
            promised = lists.rows(session, "follow_ups", lists.ids(
                session, lists.parse("follow_ups", "meeting:M1 sort:-created")))  # fmt: skip
        assert [said.text for said in card.said if said.side == "guest"] == ["they asked for 50 MW"]
        assert [row.name for row in next(
            each.rows for each in card.related if each.title == "Incentives presented"
        )] == ["Alat Free Economic Zone regime"]  # fmt: skip
        new = {row.name: row.values for row in promised[:3]}
        assert {name: (v["side"], v["organisation"], str(v["due_on"])) for name, v in new.items()} == {
            "send anode plant profile": (
                "ours", "Sunstone Development Co., Ltd.", "2026-01-23"),
            "send registered name": ("theirs", "Wanji Aluminum Co., Ltd.", "2026-01-31"),
            "send balance sheets": ("theirs", "Sunstone Development Co., Ltd.", "2026-02-04"),
        }  # fmt: skip
        await officer.press("5")
        await officer.sees("send anode plant profile", "Open follow-ups · 17")
        await officer.press("z")
        await officer.sees("Undid: Write up Meeting with Wanji", "Open follow-ups · 14")


async def test_a_promise_is_kept_and_undone_by_name(open_app: Open) -> None:
    async with open_app() as officer:
        await officer.press("5")
        await officer.sees("Open follow-ups · 14")
        await officer.press("c")
        await officer.sees("Done: “Write and file the meeting report” · z to undo", "13 of 14")
        await officer.press("z")
        await officer.sees("Undid: Complete “Write and file the meeting report”",
                           "Open follow-ups · 14")  # fmt: skip
        await officer.press("Z")
        await officer.sees("Brought back:", "13 of 14")


async def test_a_meeting_that_was_held_needs_a_place_and_both_sides(open_app: Open) -> None:
    async with open_app(WIDE) as officer:
        await officer.press("4", "j", "e")
        await officer.sees("Meeting M2")
        await officer.fills("status", "h")
        await officer.press("ctrl+s")
        await officer.sees("M2 cannot be held yet", "! A meeting that was held needs a place",
                           "! A meeting that was held needs somebody on our side")  # fmt: skip
        await officer.fills("place", "Video, Teams")
        await officer.fills("hosts", "bashirli")
        await officer.sees("▸ Samed Bashirli")
        await officer.press("enter")
        await officer.fills("guests", "Li Ming")
        await officer.sees("not there yet: add “Li Ming”")
        await officer.press("enter")
        await officer.sees("New contact")
        await officer.press("ctrl+s")
        await officer.sees("Li Ming · C12")
        await officer.press("ctrl+s")
        await officer.sees("Saved Technical follow-up call")
        with officer.record.reading() as session:
            card = cards.card(session, "M2")
        assert card.row.values["status"] == "held"
        assert [seat.name for seat in card.seated] == ["Samed Bashirli", "Li Ming"]


async def test_the_report_is_read_and_saved(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_app() as officer:
        await at_the_meeting(officer)
        await officer.press("p")
        await officer.sees("Meeting report · Baku · 19 January 2026")
        await officer.press("s")
        await officer.sees("Saved")
        await officer.until(lambda: bool(list(tmp_path.glob("M1-*.pdf"))), "the file")
    (saved,) = tmp_path.glob("M1-*.pdf")
    assert saved.read_bytes().startswith(b"%PDF")
