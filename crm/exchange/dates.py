"""Dates in every common spelling; day or month first is decided by the whole column."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal

Order = Literal["dmy", "mdy"]

_TIME = (
    r"(?:[ T,]+(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?|UTC|GMT)?)?"
)
_ISO = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}\.?")
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,2}})([./-])(?P<b>\d{{1,2}})\2(?P<y>\d{{4}}|\d\d)\.?"
    rf"(?:\s?(?:г|il|yıl|-c[iıüu] il)\.?)?{_TIME}"
)
_HAN = re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?" + _TIME)
_WORDED = re.compile(
    r"(?:[^\W\d]+,\s*)?(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?[ \-./]+(?:de )?(?P<w>[^\W\d]+)\.?,?"
    r"[ \-./]+(?:de )?(?P<y>\d{4}|\d\d)(?:[ -]?(?:г|год|года|(?:ci |cı |cü |cu )?il))?\.?" + _TIME
)
_MONTH_FIRST = re.compile(
    rf"(?:[^\W\d]+,?\s+)?(?P<w>[^\W\d]+)\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_TIME}"
)
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"
    r"(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z)?)?"
)
_SERIAL = re.compile(r"([2-6]\d{4})(?:[.,](\d{1,15}))?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?\s*([AaPp]\.?[Mm]\.?)?")
LONGEST = 60  # letters of a date in words
_NOTHING = re.compile(r"0{1,4}[./-]0{1,2}[./-]0{1,4}(?: 0{1,2}:00(?::00)?)?|[-–—.]")

_NAMES = (
    "january jan yanvar yan ocak oca январь января янв januar januari janvier enero ene gennaio",
    "february feb fevral fev şubat sub февраль февраля фев февр februar fevrier febrero",
    "march mar mart март марта мар märz maerz mars marzo",
    "april apr aprel nisan nis апрель апреля апр avril abril abr",
    "may mayıs май мая mai mayo",
    "june jun iyun haziran haz июнь июня июн juni juin junio",
    "july jul iyul temmuz tem июль июля июл juli juillet julio",
    "august aug avqust avq ağustos agu август августа авг aout août agosto ago",
    "september sep sept sentyabr sen eylül eyl сентябрь сентября сен сент septembre septiembre",
    "october oct oktyabr okt ekim eki октябрь октября окт oktober octobre octubre",
    "november nov noyabr noy kasım kas ноябрь ноября ноя нояб novembre noviembre",
    "december dec dekabr dek aralık ara декабрь декабря дек dezember dez decembre diciembre dic",
)  # fmt: skip


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.replace("ı", "i").replace("İ", "i").casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


_MONTHS = {_fold(w): at for at, words in enumerate(_NAMES, 1) for w in words.split()}


@dataclass(frozen=True, slots=True)
class When:
    """A day, with the time (HH:MM) and the offset from UTC where the text had them."""

    day: date
    time: str | None = None
    offset: timedelta | None = None
    seconds: int = 0

    @property
    def instant(self) -> datetime | None:
        if self.time is None or self.offset is None:
            return None
        hour, minute = map(int, self.time.split(":"))
        zone = timezone(self.offset)
        day = self.day
        return datetime(day.year, day.month, day.day, hour, minute, self.seconds, tzinfo=zone)

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.time}" if self.time else self.day.isoformat()


def read(text: str, order: Order = "dmy") -> When | None:
    """The date a text means; None where it is none, or a day that does not exist."""
    return _read(text, order) if len(text) <= LONGEST else None


@lru_cache(maxsize=65536)
def _read(text: str, order: Order) -> When | None:
    text = text.strip()
    for spelling in dict.fromkeys((text, _plain(text))):
        for pattern in (_ISO, _HAN, _NUMERIC, _WORDED, _MONTH_FIRST, _COMPACT):
            if (found := pattern.fullmatch(spelling)) and (when := _when(found, order)):
                return when
    return _of_serial(found) if (found := _SERIAL.fullmatch(text)) else None


def _of_serial(found: re.Match[str]) -> When:
    """The days since the end of 1899, as a spreadsheet counts them; behind the point the time."""
    day = date(1899, 12, 30) + timedelta(days=int(found[1]))
    minutes = round(float(f"0.{found[2] or 0}") * 1440) % 1440
    return When(day, f"{minutes // 60:02}:{minutes % 60:02}" if minutes else None)


_NOON = {"上午": "AM", "午前": "AM", "오전": "AM", "下午": "PM", "午後": "PM", "오후": "PM"}
_HALF = re.compile(rf"\s*({'|'.join(_NOON)})\s*(\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)")
_BESIDE = re.compile(  # quotes, the day of the week, a word before the time
    r"[«»“”\"]|\s*\([^()\d]{1,40}\)|,?\s*(?:星期|周|礼拜)[一二三四五六日天]|"
    r",?\s+(?:bazar|bazar ertəsi|çərşənbə axşamı|çərşənbə|cümə axşamı|cümə|şənbə|pazar|pazartesi|salı|"
    r"çarşamba|perşembe|cuma|cumartesi|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
    r"(?=\s|$)|(?<=\d|[.г])\s+(?:в|at|um|saat|à)(?=\s+\d)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(\d{1,2})[./ -](I{1,3}|IV|VI{0,3}|IX|XI{0,2}|X)[./ -](\d{4})")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _plain(text: str) -> str:
    """Without what people write beside a date: «5» марта, 5 mart Çərşənbə, 2024. 3. 5., 下午2:30."""
    text = _HALF.sub(lambda found: f" {found[2]} {_NOON[found[1]]}", _BESIDE.sub("", text))
    text = re.sub(r"^(\d{4})\.\s+(\d{1,2})\.\s+(\d{1,2})\.?", r"\1-\2-\3", text.strip())
    if found := _ROMAN.fullmatch(text):
        return f"{found[1]}.{_ROMANS.index(found[2]) + 1}.{found[3]}"
    return text


def is_nothing(text: str) -> bool:
    """Whether a text is how a program writes "no date": 0/0/00, 0000-00-00, a dash."""
    return len(text) <= LONGEST and bool(_NOTHING.fullmatch(text.strip()))


@lru_cache(maxsize=4096)
def clock(text: str) -> str | None:
    """A time of day as HH:MM."""
    found = _CLOCK.fullmatch(_HALF.sub(lambda half: f"{half[2]} {_NOON[half[1]]}", text.strip()))
    return _hhmm(int(found[1]), int(found[2]), found[3]) if found else None


def ambiguous(text: str) -> bool:
    """Whether day and month could change places and give another day."""
    found = _NUMERIC.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return bool(found and found[2] != "." and max(int(found["a"]), int(found["b"])) <= 12
                and found["a"] != found["b"])  # fmt: skip


def order_in(texts: Iterable[str]) -> Order | None:
    """Day or month first, as soon as one value can be read only one way; None where none is."""
    for text in texts:
        found = _NUMERIC.fullmatch(text.strip()) if len(text) <= LONGEST else None
        if found and int(found["a"]) > 12 >= int(found["b"]):
            return "dmy"
        if found and int(found["b"]) > 12 >= int(found["a"]):
            return "mdy"
    return None


def _when(found: re.Match[str], order: Order) -> When | None:
    parts = found.groupdict()
    year = int(parts["y"]) + (0 if len(parts["y"]) == 4 else 2000 if int(parts["y"]) < 70 else 1900)
    if "w" in parts:
        month, day = _MONTHS.get(_fold(parts["w"]), 0), int(parts["d"])
    elif "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        month_first = order == "mdy" and found[2] != "."
        month, day = (first, second) if month_first else (second, first)
    else:
        month, day = int(parts["m"]), int(parts["d"])
    real = _day(year, month, day)
    if not real and "a" in parts and found[2] != ".":  # 12/25 in a column of days first
        real = _day(year, day, month)
    return _with_time(real, parts) if real else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(day: date, parts: dict[str, str | None]) -> When | None:
    if not (hour := parts.get("hour")):
        return When(day)
    time = _hhmm(int(hour), int(parts.get("minute") or 0), parts.get("half"))
    offset = _offset(parts.get("zone"))
    return When(day, time, offset, int(parts.get("second") or 0)) if time else None


def _hhmm(hour: int, minute: int, half: str | None) -> str | None:
    if half:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    zone = zone.removeprefix("UTC").removeprefix("GMT")
    if not zone or zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return size if zone[0] == "+" else -size
