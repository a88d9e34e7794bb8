"""Parts of a list under a name: those it comes with, and those that an officer keeps."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from crm.screens.at_desk import AtDesk
from crm.screens.pick import Item, Pick
from crm.verbs import Verb, Verbal
from crm.words import _
from db.commands import views as kept
from db.queries.views import Saved, saved
from db.view import View, describe

if TYPE_CHECKING:
    from crm.screens.ledger import Place
    from crm.widgets.filter_bar import FilterBar

LIST = "This list"
ARCHIVED = "archived"


class Views(Verbal, AtDesk):
    """A list whose parts can be chosen with `v` and kept with `V`."""

    PLACE: "ClassVar[Place]"
    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("list.view", "v", "View", "Show another part of this list.", True, LIST),
        Verb("list.keep", "V", "Keep view", "Keep what is shown under a name.", False, LIST),
    )
    view: View
    _base: int

    @property
    def bar(self) -> "FilterBar":
        raise NotImplementedError

    def show(self, *, keep: bool = True) -> None:
        raise NotImplementedError

    def _based(self, index: int) -> View:
        raise NotImplementedError

    def meant(self, line: str) -> View:
        """The view of a line of the filter language. Raises Invalid."""
        raise NotImplementedError

    @work(exclusive=True, group="view")
    async def action_list_view(self) -> None:
        known = await self.attempt(self.desk.read(saved, self.PLACE.noun)) or []
        items = self._choices(known)
        at = next((n for n, item in enumerate(items) if item.detail == _("shown now")), 0)
        chosen = await self.app.push_screen_wait(Pick("Show", items, at=at))
        if chosen is not None:
            self._choose(chosen)

    def _choices(self, known: Sequence[Saved]) -> list[Item[Any]]:
        now = ARCHIVED if self.view.archived else self._base
        ready: list[tuple[Any, str]] = [(n, _(view[0])) for n, view in enumerate(self.PLACE.views)]
        ready.append((ARCHIVED, _("Archived")))
        items = [Item(value, name, _("shown now") if value == now else "") for value, name in ready]
        return items + [Item(view, view.name, view.words, view.key) for view in known]

    def _choose(self, chosen: Any) -> None:
        self.bar.clear()
        if isinstance(chosen, Saved):
            self._base = len(self.PLACE.views) - 1
            self.view = self.meant(chosen.words)
        elif chosen == ARCHIVED:
            self.view = View(self.PLACE.noun, archived=True, sort=self.view.sort)
        else:
            self._base = chosen
            self.view = replace(self._based(chosen), sort=self.view.sort)
        self.show(keep=False)

    @work(exclusive=True, group="view")
    async def action_list_keep(self) -> None:
        noun, words = self.PLACE.noun, self._words()
        if not words:
            self.say("This is the whole list; narrow it with / first, then keep it.")
            return

        async def offered(text: str) -> Sequence[Item[str]]:
            name = " ".join(text.split())
            return [Item(name, _("Keep as “{name}”", name=name), words)] if name else []

        hint = "a name for what is shown"
        name = await self.app.push_screen_wait(Pick("Keep this view", offered, hint=hint))
        if name:
            label = f"Keep the view {name}"
            key = await self.attempt(self.desk.write(label, kept.save, noun, name, words))
            if key is not None:
                keys = _("v, then {key}", key=key) if key else "v"
                self.say(_("Kept “{name}”: {keys} · z to undo", name=name, keys=keys))

    def _words(self) -> str:
        """The line that means what is shown: as it was typed, so that “due<fri” stays this week's."""
        typed = self.bar.text
        named = {each.field for each in self.meant(typed).filters}
        base = "" if self.view.archived else self.PLACE.views[self._base][1]
        base = " ".join(part for part in base.split() if part.partition(":")[0] not in named)
        sort = f"sort:{self.view.sort}" if self.view.sort else ""
        line = " ".join(part for part in (base, typed, sort) if part)
        same = line and describe(self.meant(line)) == describe(self.view)
        return line if same else describe(self.view)
