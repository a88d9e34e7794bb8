"""Countries by any of their names: `China`, `Çin`, `Китай`, `中国`, `PRC`, `CN` are one code."""

from functools import cache

from db.names import fold

_LANGUAGES = ("en", "az", "ru", "zh", "tr", "de", "fr")

# What people and files write that the lists of names do not have.
_ALIASES = {
    "CN": ("PRC", "P.R. China", "People's Republic of China", "Mainland China", "ÇXR", "КНР"),
    "US": ("USA", "U.S.A.", "U.S.", "United States of America", "America", "ABŞ", "ABD", "США"),
    "GB": ("UK", "U.K.", "Great Britain", "England", "Britain", "Böyük Britaniya"),
    "RU": ("Russian Federation", "Rusiya Federasiyası", "РФ"),
    "KR": ("South Korea", "Republic of Korea", "Korea"),
    "AE": ("UAE", "U.A.E.", "BƏƏ", "ОАЭ"),
    "TR": ("Turkey", "Türkiye Respublikası"),
    "AZ": ("Azerbaijan Republic", "Republic of Azerbaijan", "Azərbaycan Respublikası"),
    "SA": ("KSA",),
    "TW": ("Taiwan, China", "Chinese Taipei"),
    "HK": ("Hong Kong", "Hongkong"),
    "CZ": ("Czech Republic",),
    "NL": ("Holland", "The Netherlands"),
}


@cache
def names(language: str = "en") -> dict[str, str]:
    """ISO 3166-1 alpha-2 code -> name."""
    from babel import Locale

    known = Locale.parse(language).territories
    return {code: known[code] for code in _codes() if code in known}


@cache
def _codes() -> tuple[str, ...]:
    from babel import Locale

    unassigned = {
        "EU",
        "EZ",
        "UN",
        "QO",
        "XA",
        "XB",
        "ZZ",
        "AC",
        "CP",
        "DG",
        "EA",
        "IC",
        "TA",
        "CQ",
    }
    codes = map(str, Locale.parse("en").territories)
    return tuple(c for c in codes if len(c) == 2 and c.isalpha() and c not in unassigned)


@cache
def _english() -> dict[str, str]:
    """What our own forms show: known without reading the other languages (60 ms)."""
    return {name.casefold(): country for country, name in names().items()}


@cache
def _as_written() -> dict[str, str]:
    """Before names are folded: folding makes Oman in Chinese and Yemen in English one."""
    listed = {name.casefold(): c for lang in _LANGUAGES for c, name in names(lang).items()}
    return listed | {alias.casefold(): c for c, aliases in _ALIASES.items() for alias in aliases}


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, country in _as_written().items():
        found.setdefault(fold(name), country)
    return found


def code(text: str) -> str | None:
    """The code that a name or code means; None where no country is meant."""
    said = text.strip()
    if said.upper() in _codes():
        return said.upper()
    if not said:
        return None
    plain = said.casefold()
    return _english().get(plain) or _as_written().get(plain) or _by_name().get(fold(said))


def name(country: str, language: str = "en") -> str:
    """The country's name; the code itself where it is none of ISO 3166-1."""
    return names(language).get(country, country)


def matches(text: str, limit: int = 8) -> list[tuple[str, str]]:
    """(code, name) of the countries of which a name begins with the text, or has such a word."""
    sought = fold(text)
    if not sought:
        return []
    begins = [c for known, c in _by_name().items() if known.startswith(sought)]
    within = [c for known, c in _by_name().items() if f" {sought}" in known]
    exact = [c for c in (code(text),) if c]
    return [(c, name(c)) for c in dict.fromkeys(exact + begins + within)][:limit]
