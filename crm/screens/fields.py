"""A form's fields as rows with the control that suits each kind."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import cast

from textual.widget import Widget

from crm import countries
from crm.forms.kinds import link_text, linked
from crm.forms.spec import Field
from crm.forms.values import Choice, Option
from crm.widgets.completion import Completion
from crm.widgets.controls import Chooser, Control, LineControl, LinesControl
from crm.widgets.field import FieldRow
from crm.widgets.links import LinksControl
from crm.widgets.matches import Source
from crm.words import _

Lookup = Callable[[str, str], Awaitable[Sequence[Choice]]]  # noun, words -> records

SHORT_KINDS = frozenset({"day", "time", "number", "percent", "share", "money", "flag", "choice"})
YES_NO = (Option("yes", "yes"), Option("no", "no"))


def row(field: Field, lookup: Lookup, addable: bool) -> FieldRow:
    """The row of a field; its `name` is the field's."""
    control = _control(field, lookup, addable)
    short = field.kind in SHORT_KINDS
    return FieldRow(field.name, _(field.label), control, short=short, required=field.required)


def control(row: FieldRow) -> Control:
    return cast(Control, row.control)


def _control(field: Field, lookup: Lookup, addable: bool) -> Widget:
    match field.kind:
        case "choice" | "flag":
            return Chooser(field.choices or YES_NO, needed=field.required or field.kind == "flag")
        case "notes" | "promises" | "figures":
            return LinesControl(_(field.hint), least=field.least_lines, most=2 * field.lines)
        case "lines" | "emails" | "phones":
            return LinesControl(_(field.hint), least=1)
        case "link":
            return Completion(_records(field, lookup, addable), placeholder=_(field.hint))
        case "links":
            return LinksControl(_records(field, lookup, addable), placeholder=_(field.hint))
        case "country":
            return Completion(COUNTRIES, placeholder=_(field.hint))
        case _:
            return LineControl(_(field.hint))


def _records(field: Field, lookup: Lookup, addable: bool) -> Source:
    noun = field.noun or ""

    async def find(words: str) -> Sequence[Choice]:
        return await lookup(noun, words)

    return Source(find, link_text, lambda text: linked(text) is not None, "add" if addable else "")


async def _find_country(words: str) -> Sequence[Choice]:
    found = await asyncio.to_thread(countries.matches, words)
    return [Choice(0, code, name) for code, name in found]


COUNTRIES = Source(
    _find_country, lambda choice: choice.label, lambda text: countries.code(text) is not None
)
