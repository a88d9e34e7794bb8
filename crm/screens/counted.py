"""The list of exactly the rows that a number counts, over the place that it came from."""

from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from crm.screens.cases import Cases
from crm.screens.follow_ups import FollowUps
from crm.screens.ledger import LIST, Ledger
from crm.screens.meetings import Meetings
from crm.screens.organisations import Investors
from crm.screens.projects import Projects
from crm.verbs import Verb
from crm.words import _
from db.view import View

BACK = Verb("list.whole", "escape", "Back", "Back to the number that counts these.", True, LIST)
_LEDGERS: tuple[type[Ledger], ...] = (Investors, Projects, Meetings, FollowUps, Cases)


class Counted:
    """What such a list does otherwise than the place of its noun."""

    VERBS: ClassVar[tuple[Verb, ...]] = (BACK,)
    view: View

    def __init__(self, only: View, title: str) -> None:
        self._only, self._title = only, title
        super().__init__()

    def _based(self, index: int) -> View:
        return self._only

    def _view_words(self) -> str:
        return self._title

    def available(self, verb: Verb) -> str | None:
        if verb.id == "list.view":
            return _("This list is what a number counts. Press esc to go back to it.")
        reason: str | None = super().available(verb)  # type: ignore[misc]
        return reason

    def action_list_whole(self: Any) -> None:
        self.dismiss()


@cache
def _counting(noun: str) -> Any:
    ledger = next(each for each in _LEDGERS if each.PLACE.noun == noun)
    place = replace(ledger.PLACE, empty="No record makes this number.\n\nPress esc to go back.")
    return type(f"Counted{ledger.__name__}", (Counted, ledger), {"PLACE": place})


def counted(view: View, title: str) -> Ledger:
    """The list of a view under a title of its own; escape leads back."""
    screen: Ledger = _counting(view.noun)(view, title)
    return screen
