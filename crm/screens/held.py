"""The record behind an open form: what stood there, whether it still does, what came since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.forms import spec as forms
from crm.forms.spec import FormSpec
from crm.words import _
from db.commands.unchanged import unchanged
from db.queries import seen
from db.queries.cards import Card
from db.queries.seen import Seen

if TYPE_CHECKING:
    from crm.app import CrmApp

Values = dict[str, Any]
Now = tuple[Seen, Card]


@dataclass(frozen=True)
class Theirs:
    """The record as it is now, in the texts of the form, and who changed it last."""

    texts: Mapping[str, str]
    by: str
    seen: Seen
    card: Card


class Held:
    """`values` reads the form's values out of a card; `before` are those that the form stands on."""

    def __init__(
        self, crm: "CrmApp", spec: FormSpec, values: Callable[[Card], Values], now: Now
    ) -> None:
        self.desk, self.run = crm.desk, crm.run_worker
        self.spec = spec
        self._values = values
        self.came = ""  # what was put together with what was typed, for the toast
        self._stand_on(*now)

    def _stand_on(self, mark: Seen, card: Card) -> None:
        self.seen, self.card = mark, card
        self.before = self._values(card)

    async def now(self) -> Theirs:
        """Read it again. Raises NotFound where it was undone or reverted meanwhile."""
        mark, card = await self.desk.read(seen.opened, self.card.row.ref)
        return Theirs(forms.texts(self.spec, self._values(card)), mark.by, mark, card)

    def take(self, theirs: Theirs, came: Sequence[str]) -> None:
        """Stand on what is there now; `came` names the fields that were put together."""
        self._stand_on(theirs.seen, theirs.card)
        if came:
            told = "with what {name} changed ({fields})"
            self.came = f" {_(told, name=theirs.by, fields=', '.join(came))}"

    def doubt(self) -> None:
        """What was typed stands on an older state: the next save looks again."""
        self.seen = Seen("", self.seen.by)

    async def write(self, label: str, command: Callable[..., Any], *args: Any) -> None:
        """Run a command, unless somebody changed the record since. Raises Stale then, and Problem."""
        row, noun = self.card.row, self.card.noun
        mark = self.seen.mark
        await self.desk.write(label, unchanged, noun, row.id, mark, command, *args)

    def watch(self, told: Callable[[str], None]) -> Callable[[], None]:
        """Say who changed the record meanwhile, as soon as it is known; the answer stops it."""

        async def look() -> None:
            now = await self.desk.read(seen.seen, self.card.noun, self.card.row.id)
            if now.mark not in (self.seen.mark, ""):
                told(now.by)

        def changed(_: frozenset[str]) -> None:
            self.run(look(), group=f"held {self.card.row.ref}", exclusive=True, exit_on_error=False)

        return self.desk.listen(changed)
