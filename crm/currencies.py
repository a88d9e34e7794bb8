"""Currencies, and the words for thousands and millions, as people write them."""

from functools import cache

_SCALES = {
    10**3: ("k", "thousand", "min", "тыс", "тысяч", "千"),
    10**4: ("万", "萬"),
    10**6: ("m", "mn", "mln", "mio", "million", "millions", "milyon", "млн", "миллионов", "百万"),
    10**8: ("亿", "億"),
    10**9: ("b", "bn", "mlrd", "mrd", "billion", "milyard", "milyar", "млрд", "十亿"),
    10**12: ("tn", "trn", "trillion", "trilyon", "трлн", "万亿"),
}
SCALES = {word: factor for factor, words in _SCALES.items() for word in words}
# Without ¥, which is yuan or yen.
_SIGNS = {
    "$": "USD", "us$": "USD", "usd$": "USD", "dollar": "USD", "dollars": "USD", "dol": "USD",
    "доллар": "USD", "долларов": "USD", "долл": "USD", "美元": "USD", "美金": "USD",
    "us dollar": "USD", "us dollars": "USD", "долл. сша": "USD", "долларов сша": "USD",
    "abş dolları": "USD", "abd doları": "USD", "dolar": "USD", "доллары": "USD",
    "€": "EUR", "euro": "EUR", "euros": "EUR", "avro": "EUR", "евро": "EUR", "欧元": "EUR",
    "£": "GBP", "₼": "AZN", "manat": "AZN", "azərbaycan manatı": "AZN", "ман": "AZN",
    "манат": "AZN", "манатов": "AZN",
    "₽": "RUB", "руб": "RUB", "рублей": "RUB", "₺": "TRY", "tl": "TRY", "lira": "TRY", "₸": "KZT",
    "тенге": "KZT", "₾": "GEL", "₴": "UAH", "₩": "KRW", "₹": "INR",
    "yuan": "CNY", "rmb": "CNY", "元": "CNY", "人民币": "CNY", "日元": "JPY", "円": "JPY",
}  # fmt: skip


def code_of(word: str) -> str | None:
    """The ISO 4217 code of a sign, a code or a word; None where it is none."""
    key = word.strip(" .:()").casefold()
    if len(key) == 3 and key.upper() in codes():
        return key.upper()
    return _SIGNS.get(key)


def scaled(words: str) -> tuple[int, str | None] | None:
    """Factor and code of what stands beside a number: `mln AZN`, `万美元`, `bn`; None where it is
    neither a scale nor a currency."""
    if code := code_of(words):
        return 1, code
    text = words.strip(" .:()").casefold()
    for scale in sorted(SCALES, key=len, reverse=True):
        rest = text.removeprefix(scale).strip(" .")
        if text.startswith(scale) and (not rest or code_of(rest)):
            return SCALES[scale], code_of(rest) if rest else None
    return None


@cache
def codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
