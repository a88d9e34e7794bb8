"""The names of days, months and spans that officers type: English, Azerbaijani, Russian, Turkish."""

import re
from itertools import chain

# Letters typed with or without their marks are one; Cyrillic stays Cyrillic.
_PLAIN = str.maketrans("əışçğöüё", "eiscgou\u0435", "\u0307")

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _numbered(names: str, first: int = 1) -> dict[str, int]:
    return {name: n for n, name in enumerate(names.split(), first)}


_MONTHS_EN = _numbered(
    "january february march april may june july august september october november december"
)
_MONTHS_AZ = _numbered(
    "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr"
)
_MONTHS_TR = _numbered("ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik")
_MONTHS_RU = _numbered(
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
)
_MONTHS_RU_OF = _numbered(
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
)
_CASES = ("", "a", "e", "in", "un", "da", "de", "dek", "adek", "edek")

_DAYS = (
    "mon tue tues wed weds thu thur thurs fri sat sun",
    "monday tuesday wednesday thursday friday saturday sunday",
    "понедельник понедельника вторник вторника среда среду среды четверг четверга пятница пятницу"
    " пятницы суббота субботу субботы воскресенье воскресенья пн вт ср чт пт сб вс",
    "pazartesi sali carsamba persembe cuma cumartesi pazar",
    "cersenbe cersenbeye cume cumeye senbe senbeye bazar bazara",
)
_DAY_STEMS = {
    **_numbered("mon tue wed thu fri sat sun", 0),
    **_numbered("пон вто сре чет пят суб вос", 0),
    **_numbered("пн вт ср чт пт сб вс", 0),
    **_numbered("pazart sali cars pers cuma cumar pazar", 0),
    "cers": 2,
    "cume": 4,
    "senb": 5,
    "bazar": 6,
}


def _weekday(word: str) -> int:
    stem = max(filter(word.startswith, _DAY_STEMS), key=len)
    return _DAY_STEMS[stem]


WEEKDAY: dict[str, int] = {word: _weekday(word) for word in chain(*map(str.split, _DAYS))}
"""A typed weekday -> 0 (Monday) to 6."""

MONTH: dict[str, int] = {
    **{name[:n]: m for name, m in _MONTHS_EN.items() for n in range(3, len(name) + 1)},
    **{stem + case: m for stem, m in (_MONTHS_AZ | _MONTHS_TR).items() for case in _CASES},
    **{name[:3]: m for name, m in _MONTHS_RU.items()},
    **_MONTHS_RU,
    **_MONTHS_RU_OF,
}
"""A typed month, also shortened or in a case -> 1 to 12."""

FIXED = {
    **dict.fromkeys(("today", "tod", "bu gun", "bugun", "сегодня", "今天"), 0),
    **dict.fromkeys(("tomorrow", "tom", "tmr", "sabah", "yarin", "завтра", "明天"), 1),
    **dict.fromkeys(("yesterday", "dunen", "dun", "вчера", "昨天"), -1),
    **dict.fromkeys(("day after tomorrow", "o biri gun", "послезавтра", "后天"), 2),
}
"""Words that are a day by themselves -> days from today."""

_UNITS = {
    "d": "d, day, days, gun, gune, дн, день, дня, дней",
    "w": "w, wk, week, weeks, hefte, hefteye, hafta, нед, неделю, недели, недель",
    "m": "m, mo, month, months, ay, aya, месяц, месяца, месяцев",
    "y": "y, yr, year, years, il, ile, yil, год, года, лет",
    "wd": "wd, bd, working day, working days, business day, business days, is gunu, рабочих дней",
}
UNIT: dict[str, str] = {word: unit for unit, words in _UNITS.items() for word in words.split(", ")}
"""A typed span -> d, w, m, y or wd (working days)."""

UNITS = "|".join(sorted(UNIT, key=len, reverse=True))
"""The typed spans as alternatives of a pattern, longest first."""

NUMBER = {
    **_numbered("one two three four five six seven eight nine ten eleven twelve"),
    **dict.fromkeys(("", "a", "an", "bir"), 1),
}

_REPLACED = (
    (re.compile(r"\s*·.*"), ""),  # what echo adds
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"), r"\1-\2-\3"),
    (re.compile(r"(\d{1,2})月(\d{1,2})[日号]?"), r"\2/\1"),
    (re.compile(r"\bbazar ertesi(?:ne)?\b"), "monday"),
    (re.compile(r"\bcersenbe axsami(?:na)?\b"), "tuesday"),
    (re.compile(r"\bcume axsami(?:na)?\b"), "thursday"),
    (re.compile(r"\b([a-z]{4,}) gunu(?:ne)?\b"), r"\1"),
    (re.compile(r"\bayin sonu(?:na)?\b|\bкон(?:ец|ца) месяца\b"), "eom"),
    (re.compile(r"\bheftenin sonu(?:na)?\b|\bкон(?:ец|ца) недели\b"), "eow"),
    (re.compile(r"\brubun sonu(?:na)?\b|\bкон(?:ец|ца) квартала\b"), "eoq"),
    (re.compile(r"\bilin sonu(?:na)?\b|\bкон(?:ец|ца) года\b"), "eoy"),
    (re.compile(r"(?<=\d)(?:st|nd|rd|th)\b"), ""),
    (re.compile(r"(?<=\d)\.?[-']?(?:ci|cu|е|го)\b"), ""),
    (re.compile(r"[,;()]|(?<=\w)[.:](?=\s|$)"), " "),
    (re.compile(r"^\s*(?:by|until|till|before|on|due|до|к) +"), ""),
)


def normal(text: str) -> str:
    """`text` as the tables spell it: lower case, plain letters, one blank between words."""
    plain = text.casefold().translate(_PLAIN)
    for pattern, replacement in _REPLACED:
        plain = pattern.sub(replacement, plain)
    return " ".join(plain.split())
