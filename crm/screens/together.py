"""Tag the marked records, or give them to somebody, all in one change set."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm.forms.spec import Field, FormSpec, Section
from crm.screens.at_desk import id_of, noun_of
from crm.screens.editing import matching, new
from crm.screens.form import FormScreen
from crm.words import _
from db.commands import together
from db.queries import lists

if TYPE_CHECKING:
    from crm.app import CrmApp

ADD = Field("add", "Add tags", "tags", hint="with commas between")
TAKE_OFF = Field("take_off", "Take tags off", "tags")
OWNER = Field("owner", "Give to", "link", noun="contacts")


async def change_together(crm: "CrmApp", refs: Sequence[str]) -> bool:
    """A small form for one or several records of a noun; True once something was saved."""
    noun = noun_of(refs[0])
    what = refs[0] if len(refs) == 1 else f"{len(refs)} {lists.spelled(noun)}"
    fields = (ADD, TAKE_OFF, OWNER) if noun in together.OWNERS else (ADD, TAKE_OFF)
    spec = FormSpec(noun, f"Tags and owner of {what}", (Section("", fields),))

    async def save(values: dict[str, Any]) -> None:
        owner = values.get("owner")
        ids = [id_of(ref) for ref in refs]
        told = f"{_acts(values)} {what}"
        changed = await crm.desk.write(
            told, together.change, noun, ids, values["add"], values["take_off"],
            owner.id if owner else None,
        )  # fmt: skip
        done = "Changed {what} · z to undo" if changed else "Nothing was to be changed."
        crm.say(_(done, what=what))

    form = FormScreen(
        spec,
        None,
        lambda other, words: matching(crm, other, words),
        lambda other, words: new(crm, other, words),
        today=crm.today,
        save=save,
    )
    return await crm.push_screen_wait(form) is not None


def _acts(values: dict[str, Any]) -> str:
    parts = []
    if values["add"]:
        parts.append(f"Tag {', '.join(values['add'])} on")
    if values["take_off"]:
        parts.append(f"Take {', '.join(values['take_off'])} off")
    if values.get("owner"):
        parts.append(f"Give to {values['owner'].label}:")
    return " and ".join(parts) or "Leave"
