"""The follow-up sheet of an officer for the week, to be carried around and ticked."""

from datetime import date
from typing import TYPE_CHECKING

from crm.language import Words, translator

from .report import Block, Paragraph, Report, Section, Table

if TYPE_CHECKING:
    from db.queries.lists import Row
    from db.queries.week import Week


def week_report(week: "Week", lang: str, *, today: date) -> Report:
    say, whole = translator(lang), not week.whose
    parts = (
        (say("Overdue"), _promises(week.overdue, say, whole=whole)),
        (say("Due this week"), _promises(week.due, say, whole=whole)),
        (say("Without a day"), _promises(week.undated, say, whole=whole)),
        (say("Meetings this week"), _meetings(week.meetings, say)),
    )
    sections = tuple(Section(heading, blocks) for heading, blocks in parts if blocks)
    nothing = (Section("", (Paragraph(say("Nothing is due this week.")),)),)
    return Report(
        title=say("Follow-ups of the week"),
        subtitle=f"{week.whose or say('The whole desk')} · {say.day(week.start)} – {say.day(week.end)}",
        reference="",
        as_of=today,
        sections=sections or nothing,
        marks=(say("For the desk only"),),
        lang=lang,
        landscape=whole,
    )


def _promises(rows: "tuple[Row, ...]", say: Words, *, whole: bool) -> tuple[Block, ...]:
    """`whole` where the sheet is that of everybody: each promise then says whose it is."""
    told = tuple(
        (row.ref, row.name, _about(row), *((_owner(row),) if whole else ()),
         say.day(due) if (due := row.values["due_on"]) else "", "")
        for row in rows
    )  # fmt: skip
    who = (say("Owner"),) if whole else ()
    heads = (say("No."), say("Action"), say("About"), *who, say("Due"), say("Done on"))
    return (Table(heads, told, (2, 9, 8, *((5,) if whole else ()), 5, 4)),) if told else ()


def _owner(row: "Row") -> str:
    return row.values["owner"] or row.values["owner_role"] or ""


def _about(row: "Row") -> str:
    names = ("organisation", "project", "meeting")
    found = next((name for name in names if row.values[name]), None)
    return f"{row.values[found]} ({row.values[f'{found}_ref']})" if found else ""


def _meetings(rows: "tuple[Row, ...]", say: Words) -> tuple[Block, ...]:
    told = tuple(
        (row.ref, say.day(row.values["starts_on"]), row.values["starts_at"] or "", row.name,
         row.values["place"] or "")
        for row in rows
    )  # fmt: skip
    heads = (say("No."), say("Date"), say("Time"), say("Subject"), say("Place"))
    return (Table(heads, told, (2, 5, 2, 13, 5)),) if told else ()
