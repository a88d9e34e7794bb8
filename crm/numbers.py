"""Numbers and money as people type them: `1 250 000`, `1.5m`, `$2bn`, `3 mln manat`."""

import re
from decimal import Decimal

from crm.currencies import SCALES, code_of

# ISO 4217: how many decimals the smallest unit of a currency is, where it is not two.
_WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"

_BLANKS = re.compile(r"(?<=\d)[\s'’_](?=\d)")
_NUMBER = re.compile(r"([-−]?[\d.,]*\d[\d.,]*)\s*([^\W\d_]*)\.?")
_MONEY = re.compile(r"(?P<before>[^\d\s−-]*)\s*(?P<number>[-−]?[\d.,]*\d[\d.,]*)\s*(?P<after>.*)")


def number(text: str) -> Decimal:
    """Raises ValueError with a sentence. A lone comma before three digits parts thousands."""
    said = _NUMBER.fullmatch(_BLANKS.sub("", text.strip()))
    if not said or (said[2] and said[2].casefold() not in SCALES):
        raise ValueError(f"“{text.strip()}” is not a number. Write it like 1250 or 1.5m.")
    return _digits(said[1]) * SCALES.get(said[2].casefold(), 1)


def _digits(text: str) -> Decimal:
    plain = text.replace("−", "-")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        plain = plain.replace("," if point > comma else ".", "").replace(",", ".")
    elif plain.count(".") > 1 or (comma >= 0 and re.fullmatch(r"-?\d{1,3}(,\d{3})+", plain)):
        plain = plain.replace(".", "").replace(",", "")
    try:
        return Decimal(plain.replace(",", "."))
    except ArithmeticError:
        raise ValueError(f"“{text}” is not a number. Write it like 1250 or 1.5m.") from None


def whole(text: str) -> int:
    """A number without decimals. Raises ValueError with a sentence."""
    found = number(text)
    if found != found.to_integral_value():
        raise ValueError(f"“{text.strip()}” is not a whole number.")
    return int(found)


def grouped(value: int | Decimal) -> str:
    """`1,250,000`; what `number` reads back as the same."""
    return f"{value:,}"


def money(text: str, currency: str = "") -> tuple[int, str]:
    """(smallest units, ISO 4217 code). `currency` is meant where the text names none.

    Raises ValueError with a sentence.
    """
    said = _MONEY.fullmatch(_BLANKS.sub("", text.strip()))
    if not said:
        raise ValueError(f"“{text.strip()}” is not an amount. Write it like 1.5m USD.")
    words = said["after"].split()
    scale = words.pop(0) if words and words[0].casefold().rstrip(".") in SCALES else ""
    code = _currency([said["before"], *words], currency)
    units = number(f"{said['number']} {scale}".strip()) * 10 ** decimals(code)
    if units != units.to_integral_value():
        raise ValueError(f"{code} has {decimals(code)} decimals; “{text.strip()}” has more.")
    return int(units), code


def _currency(words: list[str], meant: str) -> str:
    named = [word for word in words if word]
    if not named and meant:
        return meant
    if not named:
        raise ValueError("Which currency? Write it like 1.5m USD.")
    if "¥" in named:
        raise ValueError("¥ is yuan or yen: write CNY or JPY.")
    if len(named) > 1:
        raise ValueError(
            f"“{' '.join(named)}” is no currency. Write its three letters, such as USD."
        )
    code = code_of(named[0])
    if code is None:
        raise ValueError(f"“{named[0]}” is no currency. Write its three letters, such as USD.")
    return code


def decimals(currency: str) -> int:
    if currency in _WITHOUT:
        return 0
    return 3 if currency in _WITH_THREE else 2


def amount(minor: int, currency: str) -> str:
    """`1,250,000 USD`, with decimals only where there are some."""
    places = decimals(currency)
    value = Decimal(minor).scaleb(-places)
    shown = f"{value:,.{places}f}" if minor % 10**places else f"{minor // 10**places:,}"
    return f"{shown} {currency}"
