"""The card of any noun as values to draw, from its form's own labels."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Any

from crm.forms.spec import Field, FormSpec
from crm.screens.shown import country, day, due, field_word, phone, words
from crm.widgets.card import CardView, Entry, Fact, Note, Section
from crm.words import _, word_of
from db.models.meetings import Role
from db.models.meetings import Status as MeetingStatus
from db.models.projects import Basis, Measure
from db.queries.cards import Card, Event, Related, Seated
from db.queries.lists import Row

TIMELINE = 40  # entries; the rest is in History


def form_of(noun: str) -> FormSpec:
    form: FormSpec = import_module(f"crm.forms.{noun}").FORM
    return form


def card_view(card: Card, today: date) -> CardView:
    """Everything about one record, most telling first."""
    sections = [*_seats(card), *_said(card), *_missing(card), *_fields(card), *_more(card)]
    sections += [_related(each, today) for each in card.related]
    sections.append(_timeline(card))
    return CardView(card.row.name, _subtitle(card), tuple(s for s in sections if s.rows))


def _subtitle(card: Card) -> str:
    values = card.row.values
    parts = [card.row.ref, words(values.get("kind") or values.get("stage") or values.get("state"))]
    parts.append(words(values.get("status")))
    if values.get("country"):
        parts.append(country(values["country"]))
    if values.get("placeholder"):
        parts.append(_("name to be recorded"))
    if values.get("archived_at"):
        parts.append(_("archived"))
    return " · ".join(part for part in parts if part)


def _fields(card: Card) -> Iterator[Section]:
    for section in form_of(card.noun).sections:
        facts = [fact for field in section.fields for fact in _fact(field, card.row)]
        yield Section(_(section.title), tuple(facts))


# Shown in the title, or in a section of their own.
_ELSEWHERE = frozenset({"name", "subject", "text", "organisations", "figures"})


def _fact(field: Field, row: Row) -> Iterator[Fact | Note]:
    value = row.values.get(field.name)
    if value in (None, "", [], {}, False) or field.name in _ELSEWHERE:
        return
    match field.kind:
        case "link":
            yield Fact(_(field.label), str(value), "accent", row.values.get(f"{field.name}_ref"))
        case "country":
            yield Fact(_(field.label), country(str(value)))
        case "phones":
            for told in value:
                yield Fact(_(field.label), phone(told))
        case "lines" | "emails":
            for index, line in enumerate(value):
                yield Fact(_(field.label) if not index else "", str(line))
        case "percent":
            yield Fact(_(field.label), f"{value} %")
        case _:
            yield from _lines(_(field.label), words(value))


def _lines(label: str, text: str) -> Iterator[Fact]:
    for index, line in enumerate(text.splitlines() or [""]):
        yield Fact(label if not index else "", line)


def _missing(card: Card) -> Iterator[Section]:
    if card.missing:
        needs = ", ".join(field_word("projects", need) for need in card.missing)
        yield Section(_("Missing for the next stage"), (Note(needs, "warn"),))


def _seats(card: Card) -> Iterator[Section]:
    for side, title in (("host", _("Our side")), ("guest", _("Their side"))):
        seats = [seat for seat in card.seated if seat.side == side]
        yield Section(title, tuple(_seat(seat) for seat in seats))


def _seat(seat: Seated) -> Entry:
    role = "" if seat.role == "member" else f" ({word_of(Role, seat.role)})"
    what = ", ".join(part for part in (seat.job_title, seat.organisation) if part)
    return Entry(seat.ref, f"{seat.name}{role}", target=seat.ref, detail=what)


def _said(card: Card) -> Iterator[Section]:
    titles = {"host": _("We said"), "guest": _("They said"), "both": _("Both said")}
    for side, title in titles.items():
        points = [said for said in card.said if said.side == side and said.text]
        rows = [Note(f"{said.topic}: {said.text}" if said.topic else said.text) for said in points]
        yield Section(title, tuple(rows))


def _more(card: Card) -> Iterator[Section]:
    """What has no field in the form: figures, windows, facts, extra fields, sources."""
    values = card.row.values
    figures = [
        Fact(f"{word_of(Measure, f['measure'])}, {word_of(Basis, f['basis'])}", _figure(f))
        for f in values.get("figures", ())
    ]
    yield Section(_("Figures"), tuple(figures))
    windows = [
        Fact(f"{day(w['from'])} – {day(w['to']) or _('open')}", w["basis"] or "")
        for w in values.get("windows", ())
    ]
    yield Section(_("Open in"), tuple(windows))
    yield Section(_("Conditions"), tuple(Note(each) for each in _conditions(values)))
    facts = {**values.get("facts", {}), **values.get("extra", {})}
    yield Section(_("Further"), tuple(Fact(name, words(told)) for name, told in facts.items()))
    yield Section(_("Sources"), tuple(Note(each, "muted") for each in values.get("sources", ())))


def _conditions(values: Any) -> list[str]:
    return list((values.get("eligibility") or {}).get("conditions", ()))


def _measured(told: dict[str, Any]) -> Fact:
    measure, basis = word_of(Measure, told["measure"]), word_of(Basis, told["basis"])
    return Fact(f"{measure}, {basis}", _figure(told))


def _figure(told: dict[str, Any]) -> str:
    amount = f"{told['amount'] / 100:,.0f} {told['currency']}" if told["currency"] else (
        f"{told['amount']:,} {told['unit']}"
    )  # fmt: skip
    as_of = f" · {_('as of {day}', day=day(told['as_of']))}" if told["as_of"] else ""
    return f"{amount}{as_of}"


def _related(related: Related, today: date) -> Section:
    title = f"{_(related.title)} ({len(related.rows)})"
    return Section(title, tuple(_line(related.noun, row, today) for row in related.rows))


def _line(noun: str, row: Row, today: date) -> Entry:
    values = row.values
    text, more, tone = "", "", "muted"
    match noun:
        case "meetings":
            more = day(values["starts_on"])
        case "follow_ups" if values["status"] == "open":
            more, urgent = due(values["due_on"], today)
            tone = urgent or tone
        case "follow_ups":
            text, more = "muted", words(values["status"])
        case "contacts":
            more = values["job_title"] or ""
        case "projects" | "cases":
            more = words(values.get("stage") or values.get("state"))
    return Entry(row.ref, row.name, text, row.ref, more, detail_tone=tone)


def _timeline(card: Card) -> Section:
    rows = [_event(event) for event in card.timeline[:TIMELINE]]
    return Section(_("What happened"), tuple(rows))


def _event(event: Event) -> Entry:
    when = event.when.date() if isinstance(event.when, datetime) else event.when
    tone = "muted" if event.kind == "change" else ""
    return Entry(day(when), _what(event), tone, event.ref, event.by or "")


def _what(event: Event) -> str:
    if event.kind == "meeting" and event.state:
        status = "" if event.state == "held" else f" ({word_of(MeetingStatus, event.state)})"
        return f"{event.name}{status}"
    if event.state:
        return f"{_('done') if event.state == 'done' else _('due')}: {event.name}"
    return event.text
