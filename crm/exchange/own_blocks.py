"""What our own vCards and calendars carry beside what others understand, to come back whole.

A standard property says what it can; a field that would not come back from it exactly stands in an
X-property of its own as well, as JSON, which hides no control character and no blank at the end.
"""

import json
from collections.abc import Iterable, Mapping

from .components import Component, Fault
from .content_lines import Property, escaped

PRODID = "-//Investor desk//crm//EN"
_MINE = "X-CRM-"


def is_own(properties: Iterable[Property]) -> bool:
    return any(each.name == "PRODID" and each.text() == PRODID for each in properties)


def beside(wanted: Mapping[str, str], said: Mapping[str, str]) -> list[str]:
    """Lines for the fields that the others do not say, or not exactly."""
    return [
        f"{_MINE}{name.upper().replace('_', '-')}:{escaped(json.dumps(text, ensure_ascii=False))}"
        for name, text in wanted.items()
        if said.get(name, "") != text
    ]


def restored(block: Component, said: Mapping[str, str]) -> dict[str, str]:
    """The fields as they were written. Raises Fault where one was spoilt on the way."""
    told = dict(said)
    for each in block.properties:
        if each.name.startswith(_MINE):
            name = each.name.removeprefix(_MINE).lower().replace("-", "_")
            try:
                told[name] = str(json.loads(each.text()))
            except ValueError:
                raise Fault(f"{each.name} cannot be read back") from None
    return told


def plain(text: str) -> str:
    """Without the characters that no line of such a file may hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t").replace(
        "\x7f", ""
    )
