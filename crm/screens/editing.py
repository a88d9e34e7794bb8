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
from crm.screens.form import FormScreen
from crm.screens.shown import day
from db.errors import Stale
from db.queries import cards, lists
from db.queries.matches import matches

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
    crm.say(f"Added {row.name} · {row.ref} · z to undo")
    return Choice(one, row.ref, row.name)


async def edit(crm: "CrmApp", ref: str) -> None:
    """The form of a record that is there; fields that somebody else changed are shown, not lost."""
    card = await crm.desk.read(cards.card, ref)
    if card.noun == "meetings":
        from crm.screens.meeting_form import edit_meeting

        await edit_meeting(crm, card)
        return
    if card.noun == "projects":
        from crm.screens.project_form import edit_project

        await edit_project(crm, card)
        return
    if card.noun == "incentives":
        from crm.screens.incentive_form import edit_incentive

        await edit_incentive(crm, card)
        return
    spec = form_of(card.noun)
    before = initial(spec, card.row.values)
    amend = import_module(f"db.commands.{card.noun}").amend

    async def save(changes: dict[str, Any]) -> None:
        moved, was = changed(spec, before, {**before, **changes})
        try:
            await crm.desk.write(f"Edit {card.row.name}", amend, card.row.id, moved, was)
        except Stale as stale:
            _learn(spec, before, stale.theirs)
            raise
        crm.say(f"Saved {card.row.name} · z to undo")

    await fill(crm, spec, before, save, None, card.row.ref)


def _learn(spec: FormSpec, before: dict[str, Any], theirs: Mapping[str, Any]) -> None:
    """What is there now was seen: a second save means it."""
    for field in spec.fields:
        if field.name in theirs and field.kind != "link":
            before[field.name] = theirs[field.name]


async def fill(
    crm: "CrmApp",
    spec: FormSpec,
    before: Mapping[str, Any] | None,
    save: Any,
    begun: Mapping[str, str] | None = None,
    ref: str = "",
) -> dict[str, Any] | None:
    """Show a form over everything; what was typed and not saved last time stands in it again."""
    drafts = Drafts(crm, spec.noun, ref)
    left = await drafts.left()
    if left:
        crm.say("What you typed last time and did not save is back. Esc throws it away.")
    form = FormScreen(
        spec,
        before,
        lambda noun, words: matching(crm, noun, words),
        lambda noun, words: new(crm, noun, words),
        today=crm.today,
        save=save,
        draft=drafts.keep,
        texts=left,
        begun=begun,
        heading=f"New {_small(spec.title)}" if before is None else f"{spec.title} {ref}",
    )
    done: dict[str, Any] | None = await crm.push_screen_wait(form)
    await drafts.drop()
    return done


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


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
