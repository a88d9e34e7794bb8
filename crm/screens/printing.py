"""Print a paper: on which printer, how many, on one side or two; and what became of it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm import printing
from crm.printing import Job, JobState, Printer
from crm.screens.pick import Item, Pick
from crm.words import _, many, sentence_of
from db.errors import Problem

if TYPE_CHECKING:
    from crm.app import CrmApp

COPIES = (1, 2, 3, 4, 5, 10, 20)
SIDES = {"printer": "As the printer is set", "one": "On one side", "two": "On both sides"}
STATES = {"idle": "Idle", "printing": "Printing", "stopped": "Stopped", "unknown": "State unknown"}
_TWO_SIDED = {"printer": None, "one": False, "two": True}


async def print_out(
    crm: "CrmApp", paper: str, title: str, saved: Callable[[str], Awaitable[Path]]
) -> None:
    """Ask how, send the pages, and follow them. Without a printer they are saved, and it is said
    where. Raises Problem."""
    try:
        found = await asyncio.to_thread(printing.printers)
    except printing.NoPrinter as problem:
        return await _instead(crm, sentence_of(problem), saved)
    if not found:
        return await _instead(crm, _("There is no printer on this computer."), saved)
    printer: Any = await crm.push_screen_wait(Pick("Print on", [_item(each) for each in found]))
    copies: Any = printer and await crm.push_screen_wait(Pick("How many", _copies()))
    sides: Any = copies and await crm.push_screen_wait(Pick("On which sides", _sides()))
    if sides:
        path = await saved(".pdf")
        job = await asyncio.to_thread(
            printing.send, path, printer, copies, title=title, two_sided=_TWO_SIDED[sides],
            paper=paper,
        )  # fmt: skip
        crm.say(_("Sent to {printer} as {job}", printer=printer, job=job.id))
        crm.run_worker(_follow(crm, job))  # keys need not wait until it is printed
    return None


def _copies() -> list[Item[int]]:
    return [Item(n, many(n, "{n} copy", "{n} copies")) for n in COPIES]


def _sides() -> list[Item[str]]:
    return [Item(name, _(label)) for name, label in SIDES.items()]


async def _instead(crm: "CrmApp", why: str, saved: Callable[[str], Awaitable[Path]]) -> None:
    path = await saved(".pdf")
    crm.say(f"{why} {_('The pages are saved as {path}.', path=path)}", problem=True)


def _item(printer: Printer) -> Item[str]:
    told = [_(STATES[printer.state]), printer.reason, _("the default") if printer.default else ""]
    return Item(printer.name, printer.name, ", ".join(part for part in told if part))


async def _follow(crm: "CrmApp", job: Job) -> None:
    """Say each new state while the pages are on their way, and the last one as a sentence."""

    def told(state: JobState) -> None:
        if state.state not in printing.FINAL:
            crm.call_from_thread(crm.say, printing.outcome(job, state))

    try:
        state = await asyncio.to_thread(printing.follow, job, told=told)
        crm.say(printing.outcome(job, state))
    except Problem as problem:
        crm.say(sentence_of(problem), problem=True)
