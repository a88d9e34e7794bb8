"""The languages of paper: our words from the catalogues; days, numbers and countries from CLDR."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel import Locale, dates, numbers
from babel.messages.pofile import read_po

from db.errors import Invalid

LANGUAGES = ("en", "az", "ru", "zh")
_LOCALES = {"en": "en_GB", "az": "az_Latn_AZ", "ru": "ru_RU", "zh": "zh_Hans_CN"}
_CATALOGUES = Path(__file__).parent / "reports" / "locale"


@dataclass(frozen=True)
class Words:
    """`say("Lapsed on {day}", day=...)`: our sentence in one language with the data put in."""

    lang: str
    catalogue: dict[str, str] = field(repr=False, compare=False)

    def __call__(self, sentence: str, **values: object) -> str:
        told = self.catalogue.get(sentence, sentence)
        return told.format(**values) if values else told

    def day(self, day: date) -> str:
        return dates.format_date(day, "long", locale=_LOCALES[self.lang])

    def number(self, value: int) -> str:
        return numbers.format_decimal(value, locale=_LOCALES[self.lang])

    def clauses(self, parts: list[str]) -> str:
        """Parts of one sentence, with the comma of the language."""
        return ("，" if self.lang == "zh" else ", ").join(filter(None, parts))

    def sentences(self, told: list[str]) -> str:
        """Sentences in one line; the stop of the last is its own."""
        return ("。" if self.lang == "zh" else ". ").join(filter(None, told))

    def listed(self, items: list[str]) -> str:
        """Several things in one line, with the comma of the language."""
        return ("、" if self.lang == "zh" else ", ").join(items)


@cache
def translator(lang: str) -> Words:
    """The words of a language. Raises Invalid for one that has no catalogue."""
    return Words(_known(lang), dict(messages(lang)))


def messages(lang: str) -> Iterator[tuple[str, str]]:
    """What the catalogue translates. It is read as text, so that only one file per language
    exists and a change of a word can be reviewed; English has none."""
    if lang == "en":
        return
    with (_CATALOGUES / lang / "LC_MESSAGES" / "desk.po").open("rb") as file:
        catalogue = read_po(file, locale=lang)
    for message in catalogue:
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy:
            yield message.id, str(message.string)


def day(when: date, lang: str) -> str:
    """A day in words: 19 January 2026, 2026年1月19日."""
    return translator(lang).day(when)


def number(value: int, lang: str) -> str:
    return numbers.format_decimal(value, locale=_LOCALES[_known(lang)])


def money(minor: int, currency: str, lang: str) -> str:
    """An amount in minor units of an ISO 4217 currency: 5,000,000 AZN; decimals only if any."""
    digits = numbers.get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-digits)
    decimals = "" if amount == amount.to_integral_value() else "." + "0" * digits
    return numbers.format_decimal(amount, f"#,##0{decimals}", _LOCALES[_known(lang)]) + (
        f"\u00a0{currency}"
    )


def country(code: str, lang: str) -> str:
    """The name of a country by its ISO 3166-1 code; an unknown code stays as it is."""
    return str(Locale.parse(_LOCALES[_known(lang)]).territories.get(code.upper(), code))


def tongue(code: str, lang: str) -> str:
    """The name of a language by its ISO 639-1 code; anything else stays as it was typed."""
    name = Locale.parse(_LOCALES[_known(lang)]).languages.get(code.lower(), code)
    first = "İ" if lang == "az" and name[:1] == "i" else name[:1].upper()
    return str(first + name[1:])


def zone(name: str, lang: str) -> str:
    """The time of an IANA zone in words: Azerbaijan Time; an unknown zone stays as it is."""
    try:
        return dates.get_timezone_name(
            dates.get_timezone(name), zone_variant="generic", locale=_LOCALES[_known(lang)]
        )
    except LookupError:
        return name


def _known(lang: str) -> str:
    if lang in LANGUAGES:
        return lang
    raise Invalid(f"There is no language “{lang}” here. Choose {', '.join(LANGUAGES)}.")
