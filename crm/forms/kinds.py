"""The kinds of fields: typed text to a value, a value to text, and what a text would mean."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from crm import countries, dates, numbers
from crm.forms import figures, reach
from crm.forms.values import Choice, Money
from crm.text import clean
from crm.words import _
from db.errors import Invalid

if TYPE_CHECKING:
    from crm.forms.spec import Field

Parse = Callable[["Field", str, date], Any]  # raises ValueError with a sentence
Show = Callable[["Field", Any], str]
Echo = Callable[["Field", str, date], str | None]


@dataclass(frozen=True)
class Kind:
    """How a kind of field is read and written. `nothing` makes the value of an empty field."""

    parse: Parse
    show: Show = lambda field, value: str(value)
    echo: Echo | None = None
    nothing: Callable[[], Any] = lambda: None


def _text(field: "Field", text: str, today: date) -> str:
    return " ".join(clean(text)[0].split())


def _notes(field: "Field", text: str, today: date) -> str:
    return clean(text)[0].rstrip()


def _choice(field: "Field", text: str, today: date) -> str:
    said = text.strip().casefold()
    for option in field.choices:
        if said in (option.value.casefold(), option.label.casefold(), option.word.casefold()):
            return option.value
    listed = ", ".join(option.label for option in field.choices)
    raise ValueError(_("“{text}” is none of: {listed}.", text=text.strip(), listed=listed))


def _show_choice(field: "Field", value: Any) -> str:
    labels = {option.value: option.label for option in field.choices}
    return labels.get(str(value), str(value))


def _flag(field: "Field", text: str, today: date) -> bool:
    said = text.strip().casefold()
    if said in ("yes", "y", "true", "1", "no", "n", "false", "0"):
        return said in ("yes", "y", "true", "1")
    raise ValueError(_("Write yes or no, not “{text}”.", text=text.strip()))


def _day(field: "Field", text: str, today: date) -> date:
    return dates.parse_day(text, today)


def _echo_day(field: "Field", text: str, today: date) -> str:
    return dates.echo(dates.parse_day(text, today), today)


def _time(field: "Field", text: str, today: date) -> str:
    return dates.parse_time(text)


def _echo_other(parse: Parse, show: Show) -> Echo:
    """Say what is meant where it is not what was typed."""

    def echo(field: "Field", text: str, today: date) -> str | None:
        meant = show(field, parse(field, text, today))
        return None if meant == text.strip() else meant

    return echo


def _number(field: "Field", text: str, today: date) -> int:
    unit = field.unit.casefold()
    said = text.strip()
    if unit and said.casefold().endswith(unit):
        said = said[: -len(unit)]
    return numbers.whole(said)


def _show_number(field: "Field", value: Any) -> str:
    return f"{numbers.grouped(value)} {field.unit}".strip()


def _percent(field: "Field", text: str, today: date) -> int:
    found = numbers.whole(text.strip().removesuffix("%"))
    return _between(found, 0, 100, "Write a percentage from 0 to 100.")


def _share(field: "Field", text: str, today: date) -> int:
    points = numbers.number(text.strip().removesuffix("%")) * 100
    if points != points.to_integral_value():
        raise ValueError("A share has at most two decimals, such as 33.33 %.")
    return _between(int(points), 0, 10_000, "Write a share from 0 to 100 %.")


def _between(value: int, low: int, high: int, sentence: str) -> int:
    if not low <= value <= high:
        raise ValueError(sentence)
    return value


def _show_share(field: "Field", value: int) -> str:
    return f"{value // 100} %" if value % 100 == 0 else f"{value / 100:.2f} %"


def _money(field: "Field", text: str, today: date) -> Money:
    return Money(*numbers.money(text, field.unit))


def _show_money(field: "Field", value: tuple[int, str]) -> str:
    return numbers.amount(*value)


def _country(field: "Field", text: str, today: date) -> str:
    if found := countries.code(text):
        return found
    raise ValueError(
        f"I know no country “{text.strip()}”. Write its name, or two letters such as CN."
    )


_LINKED = re.compile(r"(.*\S) · ([A-Z])(\d+)", re.DOTALL)


def linked(text: str) -> Choice | None:
    """The record that a field's text points to; None where it is only words."""
    said = _LINKED.fullmatch(text.strip())
    return Choice(int(said[3]), said[2] + said[3], said[1]) if said else None


def link_text(choice: Choice) -> str:
    """What stands in the field for a chosen record."""
    return f"{' '.join(choice.label.split()) or choice.ref} · {choice.ref}"


def _link(field: "Field", text: str, today: date) -> Choice:
    if found := linked(text):
        return found
    raise ValueError(
        f"“{text.strip()}” is not recorded yet: choose from the list, or add it there."
    )


def _lines(text: str) -> list[str]:
    return list(
        dict.fromkeys(
            " ".join(line.split()) for line in clean(text)[0].splitlines() if line.strip()
        )
    )


def _links(field: "Field", text: str, today: date) -> list[Choice]:
    return [_link(field, line, today) for line in _lines(text)]


def _tags(field: "Field", text: str, today: date) -> list[str]:
    parts = (part.strip().lstrip("#").strip() for line in _lines(text) for part in line.split(","))
    return list(dict.fromkeys(part for part in parts if part))


def _promises(field: "Field", text: str, today: date) -> list[str]:
    lines = _lines(text)
    for line in lines:
        dates.parse_promise(line, today)
    return lines


def _echo_promises(field: "Field", text: str, today: date) -> str:
    """Each line said back: who owes whom, by when."""
    return "\n".join(_said_back(line, today) for line in _lines(text))


def _said_back(line: str, today: date) -> str:
    try:
        return dates.explain(dates.parse_promise(line, today), today)
    except Invalid as problem:
        return f"? {problem}"


def _emails(field: "Field", text: str, today: date) -> list[str]:
    return reach.emails(_lines(text))


def _phones(field: "Field", text: str, today: date) -> list[reach.Phone]:
    return [reach.phone(line) for line in _lines(text)]


def _joined(separator: str, one: Callable[[Any], str] = str) -> Show:
    def show(field: "Field", values: Iterable[Any]) -> str:
        return separator.join(map(one, values))

    return show


def _figures(field: "Field", text: str, today: date) -> list[dict[str, Any]]:
    return [figures.parse(line, today) for line in _lines(text)]


def _echo_figures(field: "Field", text: str, today: date) -> str:
    return "; ".join(figures.say(each) for each in _figures(field, text, today))


KINDS: dict[str, Kind] = {
    "figures": Kind(_figures, lambda field, value: "", _echo_figures, nothing=list),
    "text": Kind(_text),
    "notes": Kind(_notes),
    "choice": Kind(_choice, _show_choice),
    "flag": Kind(_flag, lambda field, value: "yes" if value else "no", nothing=lambda: False),
    "day": Kind(_day, lambda field, value: value.isoformat(), _echo_day),
    "time": Kind(_time, echo=_echo_other(_time, lambda field, value: str(value))),
    "number": Kind(_number, _show_number, _echo_other(_number, _show_number)),
    "percent": Kind(_percent, lambda field, value: f"{value} %"),
    "share": Kind(_share, _show_share),
    "money": Kind(_money, _show_money, _echo_other(_money, _show_money)),
    "link": Kind(_link, lambda field, value: link_text(value)),
    "links": Kind(_links, _joined("\n", link_text), nothing=list),
    "lines": Kind(lambda field, text, today: _lines(text), _joined("\n"), nothing=list),
    "promises": Kind(_promises, _joined("\n"), _echo_promises, list),
    "tags": Kind(_tags, _joined(", "), nothing=list),
    "emails": Kind(_emails, _joined("\n"), nothing=list),
    "phones": Kind(_phones, _joined("\n", reach.phone_text), nothing=list),
    "country": Kind(
        _country,
        lambda field, value: countries.name(value),
        _echo_other(_country, lambda field, value: countries.name(value)),
    ),
}
