"""Which paper is meant: the report of a meeting, a briefing, a card, a sheet, or the list itself."""

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from crm.reports import papers
from crm.reports.listing import Columns
from crm.reports.papers import Asked
from crm.reports.report import Report
from crm.screens.at_desk import noun_of
from crm.screens.pick import Item, Pick
from crm.screens.report import show_paper
from crm.screens.shown import view_words
from crm.words import _

if TYPE_CHECKING:
    from crm.app import CrmApp
    from db.view import View

Show = Callable[[], Coroutine[Any, Any, None]]


async def choose(
    crm: "CrmApp", ref: str | None, view: "View | None", columns: Columns = ()
) -> None:
    """Show the paper that is meant; where several could be, ask. On a meeting it is its report."""
    if ref and noun_of(ref) == "meetings":
        return await show_report(crm, ref)
    items = [*_of_list(crm, view, columns), *_of_record(crm, ref)]
    show = items[0].value if len(items) == 1 else None
    show = show or await crm.push_screen_wait(Pick("What goes on paper?", items))
    if show:
        await show()
    return None


def _of_list(crm: "CrmApp", view: "View | None", columns: Columns) -> Iterator[Item[Show]]:
    if view is None:
        return
    yield Item(partial(show_list, crm, view, columns), _("This list"), view_words(view))
    if view.noun == "follow_ups":
        yield Item(
            partial(show_week, crm),
            _("The week"),
            _("what {name} owes by Sunday", name=crm.desk.who),
        )


def _of_record(crm: "CrmApp", ref: str | None) -> Iterator[Item[Show]]:
    if ref is None:
        return
    yield Item(
        partial(show_card, crm, ref), _("The card of {ref}", ref=ref), _("with its timeline")
    )
    if noun_of(ref) == "organisations":
        yield Item(
            partial(show_briefing, crm, ref), _("The briefing on {ref}", ref=ref), _("one page")
        )
    if noun_of(ref) in ("organisations", "projects"):
        yield Item(partial(show_incentives, crm, ref), _("Incentive sheet"), _("as at today"))


async def show_report(crm: "CrmApp", ref: str) -> None:
    """The report of a meeting."""

    async def make(how: Asked) -> Report:
        return await crm.desk.read(papers.meeting, ref, how)

    await show_paper(crm, make, meeting=ref)


async def show_briefing(crm: "CrmApp", ref: str) -> None:
    """The one page on a meeting or an organisation."""

    async def make(how: Asked) -> Report:
        return await crm.desk.read(papers.briefing, ref, how)

    await show_paper(crm, make)


async def show_list(crm: "CrmApp", view: "View", columns: Columns = ()) -> None:
    """The list; with columns these, as the officer arranged them."""

    async def make(how: Asked) -> Report:
        return await crm.desk.read(papers.listing, view, how, columns)

    await show_paper(crm, make)


async def show_card(crm: "CrmApp", ref: str) -> None:
    async def make(how: Asked) -> Report:
        return await crm.desk.read(papers.card, ref, how)

    await show_paper(crm, make)


async def show_week(crm: "CrmApp") -> None:
    """The follow-up sheet of the officer."""

    async def make(how: Asked) -> Report:
        return await crm.desk.read(papers.week, crm.desk.who, how)

    await show_paper(crm, make)


async def show_incentives(crm: "CrmApp", ref: str) -> None:
    async def make(how: Asked) -> Report:
        return await crm.desk.read(papers.incentives, ref, how)

    await show_paper(crm, make)
