"""What a column holds, told by its values."""

import re
from collections.abc import Callable

from crm import countries

from . import dates, emails, people
from .row_in_hand import COMPANIES

_LINK = re.compile(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/\S*)?", re.IGNORECASE)
_LINKEDIN = re.compile(r"(https?://)?([\w-]+\.)?linkedin\.com/(in|pub)/\S+", re.IGNORECASE)
_PHONE = re.compile(
    r"'?\+[1-9][\d ().\-/]{6,}|00[1-9][\d]* [\d ().\-/]{6,}|"
    r"\(?0\d{1,3}\)?[ \-]\d[\d \-]{4,}|\(\d{3}\) ?\d{3}[- ]\d{4}"
)
_NUMBER = re.compile(r"[-+(]?[$€£¥₼]?\s?\d[\d.,' \u00a0]*%?\)?")
_YES_NO = {
    "yes",
    "no",
    "true",
    "false",
    "y",
    "n",
    "bəli",
    "xeyr",
    "evet",
    "hayır",
    "да",
    "нет",
    "是",
    "否",
}
LEGAL = re.compile(
    r"\b(ltd|llc|llp|inc|corp|corporation|company|plc|gmbh|ag|kg|s\.?a\.?s?|s\.?p\.?a|b\.?v|n\.?v|oy|ab|asa|"
    r"mmc|asc|qsc|ltd\. şti|a\.ş|limited|holding|holdings|group|jsc|ojsc|cjsc|co|ооо|оао|зао|пао|ао|тов|"
    r"ip|fze|pte|pty|sdn|bhd|k\.k|kft|sp\. z o\.o|s\.r\.l|srl|bank|fund|capital|industries)\b\.?|"
    r"公司|集团|集團|株式会社|有限|銀行|银行|주식회사",
    re.IGNORECASE,
)

_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("email", lambda text: "@" in text and emails.parse(text)[0]),
    ("linkedin", _LINKEDIN.fullmatch),
    ("link", _LINK.fullmatch),
    ("yes or no", lambda text: text.casefold() in _YES_NO),
    ("date", dates.read),
    ("phone", lambda text: _PHONE.fullmatch(text) and 8 <= sum(map(str.isdigit, text)) <= 15),
    ("number", _NUMBER.fullmatch),
    ("country", countries.common),
)
AGREED = 0.8  # of the filled values (data notes, mapping rule 4)


def kind_of(values: list[str]) -> tuple[str, float]:
    """email, linkedin, link, phone, date, country, number, yes or no, or text, and for which share."""
    if not values:
        return "empty", 1.0
    sample = [value if len(value) <= 500 else "" for value in values[:200]]
    for kind, fits in _KINDS:
        share = sum(1 for value in sample if fits(value)) / len(sample)
        if share >= AGREED:
            return kind, share
    return "text", 1.0


_PEOPLE = {
    "person", "people", "contact", "individual", "kişi", "şəxs", "fiziki şəxs", "şahıs", "əlaqə", "лицо",
    "человек", "контакт", "физлицо", "физическое лицо", "персона", "个人", "联系人", "人",
}  # fmt: skip


def tells_companies(values: list[str]) -> bool:
    """Whether the values say of each row if it is a company or a person, and are of both sorts."""
    said = {value.casefold() for value in values}
    return said <= COMPANIES | _PEOPLE and bool(said & COMPANIES) and bool(said & _PEOPLE)


def is_profile(text: str) -> bool:
    return bool(_LINKEDIN.fullmatch(text))


def share_of_companies(values: list[str]) -> float:
    """How many of the values carry a legal form."""
    return sum(1 for value in values if LEGAL.search(value[:200])) / len(values) if values else 0.0


_PERSON = re.compile(r"[^\W\d_a-zа-я][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,3}|[\u4e00-\u9fff]{2,4}")


def share_of_people(values: list[str]) -> float:
    """How many of the values can be the name of a person: two to four words without a legal form."""
    people = sum(1 for v in values if _PERSON.fullmatch(v[:60]) and not LEGAL.search(v[:200]))
    return people / len(values) if values else 0.0


def share_of_salutations(values: list[str]) -> float:
    return sum(1 for v in values if people.is_salutation(v)) / len(values) if values else 0.0


def share_of_display_names(values: list[str]) -> float:
    """How many read like `Jane Roe (jane@roe.example)`."""
    return sum(1 for v in values if "@" in v) / len(values) if values else 0.0
