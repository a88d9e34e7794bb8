"""The catalogues of translations (gettext's .po), read as text in a few milliseconds."""

import re
from ast import literal_eval
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?(".*")')


@dataclass(frozen=True)
class Entry:
    """One sentence: what it says in English (and of several), and how it is told."""

    said: str
    told: tuple[str, ...]
    context: str = ""
    plural: str = ""
    fuzzy: bool = False


def read(text: str) -> Iterator[Entry]:
    """The translated sentences of a catalogue; its head and what is not translated are left out."""
    for block in text.split("\n\n"):
        entry = _entry(block)
        if entry.said and all(entry.told) and not entry.fuzzy:
            yield entry


def _entry(block: str) -> Entry:
    parts: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if found := _LINE.fullmatch(line):
            name = found[1] or name
            parts[name] = parts.get(name, "") + literal_eval(found[2])
    told = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
    return Entry(parts.get("msgid", ""), told, parts.get("msgctxt", ""),
                 parts.get("msgid_plural", ""), block.startswith("#, fuzzy"))  # fmt: skip
