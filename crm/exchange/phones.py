"""Phone numbers: kept as written, with E.164 beside them where the number allows it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers

LONGEST = 500  # letters of a cell that may hold numbers
_SPLIT = re.compile(
    r"\s*(?: ::: |[;\n|、；，]|,(?!\s*ext)|\s/\s|/(?=\s*[+0(]|1[3-9]\d{9}\b)|\s(?:or|və|и|ve|或)\s|"
    r"\s(?=\+|[^\W\d]{1,9}\.?\s*[:：]\s*[+(\d]))\s*",
    re.IGNORECASE,
)
_DAMAGED = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+|#+|#\w+[?!]", re.IGNORECASE)
_LABELLED = re.compile(r"([^\W\d]+)(\.?\s*[:：]|\.|\s)\s*(?=[+(\d'])|tel:", re.IGNORECASE)
_BEHIND = re.compile(r"\s*\(([^()\d]+)\)$|\.0$")  # (WhatsApp); what a spreadsheet makes of a number
_EXTENSION = re.compile(
    r"\s*[(,]?\s*(?:转|轉|分机|доб|dax|daxili|dahili)\.?\s*(\d{1,6})\)?$", re.IGNORECASE
)
_CHINESE = re.compile(r"(0\d{2,3}[- ]?\d{7,8})-\d{1,6}")
_EITHER = re.compile(r"1[3-9]\d{9}")  # a mobile of China, or a number of North America
_PLUS = re.compile(r"\+(\d[\d ().\-\u00a0\u2010-\u2015]*)")
_NOT_DIGITS = re.compile(r"\D+")
_TAIL = re.compile(r"(.*?)\s*(?:/|,)\s*\d{1,4}")
_WORDS = {
    "work": "work office business main direct company tel phone t telephone iş is рабочий раб 工作 商务 办公",
    "mobile": "mobile cell cellular iphone m mob gsm whatsapp mobil cep моб мобильный сотовый 手机 移动",
    "home": "home ev домашний дом 家 住宅 private personal",
    "fax": "fax faks факс 传真 workfax homefax f pager telex",
    "other": "other digər diğer другой 其他 custom",
}
_LABELS = {word: label for label, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Phone:
    label: str
    raw: str
    e164: str | None

    def as_dict(self) -> dict[str, str | None]:
        return {"label": self.label, "raw": self.raw, "e164": self.e164}


@lru_cache(maxsize=4096)
def label_of(words: str, otherwise: str = "other") -> str:
    """work, mobile, home, fax or other, from a label in any of the languages: `* Work` -> work."""
    found = [
        _LABELS[w]
        for w in re.findall(r"[^\W\d_]+", words.replace("İ", "i").casefold())
        if w in _LABELS
    ]
    if "fax" in found:
        return "fax"
    return next((label for label in found if label != "work"), found[0] if found else otherwise)


def parse(text: str, country: str | None, label: str = "work") -> tuple[Phone, ...]:
    """Every number in a cell. A country (ISO code) lends its prefix to local numbers."""
    if len(text) > LONGEST:
        return (Phone(label, text, None),)
    if plain := _international(text):
        return (Phone(label, text, plain),)
    return _parse(text, country, label)


@lru_cache(maxsize=8192)
def _parse(text: str, country: str | None, label: str) -> tuple[Phone, ...]:
    found: list[Phone] = []
    said = label
    for part in _parts(text):
        if phone := _one(part, country, said):
            found.append(phone)
        said = label if phone else label_of(part, label)  # a label alone is of what follows it
    return tuple(found)


def damaged(text: str) -> bool:
    """Whether a spreadsheet has already destroyed the digits: 4.42079E+11, ######."""
    return len(text) <= 40 and bool(_DAMAGED.fullmatch(text.strip()))


def _parts(text: str) -> list[str]:
    if _TAIL.fullmatch(text):  # "+994 12 404 00 41 / 42": two lines of one number
        return [text]
    parts = [part for part in _SPLIT.split(text) if part.strip()]
    return [number for part in parts for number in _side_by_side(part)]


def _side_by_side(part: str) -> list[str]:
    """Two whole numbers with nothing but a blank between them: 050-222-33-44 055-222-33-44."""
    words = part.split()
    sizes = [sum(map(str.isdigit, word)) for word in words]
    return words if len(words) > 1 and min(sizes) >= 9 else [part]


def _one(part: str, country: str | None, label: str) -> Phone | None:
    raw = part.strip()
    if (found := _LABELLED.match(raw)) and (
        ":" in found[0] or "：" in found[0] or _is_label(found[1])
    ):
        label = label_of(found[1] or "", label)
        raw = raw[found.end() :].strip()
    if raw.startswith("'"):
        raw = raw[1:]
    if not any(map(str.isdigit, raw)):
        return None
    if found := _BEHIND.search(raw):
        label = label_of(found[1] or "", label)
        return Phone(label, raw.removesuffix(".0"), e164(_BEHIND.sub("", raw), country))
    return Phone(label, raw, e164(raw, country))


def _is_label(word: str) -> bool:
    return label_of(word, "") != ""


@lru_cache(maxsize=8192)
def e164(raw: str, country: str | None) -> str | None:
    """The number as +994..., or None where its digits cannot be one."""
    if plain := _international(raw):
        return plain
    number = _EXTENSION.sub("", _TAIL.sub(r"\1", raw) if _TAIL.fullmatch(raw) else raw)
    if country == "CN" and (found := _CHINESE.fullmatch(number)):
        number = found[1]
    digits = _NOT_DIGITS.sub("", number)
    if number.lstrip(" (").startswith("00"):
        return _possible("+" + digits[2:], None)
    if len(digits) >= 11 and digits == number.strip() and digits[0] != "0":
        return _bare(digits, country)
    return _possible(number, country)


def _bare(digits: str, country: str | None) -> str | None:
    """Digits alone, as a spreadsheet leaves them after taking the plus for a sign."""
    if country and digits.startswith(str(phonenumbers.country_code_for_region(country))):
        return _possible("+" + digits, None)
    if not country and _EITHER.fullmatch(digits):
        return None
    return (_possible(digits, country) if country else None) or _possible("+" + digits, None)


def _possible(number: str, region: str | None) -> str | None:
    if not region and not number.lstrip(" (").startswith("+"):
        return None
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(parsed) != _POSSIBLE:
        return None  # also where only the area code is missing
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


_POSSIBLE = phonenumbers.ValidationResult.IS_POSSIBLE


def _international(raw: str) -> str | None:
    """A tidy +number straight to E.164 (50 times faster than a full parse, and the usual case).

    Its length is not held against it: what is written with a calling code is that number.
    """
    if raw[:1] != "+" or "(0" in raw or not (found := _PLUS.fullmatch(raw)):
        return None
    digits = _NOT_DIGITS.sub("", found[1])
    size = next((n for n in (1, 2, 3) if digits[:n] in _calling_codes()), 0)
    if not size or not 8 <= len(digits) <= 15:
        return None
    return None if digits[size] == "0" and digits[:2] != "39" else "+" + digits


@cache
def _calling_codes() -> frozenset[str]:
    return frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
