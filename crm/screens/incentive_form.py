"""The incentive's form: its fields and, where one is given, a new window of validity."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm.forms.incentives import FORM, WINDOW
from crm.forms.record import initial, stored
from crm.forms.spec import texts
from crm.forms.values import Choice
from crm.screens.editing import fill, fill_held
from crm.screens.held import Held, Now
from crm.words import _
from db.commands import incentives
from db.queries import lists

if TYPE_CHECKING:
    from crm.app import CrmApp


async def new_incentive(crm: "CrmApp", words: str = "") -> Choice | None:
    """A form for a new incentive; the incentive made, or None when left."""
    made: list[Choice] = []

    async def save(changes: dict[str, Any]) -> None:
        label = f"Add incentive {changes['name']}"
        values = {n: v for n, v in _columns(changes).items() if v not in (None, "", [])}
        one = await crm.desk.write(label, incentives.save, None, values, _window(changes))
        (row,) = await crm.desk.read(lists.rows, "incentives", [one])
        made.append(Choice(one, row.ref, row.name))
        crm.say(_("Added {name} · {ref} · z to undo", name=row.name, ref=row.ref))

    await fill(crm, FORM, None, save, texts(FORM, {"kind": "tax", "name": words or None}))
    return made[0] if made else None


async def edit_incentive(crm: "CrmApp", now: Now) -> None:
    """The form of an incentive; a new window stands beside the old ones."""
    held = Held(crm, FORM, lambda card: initial(FORM, card.row.values), now)

    async def save(changes: dict[str, Any]) -> None:
        row, values = held.card.row, _columns(changes)
        await held.write(f"Edit {row.name}", incentives.save, row.id, values, _window(changes))
        crm.say(_("Saved {name} · z to undo", name=f"{row.name}{held.came}"))

    await fill_held(crm, held, save)


def _columns(changes: Mapping[str, Any]) -> dict[str, Any]:
    return stored(FORM, {name: value for name, value in changes.items() if name not in WINDOW})


def _window(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {column: changes[name] for name, column in WINDOW.items() if changes.get(name)}
