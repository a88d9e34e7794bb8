"""The card of a record on paper, with everything that hangs on it and happened to it."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from crm.forms.spec import FormSpec
from crm.language import Words, translator
from db.dossier import FigureLine

from .brief_figures import figure
from .labels import FOLLOW_UP, MEETING_STATUS, NAMED
from .names import of_row, others
from .report import Block, Bullets, Facts, Paragraph, Report, Section, Table
from .values import cell, label

if TYPE_CHECKING:
    from db.queries.cards import Card, Event, Related

_ELSEWHERE = frozenset({"name", "subject", "text", "full_name", "organisations", "figures"})
_PROMISED = {"due": FOLLOW_UP["open"], "done": FOLLOW_UP["done"]}
_STATES = ("kind", "stage", "state", "status")


def card_report(card: "Card", lang: str, *, today: date) -> Report:
    say = translator(lang)
    sections = (*_fields(card, say), *_more(card, say), *_related(card, say), *_timeline(card, say))
    values = card.row.values
    used = of_row(card.row, lang)
    also = others(card.row.name, values.get("native_name") or "", used)
    state = [cell(name, values.get(name), say) for name in _STATES]
    return Report(
        title=used,
        subtitle=" · ".join(filter(None, (*also, *state))),
        reference=card.row.ref,
        as_of=today,
        sections=sections,
        marks=(say("For the desk only"),),
        lang=lang,
    )


def _fields(card: "Card", say: Words) -> Iterator[Section]:
    form: FormSpec = import_module(f"crm.forms.{card.noun}").FORM
    values = card.row.values
    for section in form.sections:
        rows = []
        for field in section.fields:
            told = cell(field.name, values.get(field.name), say)
            if told and field.name not in _ELSEWHERE and values.get(field.name) is not False:
                of = values.get(f"{field.name}_ref")
                rows.append((label(field.label, say), f"{told} ({of})" if of else told))
        if rows:
            yield Section(label(section.title, say), (Facts(tuple(rows)),))


def _more(card: "Card", say: Words) -> Iterator[Section]:
    """What a form does not ask: figures, what the next stage lacks, extra fields, sources."""
    values = card.row.values
    figures = [_figure(told, say) for told in values.get("figures", ())]
    if figures:
        yield Section(say("Projects and figures"), (Bullets(tuple(figures)),))
    extra = {**values.get("facts", {}), **values.get("extra", {})}
    if extra:
        rows = tuple((name, cell(name, told, say)) for name, told in extra.items())
        yield Section(say("Note"), (Facts(rows),))
    if values.get("sources"):
        yield Section(say("Sources"), (Bullets(tuple(values["sources"])),))


def _figure(told: dict[str, Any], say: Words) -> str:
    known: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    return figure(FigureLine(**known), say)


def _related(card: "Card", say: Words) -> Iterator[Section]:
    for each in card.related:
        heading = f"{label(each.title, say)} ({say.number(len(each.rows))})"
        yield Section(heading, (_table(each, say),))


def _table(related: "Related", say: Words) -> Table:
    rows = tuple((row.ref, row.name, _state(row.values, say)) for row in related.rows)
    named = say(NAMED.get(related.noun, "Name"))
    return Table((say("No."), named, say("Status")), rows, (2, 9, 5))


def _state(values: Any, say: Words) -> str:
    day = values.get("starts_on") or values.get("due_on")
    names = ("job_title", "stage", "state", "status", "country")
    told = [cell(name, values.get(name), say) for name in names]
    return say.listed([part for part in (say.day(day) if day else "", *told) if part])


def _timeline(card: "Card", say: Words) -> Iterator[Section]:
    rows = tuple(_event(event, say) for event in card.timeline)
    blocks: tuple[Block, ...] = (
        (Table((say("Date"), say("No."), say("What happened")), rows, (4, 2, 10)),)
        if rows
        else (Paragraph(say("None recorded.")),)
    )
    yield Section(say("What happened"), blocks)


def _event(event: "Event", say: Words) -> tuple[str, str, str]:
    when = event.when.date() if isinstance(event.when, datetime) else event.when
    return say.day(when), event.ref or "", _told(event, say)


def _told(event: "Event", say: Words) -> str:
    if event.kind == "change":
        return " · ".join(filter(None, (event.text, event.by)))
    state = say(MEETING_STATUS[event.state] if event.kind == "meeting" else _PROMISED[event.state])
    return event.name if event.state == "held" else f"{event.name} – {state}"
