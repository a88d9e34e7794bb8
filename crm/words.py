"""The officer's language on the screens: `_("Saved {what}", what=path)`; English costs nothing."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from crm import config
from crm.po import Entry, read
from db.errors import Invalid, Problem

LANGUAGES = ("en", "az", "ru", "zh")
_FOLDER = Path(__file__).parent
# The screens' own words go first; what papers say is not translated twice.
_CATALOGUES = ("locale/{}/LC_MESSAGES/screens.po", "reports/locale/{}/LC_MESSAGES/desk.po")


@dataclass(frozen=True)
class Speech:
    """One language: what our sentences become in it. English has none of its own."""

    lang: str
    entries: Mapping[tuple[str, str], Entry]

    def told(self, sentence: str, context: str = "") -> str:
        found = self.entries.get((context, sentence))
        return found.told[0] if found else sentence

    def counted(self, n: int, one: str, other: str) -> str:
        found = self.entries.get(("", one))
        if found is None:
            return one if n == 1 else other
        return found.told[min(_form(self.lang, n), len(found.told) - 1)]


def _form(lang: str, n: int) -> int:
    """Which of its forms a language takes with a number (CLDR plural rules, whole numbers)."""
    if lang != "ru":
        return 0 if n == 1 else 1
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


_speaking: Speech | None = None
_within: ContextVar[Speech | None] = ContextVar("language of a paper", default=None)


def speak(lang: str | None) -> None:
    """Speak a language from now on; None: the one that the officer set, asked again."""
    global _speaking
    _speaking = None if lang is None else speech(lang)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Another language for what is made within, such as a paper; nobody else hears it.

    Raises Invalid for a language that has no catalogue."""
    before = _within.set(speech(lang))
    try:
        yield
    finally:
        _within.reset(before)


def language() -> str:
    """The language spoken here: of a paper, CRM_LANG, else the configuration."""
    return _speech().lang


def _speech() -> Speech:
    global _speaking
    if (spoken := _within.get()) is not None:
        return spoken
    if _speaking is None:
        _speaking = speech(os.environ.get("CRM_LANG") or config.config().language)
    return _speaking


@cache
def speech(lang: str) -> Speech:
    """Raises Invalid for a language that has no catalogue."""
    if lang not in LANGUAGES:
        listed = ", ".join(LANGUAGES)
        raise Invalid(f"There is no language “{lang}” here. Choose {listed}.")
    return Speech(lang, dict(reversed([*_entries(lang)])))


def _entries(lang: str) -> Iterator[tuple[tuple[str, str], Entry]]:
    if lang != "en":
        for name in _CATALOGUES:
            for entry in read((_FOLDER / name.format(lang)).read_text(encoding="utf-8")):
                yield (entry.context, entry.said), entry


def _(sentence: str, /, **values: object) -> str:
    """Our sentence in the officer's language, with the data put in."""
    told = _speech().told(sentence)
    return told.format(**values) if values else told


def sentence_of(problem: Problem) -> str:
    """The sentence of what went wrong, in the officer's language where it is one of ours."""
    return _(problem.template, **problem.values)


def named(what: str, label: str) -> str:
    """The label of a "verb" or a "column", told apart where a language has another word for it."""
    told = _speech().told(label, what)
    return _(label) if told == label else told


def many(n: int, one: str, other: str, /, **values: object) -> str:
    """A number of things: `many(3, "{n} meeting", "{n} meetings")`."""
    return _speech().counted(n, one, other).format(n=f"{n:,}", **values)


def word(value: StrEnum) -> str:
    """A word of an enumeration as people say it."""
    return word_of(type(value), value.value)


def word_of(words: type[StrEnum], value: str) -> str:
    """A word of an enumeration by its name; what is none of it stays as it is."""
    told = _speech().told(value, context(words))
    return value.replace("_", " ") if told == value else told


def context(words: type[StrEnum]) -> str:
    """Where the words of an enumeration stand in the catalogues: "projects.Stage"."""
    return f"{words.__module__.rpartition('.')[2]}.{words.__name__}"
