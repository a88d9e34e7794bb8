"""Promises on paper: what each side owes, who owes it, by when, and whether it was kept."""

from collections.abc import Sequence
from datetime import date

from crm.language import Words
from db.dossier import Promise

from .labels import FOLLOW_UP, OWED
from .names import of_owner
from .report import Block, Table


def commitments(promises: Sequence[Promise], say: Words, today: date) -> tuple[Block, ...]:
    """One table for each side that owes something."""
    sides = ((side, [p for p in promises if p.side == side]) for side in OWED)
    return tuple(_owed(side, owed, say, today) for side, owed in sides if owed)


def _owed(side: str, promises: list[Promise], say: Words, today: date) -> Table:
    return Table(
        headers=(say("No."), say("Action"), say("Owner"), say("Due"), say("Status")),
        rows=tuple(_row(promise, say, today) for promise in promises),
        widths=(2, 10, 5, 5, 4),
        caption=say(OWED[side]),
    )


def _row(promise: Promise, say: Words, today: date) -> tuple[str, ...]:
    action = "\n".join(part for part in (promise.text, promise.outcome) if part)
    due = say.day(promise.due_on) if promise.due_on else ""
    return promise.ref, action, of_owner(promise, say.lang), due, _status(promise, say, today)


def _status(promise: Promise, say: Words, today: date) -> str:
    late = promise.status == "open" and promise.due_on is not None and promise.due_on < today
    told = say(FOLLOW_UP["overdue" if late else promise.status])
    return f"{told}, {say.day(promise.done_on)}" if promise.done_on else told
