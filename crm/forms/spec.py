"""What a form asks: fields in sections, each a kind that turns typed text into a value and back."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.forms.kinds import KINDS, Kind
from crm.forms.values import Option
from crm.words import _
from db.errors import Invalid

Check = Callable[[dict[str, Any]], dict[str, str]]
Meaning = Callable[[Mapping[str, str], date], str]  # all texts of a form -> what one of them means


@dataclass(frozen=True)
class Field:
    """One question. `kind` names an entry of `kinds.KINDS`; `noun` is what a link points to.

    `unit` is the currency or unit that is meant where none is typed.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    required: bool = False
    choices: tuple[Option, ...] = ()
    noun: str | None = None
    help: str = ""
    unit: str = ""
    lines: int = 4  # height of a field of several lines

    @property
    def least_lines(self) -> int:
        """The height of its control with nothing in it."""
        return self.lines if self.kind in ("notes", "promises", "figures") else 1

    @property
    def rules(self) -> Kind:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Section:
    title: str
    fields: tuple[Field, ...]


def _nothing_wrong(values: dict[str, Any]) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class FormSpec:
    """A form: `check` looks at all values together and names the fields that disagree.

    `meanings` say back the fields that mean something only together with others.
    """

    noun: str
    title: str
    sections: tuple[Section, ...]
    check: Check = _nothing_wrong
    meanings: Mapping[str, Meaning] = dataclasses.field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


def parse(field: Field, text: str, today: date) -> Any:
    """The value that the text means; None or an empty list where there is none.

    Raises Invalid with a sentence that can stand beside the field.
    """
    if not text.strip():
        if field.required:
            raise _wrong(field, _("{field} is needed.", field=_(field.label)))
        return field.rules.nothing()
    try:
        return field.rules.parse(field, text, today)
    except (ValueError, Invalid) as wrong:
        raise _wrong(field, str(wrong)) from None


def show(field: Field, value: Any) -> str:
    """The text to edit; `parse(show(value)) == value`."""
    return "" if value is None else field.rules.show(field, value)


def echo(field: Field, text: str, today: date) -> str | None:
    """What the text would mean, where that is worth saying before it is saved."""
    if not text.strip() or field.rules.echo is None:
        return None
    try:
        return field.rules.echo(field, text, today)
    except (ValueError, Invalid):
        return None


def meant(spec: FormSpec, name: str, typed: Mapping[str, str], today: date) -> str | None:
    """`echo` of a field, with the rest of the form where its meaning hangs on that."""
    if meaning := spec.meanings.get(name):
        return meaning(typed, today)
    return echo(spec.field(name), typed.get(name, ""), today)


def texts(spec: FormSpec, values: Mapping[str, Any]) -> dict[str, str]:
    """The text of every field of the form, from the values of a record."""
    return {field.name: show(field, values.get(field.name)) for field in spec.fields}


def read(spec: FormSpec, typed: Mapping[str, str], today: date) -> dict[str, Any]:
    """Every field's value. Raises Invalid naming all fields that are wrong, in reading order."""
    values, wrong = {}, {}
    for field in spec.fields:
        try:
            values[field.name] = parse(field, typed.get(field.name, ""), today)
        except Invalid as problem:
            wrong[field.name] = str(problem)
    wrong |= {} if wrong else spec.check(values)
    if wrong:
        raise Invalid(_summary(wrong), wrong)
    return values


def _summary(wrong: Mapping[str, str]) -> str:
    first = next(iter(wrong.values()))
    return first if len(wrong) == 1 else _("{n} fields need a look.", n=len(wrong)) + f" {first}"


def _wrong(field: Field, sentence: str) -> Invalid:
    return Invalid(sentence, {field.name: sentence})
