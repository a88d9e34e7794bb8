"""The meeting's form: it is read into one write-up, and saved as one change set."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from crm.dates import Promise
from crm.forms.meetings import FORM, PARTS, SIDES, point_lines, points, promise, said_back
from crm.forms.record import initial, stored
from crm.forms.spec import FormSpec, texts
from crm.forms.values import Choice
from crm.screens.editing import fill, fill_held
from crm.screens.held import Held, Now
from crm.words import _, many
from db.commands import meetings
from db.commands.meetings import Seat, WriteUp
from db.errors import Invalid
from db.models.meetings import Role, Side, Speaker
from db.names import fold
from db.queries import lists
from db.queries.cards import Card, Said
from db.queries.meetings import our_bodies

if TYPE_CHECKING:
    from crm.app import CrmApp

# field of the form -> column of a point, and what a point already there calls it
PRESENTED = {"incentives": ("incentive_id", "incentive"), "sites": ("site_id", "site")}


async def new_meeting(crm: "CrmApp", words: str = "") -> Choice | None:
    """A form for a new meeting; the meeting made, or None when left."""
    made: list[Choice] = []
    start = {
        "kind": "meeting", "status": "planned", "date_precision": "day",
        "confidentiality": "desk", "zone": "Asia/Baku", "subject": words or None,
    }  # fmt: skip

    ours = await crm.desk.read(our_bodies)

    async def save(changes: dict[str, Any]) -> None:
        written = write_up({}, changes, (), crm.today, ours)
        label = f"Add meeting {changes['subject']}"
        one = await crm.desk.write(label, meetings.write_up, None, written)
        (row,) = await crm.desk.read(lists.rows, "meetings", [one])
        made.append(Choice(one, row.ref, row.name))
        crm.say(
            _(
                "Added {name} · {ref} · z to undo",
                name=f"{row.name}{_promised(written)}",
                ref=row.ref,
            )
        )

    await fill(crm, _form(ours), None, save, texts(FORM, start))
    return made[0] if made else None


async def edit_meeting(crm: "CrmApp", now: Now) -> None:
    """The form of a meeting with everything said; ctrl+s saves it all in one change set."""
    ours = await crm.desk.read(our_bodies)
    held = Held(crm, _form(ours), _values, now)

    async def save(changes: dict[str, Any]) -> None:
        row = held.card.row
        written = write_up(held.before, changes, held.card.said, crm.today, ours)
        await held.write(f"Write up {row.name}", meetings.write_up, row.id, written)
        crm.say(_("Saved {name} · z to undo", name=f"{row.name}{_promised(written)}{held.came}"))

    await fill_held(crm, held, save)


def _form(ours: Collection[str]) -> FormSpec:
    """The form that knows which organisations are the desk's own."""
    return replace(FORM, meanings={"promises": partial(said_back, ours=ours)})


def _promised(written: WriteUp) -> str:
    number = len(written.promises)
    said = many(number, "with {n} follow-up", "with {n} follow-ups")
    return f" {said}" if number else ""


def _values(card: Card) -> dict[str, Any]:
    return {**initial(FORM, card.row.values), **_parts(card)}


def _parts(card: Card) -> dict[str, Any]:
    """What is no column of the meeting: its organisations, seats, points, what was presented."""
    values = card.row.values
    related = {each.title: each.rows for each in card.related}
    return {
        "organisations": [
            Choice(int(ref[1:]), ref, name)
            for ref, name in zip(values["organisations_refs"], values["organisations"], strict=True)
        ],
        "hosts": [_seat(seat) for seat in card.seated if seat.side == "host"],
        "guests": [_seat(seat) for seat in card.seated if seat.side == "guest"],
        "incentives": [_choice(row) for row in related.get("Incentives presented", ())],
        "sites": [_choice(row) for row in related.get("Sites presented", ())],
        "promises": [],
        **{name: point_lines(card.said, side) for name, side in SIDES.items()},
    }


def _seat(seat: Any) -> Choice:
    return Choice(int(seat.ref[1:]), seat.ref, seat.name)


def _choice(row: lists.Row) -> Choice:
    return Choice(row.id, row.ref, row.name)


def write_up(
    before: Mapping[str, Any],
    changes: Mapping[str, Any],
    said: Sequence[Said],
    today: date,
    ours: Collection[str] = (),
) -> WriteUp:
    """What the form's changes mean for the record. Raises Invalid for a promise to nobody known."""
    values = {**before, **changes}
    plain = {name: value for name, value in changes.items() if name not in PARTS}
    columns = stored(FORM, plain)
    if not before:
        columns = {name: value for name, value in columns.items() if value not in (None, "", [])}
    seated = {"hosts", "guests"} & changes.keys()
    spoken = (set(SIDES) | set(PRESENTED)) & changes.keys()
    bodies = changes.get("organisations")
    typed = texts(FORM, values)
    promises = [promise(line, typed, today, ours) for line in changes.get("promises") or ()]
    return WriteUp(
        columns,
        organisations=None if bodies is None else [each.id for each in bodies],
        seats=_seats(values) if seated or not before else None,
        points=_points(values, said) if spoken or not before else None,
        promises=[_promise(each, values) for each in promises],
    )


def _seats(values: Mapping[str, Any]) -> list[Seat]:
    """The first on our side takes the chair."""
    hosts = [
        Seat(each.id, Side.host, Role.member if index else Role.chair)
        for index, each in enumerate(values.get("hosts") or ())
    ]
    return hosts + [Seat(each.id, Side.guest) for each in values.get("guests") or ()]


def _points(values: Mapping[str, Any], said: Sequence[Said]) -> list[dict[str, Any]]:
    """The points in words, each keeping what it presented; then what was presented without words."""
    made = [p for name, side in SIDES.items() for p in points(values.get(name), side, said)]
    there = {point.id: point for point in said}
    for name, (column, called) in PRESENTED.items():
        wanted = {choice.ref: choice.id for choice in values.get(name) or ()}
        for point in made:
            if known := there.get(point.get("id", 0)):
                point[column] = wanted.pop(getattr(known, called) or "", None)
        bare = {getattr(each, called): each.id for each in said if not each.text}
        made += [_presented(column, one, bare.get(ref)) for ref, one in wanted.items()]
    return made


def _presented(column: str, one: int, known: int | None) -> dict[str, Any]:
    point = {"topic": "Presented", "text": "", "side": Speaker.host, column: one}
    return point | ({"id": known} if known else {})


def _promise(promise: Promise, values: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "text": promise.text, "due_on": promise.due, "side": "ours" if promise.ours else "theirs",
    }  # fmt: skip
    if promise.at:
        made |= _at(promise.at, values)
    return made


def _at(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Whom a promise names: an organisation of the meeting, else a person at the table."""
    for field, column in (
        ("organisations", "organisation_id"),
        ("hosts", "owner_id"),
        ("guests", "owner_id"),
    ):
        for each in values.get(field) or ():
            if fold(name) in fold(each.label):
                return {column: each.id}
    told = "“@{name}” is nobody at this meeting. Add them under Who first."
    sentence = _(told, name=name)
    raise Invalid(sentence, {"promises": sentence})
