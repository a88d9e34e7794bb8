"""Every verb by name, with its key; and the help: what both need is the screen below."""

from typing import TYPE_CHECKING, Any, ClassVar

from crm.verbs import ASIDE, HELP, PALETTE, Here, Verb, Verbal, verbs_here
from crm.words import _, named

if TYPE_CHECKING:
    from textual.app import App

    from crm.screens.pick import Pick

    _App = App[Any]
else:
    _App = object


class Guide(Verbal, _App):
    """An application whose help and palette are made from the verbs of the screen."""

    VERBS: ClassVar[tuple[Verb, ...]] = (HELP, PALETTE, ASIDE)

    def action_app_help(self) -> None:
        from crm.screens.help import Help

        self.push_screen(Help(verbs_here(self.screen)))

    def action_app_palette(self) -> None:
        self.push_screen(palette(verbs_here(self.screen)), self._do)

    def action_desk_aside(self) -> None:
        self.action_suspend_process()

    async def _do(self, chosen: Here | None) -> None:
        if chosen is not None:
            await chosen.do()


# What can be done comes before how to move about.
PALETTE_ORDER = {"screen": 0, "app": 1, "widget": 2}


def palette(here: list[Here]) -> "Pick[Here]":
    from crm.screens.pick import Item, Pick

    ordered = sorted(here, key=lambda found: PALETTE_ORDER[found.place])
    items = [
        Item(
            found, named("verb", found.verb.label), _(found.verb.help), key_of(found), found.reason
        )
        for found in ordered
        if found.verb != PALETTE
    ]
    return Pick(_("What do you want to do?"), items, hint=_("type a verb"))


def key_of(found: Here) -> str:
    return found.shown_keys.split(" ")[0]
