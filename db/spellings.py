"""Every spelling of a text that the index of search holds, put together from those of its words.

The words of a long list return, its names and notes do not: so it is words that are remembered.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from .names import (
    AGAIN,
    FIRST,
    RUN,
    digits,
    fold,
    latin,
    letters,
    paired,
    paired_once,
    plain_run,
    squeeze,
)  # fmt: skip

NUMBER = re.compile(r"\d(?:[ ()./+-]*\d)+")
_DIGIT = re.compile("[0-9]").search
PHONE = 7  # digits from which a number is a phone's: found by any run of it
GRAM = 3  # digits that are indexed together
WORD = 60  # letters of a word that count; a word of PostgreSQL's index takes 2,046 bytes
_SYLLABLES = 4  # read from each Chinese letter of a name: Wanji is found within Luoyang Wanji
# Letters between which words that are run together merge otherwise than each of them alone: doubled
# ones, and pairs with one letter here and one there.
_MEETING = {one * 2 for one in "abcdfghiklmnoprstuvz"}
_MEETING |= {"sh", "ch", "zh", "kh", "gh", "sc", "hc", "dz", "dc", "ng"}


Spelt: TypeAlias = tuple[Sequence[str], Sequence[str]]


class _Word(NamedTuple):
    """What stands between two blanks. `note` and `name` are what is found by it where it stands
    alone. `plain` is it before pairs are merged, `run` all of it run together, `bare` that before
    pairs are merged; `alone` where it merges in more than one step."""

    note: Sequence[str]
    name: Sequence[str]
    plain: Sequence[str]
    merged: Sequence[str]
    numbers: Sequence[str]
    runs: Sequence[str]
    read: Sequence[str]
    run: str
    bare: str
    alone: bool
    has_digits: bool


def of_note(part: str) -> list[str]:
    """The words of a text; its numbers, long ones in every run of three digits; its Chinese,
    Japanese and Korean as written and letter by letter."""
    return _note(part, _cut(part))


def of_name(part: str) -> Spelt:
    """The words of a short text; and it run together, and its Chinese as it is read from each
    letter on."""
    if part.isdigit() and part.isascii():
        return of_number(part), ()
    said = _cut(part)
    if len(said) == 1:
        return said[0].note, said[0].name
    return _note(part, said), [_run(part, said)[:WORD], *[w for word in said for w in word.read]]


_again = lru_cache(AGAIN)(of_name)


def of_part(part: str) -> Spelt:
    """The same of a text that may return: titles and towns do, addresses do not."""
    return _again(part) if " " in part else of_name(part)


def of_number(number: str) -> list[str]:
    if len(number) < PHONE:
        return [number]
    return [number[:WORD], *[number[n : n + GRAM] for n in range(len(number))]]


def _cut(part: str) -> list[_Word]:
    """Also before the domain of an address, which returns as words do; what is before it does not."""
    box, at, host = part.partition("@")
    if at and " " not in part:
        return [_spelt(box), *[_word(word) for word in host.split("@")]]
    return [_word(word) for word in part.replace("@", " ").split(" ")]


def _note(part: str, said: list[_Word]) -> list[str]:
    found: list[str] = []
    longer, numbers = False, 0
    for word in said:
        found += word.plain
        longer = longer or word.merged is not word.plain
        numbers += word.has_digits
    # The words before pairs are merged: Karabak finds Karabakh while the h is yet to be typed.
    if longer:
        found = [*(each for word in said for each in word.merged), *found]
    if numbers > 1:  # 12 404 is one number
        found += _numbers(" ".join(latin(part).split()))
    else:
        for word in said:
            found += word.numbers
    for word in said:
        found += word.runs
    return found


def _run(name: str, said: list[_Word]) -> str:
    """All of it run together."""
    before, bare, run = "", "", ""
    for word in said:
        if not word.run:
            continue
        if word.alone or before + word.bare[0] in _MEETING or run[-1:] + word.run[0] in _MEETING:
            return squeeze(name)
        bare, run, before = bare + word.bare, run + word.run, word.bare[-1]
    return squeeze(name) if "ium" in bare or "ium" in run else run


def _word(text: str) -> _Word:
    return _of_number(text) if text.isdigit() and text.isascii() else _known(text)


def _spelt(text: str) -> _Word:
    spelt = latin(text)
    plain = letters(spelt)
    merged = paired(plain)
    before = tuple([each[:WORD] for each in plain.split()])
    after = before if merged == plain else tuple([each[:WORD] for each in merged.split()])
    numbers = _numbers(" ".join(spelt.split())) if (counted := bool(_DIGIT(spelt))) else ()
    run = plain_run(spelt)
    bare = plain if run == spelt else letters(run)
    once = paired_once(bare)
    together = paired(once)
    alone = together != once or run[:2] in {"y", "ye"}
    runs, read = ((), ()) if text.isascii() or max(text) < FIRST else _foreign(text)
    note = (*(after if after is not before else ()), *before, *numbers, *runs)
    name = (together[:WORD], *read)
    return _Word(note, name, before, after, numbers, runs, read, together, bare, alone, counted)


_known = lru_cache(AGAIN)(_spelt)


def _of_number(text: str) -> _Word:
    numbers = of_number(text) if len(text) > 1 else ()
    once = (text[:WORD],)
    return _Word((*once, *numbers), once, once, once, numbers, (), (), text, text, False, True)


def _foreign(text: str) -> tuple[list[str], list[str]]:
    """Chinese, Japanese and Korean as written, letter by letter, and as it is read."""
    runs = RUN.findall(unicodedata.normalize("NFKC", text).lower())
    said = [each for found in runs for each in (found[:WORD], *found)]
    return said, [fold(found[n : n + _SYLLABLES]) for found in runs for n in range(1, len(found))]


def _numbers(line: str) -> list[str]:
    found: list[str] = []
    for number in NUMBER.findall(line):
        found += of_number(number if number.isdigit() else digits(number))
    return found
