"""Find anything anywhere, as you type; enter opens it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm.screens.pick import Item, Pick
from crm.screens.shown import noun_word
from crm.words import _
from db.queries.search import Hit, ready, search

if TYPE_CHECKING:
    from crm.app import CrmApp

OF_EACH = 6  # hits of each noun shown at once


async def find(crm: "CrmApp") -> None:
    """One box over every noun, notes and points included, in any spelling."""

    async def look(text: str) -> Sequence[Item[str]]:
        if len(text.strip()) < 2 and text.isascii():
            await crm.desk.read(ready)
            return []
        hits = await crm.desk.read(search, text, OF_EACH)
        return [_item(hit) for hit in hits]

    nothing = "Nothing matches. Two letters are enough, in any spelling and script."
    hint = "a name, a word, a number"
    ref = await crm.push_screen_wait(Pick("Find", look, hint=_(hint), nothing=_(nothing)))
    if ref:
        from crm.screens.record import RecordScreen

        crm.push_screen(RecordScreen(ref))


def _item(hit: Hit) -> Item[str]:
    noun = noun_word(hit.noun)
    detail = hit.sentence if hit.sentence != hit.title else noun
    return Item(hit.ref, hit.title, detail, hit.ref)
