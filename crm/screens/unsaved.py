"""Forms that were not saved when the desk ended: told at the next start, gone on with by a key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App

from crm.desk import late
from crm.verbs import Verb, Verbal
from crm.words import _, many, sentence_of
from db.errors import Problem

if TYPE_CHECKING:
    from crm.app import CrmApp
    from crm.screens.pick import Item
    from db.queries.drafts import Unsaved

    _App = App[int]
else:
    _App = object

UNSAVED = late("db.queries.drafts", "unsaved")
NAMED = 3  # forms that are named in the toast at the start
LONG = 15.0  # seconds that it stays


class Unfinished(Verbal, _App):
    """An application that offers what was typed and not saved."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb(
            "desk.unsaved", "U", "Not saved", "Go on with a form that was not saved.",
            False, "Desk", True,
        ),
    )  # fmt: skip

    async def offer_unsaved(self: "CrmApp") -> None:  # type: ignore[misc]
        """Say at the start what was not saved, and the key that leads back to it."""
        found = await self.desk.read(UNSAVED, self.desk.who)
        if found:
            self.notify(_told(found), severity="warning", markup=False, timeout=LONG)

    @work(exclusive=True, group="unsaved")
    async def action_desk_unsaved(self: "CrmApp") -> None:
        try:
            await _go_on(self)
        except Problem as problem:
            self.say(sentence_of(problem), problem=True)


def _told(found: "Sequence[Unsaved]") -> str:
    names = ", ".join(_name(each) for each in found[:NAMED])
    return many(
        len(found),
        "What you typed and did not save is kept: {names}. Press U to go on with it.",
        "{n} forms that you did not save are kept: {names}. Press U to go on with them.",
        names=f"{names} …" if len(found) > NAMED else names,
    )


async def _go_on(crm: "CrmApp") -> None:
    from crm.screens.editing import edit, new
    from crm.screens.pick import Pick

    found = await crm.desk.read(UNSAVED, crm.desk.who)
    if not found:
        raise Problem(_("Everything that you typed is saved, or was thrown away knowingly."))
    one = await crm.push_screen_wait(Pick("Not saved yet", [_item(each) for each in found]))
    if one and one.ref:
        await edit(crm, one.ref)
    elif one:
        await new(crm, one.noun)


def _item(one: "Unsaved") -> "Item[Unsaved]":
    from crm.screens.pick import Item
    from crm.screens.shown import words

    said = f"{words(one.at.astimezone())} · {', '.join(filter(None, one.words.values()))}"
    return Item(
        one,
        _form(one),
        " ".join(said.split()),
        reason=_("The record is not there any more.") if one.gone else None,
    )


def _name(one: "Unsaved") -> str:
    """The form and the first words in it: New contact “Aygün”."""
    first = " ".join(next(filter(None, one.words.values()), "").split())
    short = f"{first[:30]}…" if len(first) > 30 else first
    return f"{_form(one)} “{short}”" if short else _form(one)


def _form(one: "Unsaved") -> str:
    from crm.screens.card_views import form_of
    from crm.screens.editing import heading

    return heading(form_of(one.noun), one.ref)
