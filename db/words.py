"""The words under which a record is found, and what a typed query asks of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .names import RUN, SPELT, digits, latin, squeeze, words
from .spellings import GRAM, PHONE, WORD, of_name, of_note, of_part

MARK = "="  # before a word of a name, so that names can be sought before notes
_ONLY_NUMBER = re.compile(r"[+( ]*\d(?:[ ()./+-]*\d)+[ )]*")
_NAME = 80  # letters up to which a part is a name and not a note
_TEXT = 400_000  # letters that are indexed of one record; PostgreSQL takes 1,048,575 bytes
_TERMS = 16  # words of a query that count


@dataclass(frozen=True)
class Term:
    """What a record must have: a word that begins so (or as one of `slips`), or of digits, Chinese
    and Korean a run that stands anywhere within one."""

    begins: str
    within: str = ""
    slips: tuple[str, ...] = ()

    @property
    def beginnings(self) -> list[str]:
        return [word for word in (self.begins, *self.slips) if word]

    @property
    def must_stand_together(self) -> bool:
        """Whether having the pieces is not enough."""
        return self.pieces() not in ([], [self.within])

    def pieces(self) -> list[str]:
        """The indexed words that any record with the run has; they may stand apart, though."""
        run = self.within
        if not run.isdigit() or not run.isascii():
            return list(dict.fromkeys(run))
        return list(dict.fromkeys(run[n : n + GRAM] for n in range(len(run) - GRAM + 1)))


Way = list[Term]


def search_text(*parts: str | None, names: Iterable[str | None] = ()) -> str:
    """What is stored beside a record so that its words are found; the index holds each of them.

    Give every searchable value as its own part: e-mails, phones (as written and E.164), notes;
    those that name the record as `names`. Each gives its folded words, of names marked ones, too,
    and run together; numbers run together, long ones in every run of three digits; Chinese,
    Japanese and Korean letter by letter and as written, names also as they are read.
    """
    marked: list[str] = []
    found: list[str] = []
    for name in filter(None, names):
        note, read = of_name(name)
        marked += [(MARK + word)[:WORD] for word in (*words(name), *read)]
        found += note
        found += read if len(name) <= _NAME else ()
    for part in parts:
        if not part:
            continue
        if len(part) > _NAME:
            found += of_note(part)
        else:
            note, read = of_part(part)
            found += note
            found += read
    told = dict.fromkeys(marked + found)
    told.pop("", None)
    return _bounded(" ".join(told))


def _bounded(told: str) -> str:
    return told if len(told) <= _TEXT else told[:_TEXT].rpartition(" ")[0]


def terms(query: str) -> list[Term]:
    """The terms of a typed query; a record is found when it holds every one.

    They are letters and digits only. Chinese and Japanese of two letters and more are also sought
    by their reading (万基 finds Wanji). A query that is one number of seven digits or more is
    sought as one run, without the zeros of a trunk or international prefix.
    """
    plain = _line(latin(query))
    if _ONLY_NUMBER.fullmatch(plain.strip()) and len(number := digits(plain)) >= PHONE:
        return [_word(_without_prefix(number))]
    text = unicodedata.normalize("NFKC", query).lower()
    found = [_word(word) for word in words(text if text.isascii() else RUN.sub(" ", text))]
    found += [_run(run[:WORD]) for run in RUN.findall(text)]
    return list(dict.fromkeys(found))[:_TERMS]


def _word(word: str) -> Term:
    return Term(word[:WORD], word[:WORD] if word.isdigit() and len(word) >= GRAM else "")


def _run(run: str) -> Term:
    return Term("".join(words(run)) if SPELT.fullmatch(run) else "", run)


def answers(text: str, ways: list[Way], mark: str = "") -> bool:
    """Whether a search text has every term of one of the ways; with MARK, in the words of a name."""
    return any(all(holds(text, term, mark) for term in way) for way in ways)


def holds(text: str, term: Term, mark: str = "") -> bool:
    """Whether a search text has what a term asks for."""
    spaced = f" {text}"
    begins = any(f" {mark}{word}" in spaced for word in term.beginnings)
    return begins or (bool(term.within) and not mark and term.within in text)


_LETTERS = "abcdfghiklmnoprstuvz"  # those that folding leaves
_LONG = 5  # letters from which a word may have a slip


def ways(query: str) -> list[Way]:
    """How a record may answer a query: by all its terms, or by all of it run together (Azer Aluminium
    finds Azəralüminium). No ways: nothing to look for."""
    sought = terms(query)
    joined = squeeze(query)[:WORD] if len(sought) > 1 and len(query) <= _NAME else ""
    return [way for way in (sought, [Term(joined)] if joined else []) if way]


def slips(query: str, amiss: Sequence[Term] | None = None) -> list[Way]:
    """The ways with one letter of one longer word left out, put in, changed or swapped. Where it is
    known which words are amiss, the others are not tried; of two of them no single letter is."""
    return [
        [*way[:n], replace(term, slips=tuple(_slips(term.begins))), *way[n + 1 :]]
        for way in ways(query)
        for n, term in enumerate(way)
        if len(term.begins) >= _LONG and term.begins.isalpha() and not term.within
        if amiss is None or len(way) == 1 or list(amiss) == [term]
    ]


def _slips(word: str) -> Iterator[str]:
    for n in range(len(word)):
        before, letter, after = word[:n], word[n], word[n + 1 :]
        yield before + after
        if after:
            yield before + after[0] + letter + after[1:]
        for other in _LETTERS:
            yield before + other + after
            yield before + other + letter + after


def _line(plain: str) -> str:
    return " ".join(plain.split())


def _without_prefix(number: str) -> str:
    bare = number.removeprefix("0").removeprefix("0")
    return bare if len(bare) >= PHONE else number
