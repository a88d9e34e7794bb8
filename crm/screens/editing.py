"""Open the form of any noun, new or old, and save it through the desk; nothing typed is lost."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from crm import countries
from crm.forms.record import changed, initial, stored
from crm.forms.spec import FormSpec, texts
from crm.forms.values import Choice
from crm.screens.card_views import form_of
from crm.screens.drafts import Drafts
from crm.screens.form import FormScreen, Save
from crm.screens.held import Held, Now
from crm.screens.shown import day
from crm.words import _
from db.queries import lists
from db.queries.matches import matches
from db.queries.seen import opened

if TYPE_CHECKING:
    from crm.app import CrmApp

# Where the words go that were typed for a record that is not there yet.
NAME_FIELD = {"meetings": "subject", "follow_ups": "text"}


async def new(crm: "CrmApp", noun: str, words: str = "", **values: Any) -> Choice | None:
    """A form for a new record; the record made, or None when left."""
    if noun == "meetings":
        from crm.screens.meeting_form import new_meeting

        return await new_meeting(crm, words)
    if noun == "projects":
        from crm.screens.project_form import new_project

        return await new_project(crm, words)
    if noun == "incentives":
        from crm.screens.incentive_form import new_incentive

        return await new_incentive(crm, words)
    spec = form_of(noun)
    made: list[Choice] = []

    async def save(changes: dict[str, Any]) -> None:
        label = f"Add {changes.get(name_field(noun, words)) or _called(changes)}"
        add = import_module(f"db.commands.{noun}").add
        made.append(await _add(crm, noun, label, add, _given(stored(spec, changes))))

    start = {**_defaults(spec), **values}
    begun = texts(spec, start) | ({name_field(noun, words): words} if words else {})
    await fill(crm, spec, None, save, begun)
    return made[0] if made else None


def name_field(noun: str, words: str) -> str:
    if noun == "contacts":
        return "full_name"
    return NAME_FIELD.get(noun, "name")


def _called(changes: Mapping[str, Any]) -> str:
    names = (changes.get(name) for name in ("given_name", "family_name", "name", "subject", "text"))
    return " ".join(str(name) for name in names if name) or "a record"


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was filled in: the record's own defaults stand for the rest."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _defaults(spec: FormSpec) -> dict[str, Any]:
    from db.models import NOUNS

    fields = NOUNS[spec.noun].model_fields
    found = {
        f.name: fields[f.name].default
        for f in spec.fields
        if f.name in fields and f.kind in ("choice", "flag")
    }
    return {
        name: getattr(value, "value", value) for name, value in found.items() if value is not None
    }


async def _add(crm: "CrmApp", noun: str, label: str, add: Any, values: dict[str, Any]) -> Choice:
    one = await crm.desk.write(label, add, **values)
    (row,) = await crm.desk.read(lists.rows, noun, [one])
    crm.say(_("Added {name} · {ref} · z to undo", name=row.name, ref=row.ref))
    return Choice(one, row.ref, row.name)


async def edit(crm: "CrmApp", ref: str) -> None:
    """The form of a record that is there; what somebody else changes meanwhile is put together with
    what is typed, and asked where both changed the same."""
    now = await crm.desk.read(opened, ref)
    noun = now[1].noun
    if noun == "meetings":
        from crm.screens.meeting_form import edit_meeting

        await edit_meeting(crm, now)
    elif noun == "projects":
        from crm.screens.project_form import edit_project

        await edit_project(crm, now)
    elif noun == "incentives":
        from crm.screens.incentive_form import edit_incentive

        await edit_incentive(crm, now)
    else:
        await _edit_plain(crm, now)


async def _edit_plain(crm: "CrmApp", now: Now) -> None:
    spec = form_of(now[1].noun)
    held = Held(crm, spec, lambda card: initial(spec, card.row.values), now)
    amend = import_module(f"db.commands.{held.card.noun}").amend

    async def save(changes: dict[str, Any]) -> None:
        row = held.card.row
        moved, was = changed(spec, held.before, {**held.before, **changes})
        await held.write(f"Edit {row.name}", amend, row.id, moved, was)
        crm.say(_("Saved {name} · z to undo", name=f"{row.name}{held.came}"))

    await fill_held(crm, held, save)


async def fill_held(crm: "CrmApp", held: Held, save: Save) -> None:
    """Show the form of a record that is there."""
    await fill(crm, held.spec, held.before, save, held=held)


async def fill(
    crm: "CrmApp",
    spec: FormSpec,
    before: Mapping[str, Any] | None,
    save: Save,
    begun: Mapping[str, str] | None = None,
    held: Held | None = None,
) -> None:
    """Show a form over everything; what was typed and not saved last time stands in it again."""
    ref = held.card.row.ref if held else ""
    drafts = Drafts(crm, spec.noun, ref)
    typed, was = await drafts.left()
    if typed:
        crm.say("What you typed last time and did not save is back. Esc throws it away.")
    if held and any(texts(spec, held.before).get(name) != text for name, text in was.items()):
        held.doubt()
    form = FormScreen(
        spec,
        before,
        lambda noun, words: matching(crm, noun, words),
        lambda noun, words: new(crm, noun, words),
        today=crm.today,
        save=save,
        draft=drafts.keep,
        texts=typed,
        was=was,
        begun=begun,
        heading=heading(spec, ref),
        held=held,
    )
    await crm.push_screen_wait(form)
    await drafts.drop()


async def matching(crm: "CrmApp", noun: str, words: str) -> Sequence[Choice]:
    """Records to link to, as words are typed."""
    found = await crm.desk.read(matches, noun, words)
    return [Choice(row.id, row.ref, row.name, _detail(row)) for row in found]


def _detail(row: lists.Row) -> str:
    """What tells namesakes apart."""
    values = row.values
    told = [values.get("organisation"), values.get("job_title"), day(values.get("starts_on"))]
    if row.ref.startswith(("O", "S")):
        told = [values.get("country") and countries.name(values["country"]), values.get("city")]
    return ", ".join(str(each) for each in told if each)


def heading(spec: FormSpec, ref: str) -> str:
    """What stands over a form: Contact C1, New contact."""
    small = spec.title[:1].lower() + spec.title[1:]
    return f"{_(spec.title)} {ref}" if ref else _(f"New {small}")
