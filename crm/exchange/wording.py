"""What a header says that nobody wrote down before: by its words, as far as every one is known."""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from .headers import UNIT, folded

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_INITIALS = re.compile(r"\b(?:\w\.\s?){2,4}")  # A.S.A., Ф.И.О.
SURE = 0.7
WHY = "by the words in its header"
_COUNTED = {"phone", "mobile", "tax", "employees", "investment"}
# Of whom and what -> meaning. "" is whoever the row is about.
_MEANINGS = {
    "name": {"body": "organisation.name", "person": "contact.full_name"},
    "title": {"body": "organisation.name", "": "organisation.name"},
    "position": {"person": "contact.job_title", "": "contact.job_title"},
    "phone": {"body": "organisation.phone", "person": "contact.phones.work", "": "contact.phones.work"},
    "mobile": dict.fromkeys(("body", "person", ""), "contact.phones.mobile"),
    "email": {"body": "organisation.email", "person": "contact.emails", "": "contact.emails"},
    "country": {"body": "organisation.country", "person": "any.country", "": "any.country"},
    "city": {"body": "organisation.city", "person": "any.city", "": "any.city"},
    "address": {"body": "organisation.address", "person": "any.address", "": "any.address"},
    "website": {"body": "organisation.website", "": "any.website"},
    "sector": {"body": "organisation.sector", "": "organisation.sector"},
    "tax": {"body": "organisation.tax_id", "": "organisation.tax_id"},
    "employees": {"body": "organisation.employees", "": "organisation.employees"},
    "investment": {"body": "keep.investment", "": "keep.investment"},
    "notes": {"body": "any.notes", "person": "any.notes", "": "any.notes"},
    "date": {"body": "keep.date", "": "keep.date"},
    "": {"body": "organisation.name", "person": "contact.full_name"},
}  # fmt: skip
# Of two that are said, the first only tells more of the second.
_WEAKER = (
    ("phone", "mobile"), ("address", "email"), ("website", "email"), ("title", "name"), ("title", "sector"),
    ("date", "investment"), ("title", "address"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def meaning(header: str) -> str | None:
    """The meaning of a header all of whose words are known: Rəhbərin telefonu, 企业联系人."""
    if not 0 < len(header) <= 80:
        return None
    return _meant(header) or _meant(UNIT.sub("", header))


def _meant(header: str) -> str | None:
    kinds = set(_kinds(header))
    if not kinds or "" in kinds:
        return None
    who = next((each for each in ("person", "body") if each in kinds), "")  # a person of a company
    what = kinds - {"body", "person", "small", "count"}
    if "count" in kinds and not what & _COUNTED:
        return None
    what -= {weak for weak, strong in _WEAKER if strong in what}
    return _MEANINGS[next(iter(what), "")].get(who) if len(what) < 2 else None


def _kinds(header: str) -> Iterator[str]:
    """Of every word what kind it is; empty for one that nobody knows."""
    text = _INITIALS.sub(lambda found: "".join(filter(str.isalnum, found[0])) + " ", header)
    for word in _WORD.findall(text.replace("-", "")):
        yield from _of_han(word) if _HAN.fullmatch(word) else _of_word(folded(word))


def _of_word(word: str) -> Iterator[str]:
    whole, stems = _known()
    if word in whole:
        yield from whole[word]
    elif not word.isdigit():
        found = max((stem for stem in stems if word.startswith(stem)), key=len, default="")
        yield from stems[found] if found else [""]


def _of_han(text: str) -> Iterator[str]:
    """Chinese has no blanks: the longest word that is known, then the next."""
    whole, _ = _known()
    while text:
        size = next((n for n in range(len(text), 0, -1) if text[:n] in whole), 0)
        yield from whole[text[:size]] if size else [""]
        text = text[size or len(text) :]


@cache
def _known() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Kinds of whole words, and of the beginnings of words."""
    said = json.loads((files("crm.exchange") / "wording.json").read_text("utf-8"))
    whole: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for kind, words in said.items():
        for word in words:
            index = stems if word.endswith("*") else whole
            index.setdefault(folded(word.rstrip("*")), []).append(kind)
    return whole, stems
