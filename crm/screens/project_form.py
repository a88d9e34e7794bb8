"""The project's form: fields, parties, sites and new figures, saved as one change set."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm.forms.projects import FORM, PARTS
from crm.forms.record import initial, stored
from crm.forms.spec import texts
from crm.forms.values import Choice
from crm.screens.editing import fill, fill_held
from crm.screens.held import Held, Now
from crm.words import _
from db.commands import projects
from db.commands.projects import Plan
from db.models.projects import PartyRole, Verdict
from db.queries import lists
from db.queries.cards import Card

if TYPE_CHECKING:
    from crm.app import CrmApp

INVESTORS = (PartyRole.lead_investor, PartyRole.co_investor)


async def new_project(crm: "CrmApp", words: str = "") -> Choice | None:
    """A form for a new project; the project made, or None when left."""
    made: list[Choice] = []
    start = {"stage": "lead", "status": "active", "name": words or None}

    async def save(changes: dict[str, Any]) -> None:
        label = f"Add project {changes['name']}"
        one = await crm.desk.write(label, projects.save, None, plan({}, changes))
        (row,) = await crm.desk.read(lists.rows, "projects", [one])
        made.append(Choice(one, row.ref, row.name))
        crm.say(_("Added {name} · {ref} · z to undo", name=row.name, ref=row.ref))

    await fill(crm, FORM, None, save, texts(FORM, start))
    return made[0] if made else None


async def edit_project(crm: "CrmApp", now: Now) -> None:
    """The form of a project; a stage is entered only when what it needs is there."""
    held = Held(crm, FORM, _values, now)

    async def save(changes: dict[str, Any]) -> None:
        row = held.card.row
        await held.write(f"Edit {row.name}", projects.save, row.id, plan(held.before, changes))
        crm.say(_("Saved {name} · z to undo", name=f"{row.name}{held.came}"))

    await fill_held(crm, held, save)


def _values(card: Card) -> dict[str, Any]:
    return {**initial(FORM, card.row.values), **_parts(card)}


def _parts(card: Card) -> dict[str, Any]:
    values = card.row.values
    parties = [
        (PartyRole(party["role"]), Choice(int(ref[1:]), ref, party["name"]))
        for party, ref in zip(values["party_list"], values["parties_refs"], strict=True)
    ]
    sites = [
        (Verdict(site["verdict"]), Choice(int(ref[1:]), ref, site["name"]))
        for site, ref in zip(values["site_list"], values["sites_refs"], strict=True)
    ]
    return {
        "investors": [choice for role, choice in parties if role in INVESTORS],
        "partners": [choice for role, choice in parties if role is PartyRole.local_partner],
        "candidates": [choice for verdict, choice in sites if verdict is not Verdict.decided],
        "decided": next((choice for verdict, choice in sites if verdict is Verdict.decided), None),
        "figures": [],
    }


def plan(before: Mapping[str, Any], changes: Mapping[str, Any]) -> Plan:
    """What the form's changes mean for the record; the first investor leads."""
    values = {**before, **changes}
    plain = {name: value for name, value in changes.items() if name not in PARTS}
    columns = stored(FORM, plain)
    if not before:
        columns = {name: value for name, value in columns.items() if value not in (None, "", [])}
    return Plan(
        columns,
        parties=_parties(values) if {"investors", "partners"} & changes.keys() else None,
        sites=_sites(values) if {"candidates", "decided"} & changes.keys() else None,
        figures=list(changes.get("figures") or ()),
    )


def _parties(values: Mapping[str, Any]) -> dict[int, PartyRole]:
    found = {each.id: PartyRole.local_partner for each in values.get("partners") or ()}
    for index, each in enumerate(values.get("investors") or ()):
        found[each.id] = INVESTORS[1 if index else 0]
    return found


def _sites(values: Mapping[str, Any]) -> dict[int, Verdict]:
    found = {each.id: Verdict.candidate for each in values.get("candidates") or ()}
    if values.get("decided"):
        found[values["decided"].id] = Verdict.decided
    return found
