"""Words of header rows in five languages, and what each may mean."""

import json
import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from .fields import FIELDS

# A meaning is a concept such as `organisation.name`, `contact.emails`, `any.country` (of the record
# the file is about), `keep.last_contact` (an extra field of a known kind) or `never.opt_out`.

_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_MARKS = re.compile(r"[^\w?%#]|_")
UNIT = re.compile(r"\s*(?:[(\[（［]([^()\[\]（）［］]*)[)\]）］]|,\s*([^,]{1,16}))\s*$")
_NUMBERED = re.compile(r"(?<![\d])(\d{1,3})(?!\d)")
UNNAMED = re.compile(r"Column \d+")
_LETTERS = str.maketrans({"ı": "i", "ə": "e", "Ə": "e", "İ": "i", "\ufffd": "?"})


def written(header: str) -> str:
    """A header as typed, only without case, blanks and punctuation; accents stay."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", header).lstrip("\ufeff"))
    return _MARKS.sub("", spaced.casefold())


def folded(header: str) -> str:
    """A header without case, accents, blanks and punctuation: Elektron poçt -> elektronpoct."""
    plain = unicodedata.normalize("NFKC", header).lstrip("\ufeff").translate(_LETTERS).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _MARKS.sub("", bare.translate(_LETTERS))


def unit(header: str) -> str | None:
    """What stands in brackets or after a comma at the end: `Investisiya (AZN)` -> AZN."""
    found = UNIT.search(header)
    return (found[1] or found[2] or "").strip() or None if found else None


class Lexicon:
    """Spellings and their meanings; the exact spelling is asked first, then the folded one."""

    def __init__(self, spellings: dict[str, dict[str, list[str]]]) -> None:
        self._written: dict[str, list[str]] = defaultdict(list)
        self._folded: dict[str, list[str]] = defaultdict(list)
        for concept, languages in spellings.items():
            for word in (word for words in languages.values() for word in words):
                for index, key in ((self._written, written(word)), (self._folded, folded(word))):
                    if key and concept not in index[key]:
                        index[key].append(concept)

    def exact(self, header: str) -> list[str]:
        return self._written.get(written(header)) or self._folded.get(folded(header)) or []

    def damaged(self, header: str) -> list[str]:
        """Meanings of a header some of whose letters became question marks."""
        key = folded(header)
        lost = key.count("?")
        if not lost or lost > len(key) // 2 or len(key) < 3:
            return []
        pattern = re.compile("".join("." if c == "?" else re.escape(c) for c in key))
        hits = [self._folded[k] for k in self._folded if pattern.fullmatch(k)]
        return hits[0] if hits and all(hit == hits[0] for hit in hits) else []


@cache
def lexicon() -> Lexicon:
    said = json.loads((files("crm.exchange") / "synonyms.json").read_text("utf-8"))
    known = {
        folded(word) for languages in said.values() for ws in languages.values() for word in ws
    }
    for noun, fields in FIELDS.items():
        for field in fields:
            # A field answers to its own name; where a record comes from is not for a file to say.
            if "." not in field and field != "source" and folded(field) not in known:
                said.setdefault(f"{_CONCEPTS[noun]}.{field}", {}).setdefault("en", []).append(field)
    return Lexicon(said)


_CONCEPTS = {
    "organisations": "organisation", "contacts": "contact", "meetings": "meeting", "cases": "case",
    "follow_ups": "follow_up", "incentives": "incentive", "projects": "project", "sites": "site",
}  # fmt: skip


def meanings(header: str) -> tuple[list[str], float, str]:
    """What a header may mean, how sure that is (0 to 1), and why."""
    words = lexicon()
    if found := words.exact(header):
        return found, 0.95, "a known header word"
    if (without := UNIT.sub("", header)) != header and (found := words.exact(without)):
        return found, 0.9, f"a known header word, in {unit(header)}"
    if (without := _NUMBERED.sub("", header)) != header and (found := words.exact(without)):
        return found, 0.85, "a known header word with a number"
    for text in (header, UNIT.sub("", header)):
        if found := words.damaged(text):
            return found, 0.7, "a known header word with lost letters"
    return [], 0.0, ""


@lru_cache(maxsize=65536)
def knows(header: str) -> bool:
    """Whether a cell is a header word; a lone N or No is more often a value."""
    found = meanings(header)[0] if 0 < len(header) <= 80 else []
    return bool(found) and found != ["row_number"]


def number_of(header: str) -> int:
    """The number in a header: `E-mail 2 Address` -> 2; without one, 1."""
    found = _NUMBERED.search(header)
    return int(found[1]) if found else 1


def unique(headers: list[str]) -> tuple[str, ...]:
    """Names for the columns: blank ones get their number, repeated ones a count."""
    taken: set[str] = set()
    names: list[str] = []
    for at, header in enumerate(headers, 1):
        base = name = " ".join(header.replace("\ufeff", "").split()) or f"Column {at}"
        count = 2
        while name in taken:
            name, count = f"{base} ({count})", count + 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def in_sequence(headers: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether all the words stand among the headers in this order."""
    places = {folded(header): at for at, header in reversed(list(enumerate(headers)))}
    at = [places.get(folded(word), -1) for word in words]
    return -1 not in at and all(a < b for a, b in pairwise(at))
