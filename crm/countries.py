"""Countries by any of their names: China, Çin, Китай, 中国, PRC, CN are one ISO 3166-1 code.

Exact or folded, never by guess: a name that is not known is none.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

# English is what our own forms show, then the desk's other languages; the rest are asked only when
# those do not know a name, for reading them takes a while.
_ENGLISH = ("en",)
_NEAR = ("az", "ru", "tr", "zh")
_FAR = (
    "zh_Hant", "de", "fr", "es", "it", "pt", "ar", "fa", "ja", "ko", "uk", "ka", "kk", "uz", "tk",
    "pl", "nl", "cs", "hu", "ro", "el", "bg", "sr", "sv", "nb", "da", "fi", "he", "hi", "id", "ms",
    "vi", "th", "az_Cyrl", "be", "hr", "sk", "sl", "lt", "lv", "et", "ky", "tg", "mn", "ur", "hy",
)  # fmt: skip
_LETTERS = str.maketrans(
    {"ı": "i", "ə": "e", "Ə": "e", "İ": "i", "ß": "ss", "ё": "е", "&": " and "}
)
LONGEST = 100  # letters of the name of a country
_NOT_WORDS = re.compile(r"[\W_]+")
_THE = re.compile(r"^the | the$")
# ISO codes that files also write for something else.
_NO_CODES = {"NA"}


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).translate(_LETTERS).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _THE.sub("", _NOT_WORDS.sub(" ", bare.translate(_LETTERS)).strip())


@lru_cache(maxsize=65536)
def code(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country's name or code; None where it is not known."""
    text = name.strip(" \t\r\n.,;*'\"") if len(name) <= LONGEST else ""
    return _code(text) or _twice(text)


def _code(text: str) -> str | None:
    if len(text) == 2 and text.isascii() and text.upper() in codes():
        return None if text.upper() in _NO_CODES else text.upper()
    key = _unspaced(fold(text))
    if not key:
        return None
    indexes = (_aliases(), *map(_index, (_ENGLISH, _NEAR)))
    return next((index[key] for index in indexes if key in index), None) or _index(_FAR).get(key)


def _unspaced(key: str) -> str:
    """Initials as one word: B.Ə.Ə. like BƏƏ."""
    return key.replace(" ", "") if len(key) < 12 and re.fullmatch(r"\w( \w)+", key) else key


_BOTH = re.compile(r"\s*[/(|（)）]\s*|\s+[-–—]\s+")


def _twice(text: str) -> str | None:
    """A name that is said in two ways: China (PRC), Türkiyə / Turkey; None where they differ."""
    parts = [part for part in _BOTH.split(text) if part]
    found = {_code(part) for part in parts} if 1 < len(parts) < 4 else set()
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def restored(name: str) -> str | None:
    """The country of a name in which letters became question marks, where only one fits."""
    key = fold(name.replace("\ufffd", "?").replace("?", _LOST)).replace(_LOST, "?")
    if len(name) > LONGEST or not 0 < key.count("?") <= len(key) // 3:
        return None
    pattern = re.compile("".join("." if letter == "?" else re.escape(letter) for letter in key))
    known = {**_index(_ENGLISH), **_index(_NEAR), **_aliases()}
    found = {known[each] for each in known if len(each) == len(key) and pattern.fullmatch(each)}
    return found.pop() if len(found) == 1 else None


_LOST = "\u02bd"  # a letter to every pattern, and in no name


@lru_cache(maxsize=65536)
def common(name: str) -> bool:
    """Whether a text is a country in one of the desk's own languages (quick, for guessing)."""
    text = name.strip() if len(name) <= LONGEST else ""
    if len(text) == 2 and text in codes():
        return True
    key = fold(text)
    return key in _aliases() or key in _index(_ENGLISH) or key in _index(_NEAR)


@cache
def codes() -> frozenset[str]:
    from babel import Locale

    named = map(str, Locale("en").territories)
    found = {code for code in named if len(code) == 2 and code.isalpha()}
    return frozenset(found - {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})


@cache
def _index(languages: tuple[str, ...]) -> dict[str, str]:
    """Folded name -> code; a name that means two countries is left out."""
    from babel import Locale

    index: dict[str, str] = {}
    torn: set[str] = set()
    for language in languages:
        for territory, name in Locale.parse(language).territories.items():
            key, code = fold(name), str(territory)
            if code in codes() and key and index.setdefault(key, code) != code:
                torn.add(key)
    return {key: code for key, code in index.items() if key not in torn}


@cache
def _aliases() -> dict[str, str]:
    from babel.core import get_global

    said = json.loads((files("crm") / "countries.json").read_text("utf-8"))
    three = {
        key.casefold(): value[0]
        for key, value in get_global("territory_aliases").items()
        if len(key) == 3 and key.isalpha() and len(value) == 1
    }
    return three | {fold(name): territory for territory, names in said.items() for name in names}


@cache
def names(language: str = "en") -> dict[str, str]:
    """ISO 3166-1 alpha-2 code -> name."""
    from babel import Locale

    known = Locale.parse(language).territories
    return {each: known[each] for each in sorted(codes()) if each in known}


def name(country: str, language: str = "en") -> str:
    """The country's name; the code itself where it is none of ISO 3166-1."""
    return names(language).get(country, country)


def matches(text: str, limit: int = 8) -> list[tuple[str, str]]:
    """(code, name) of the countries of which a name begins with the text, or has such a word."""
    sought = fold(text)
    if not sought:
        return []
    known = {**_index(_NEAR), **_index(_ENGLISH), **_aliases()}
    begins = [c for each, c in known.items() if each.startswith(sought)]
    within = [c for each, c in known.items() if f" {sought}" in each]
    exact = [c for c in (code(text),) if c]
    return [(c, name(c)) for c in dict.fromkeys(exact + begins + within)][:limit]
