"""The parts of a person's name: never put into another order than they were written in."""

import re
from functools import lru_cache

# Letters that people put behind their family name; a tail of other words stays with the name.
_AFTER = {
    "jr", "sr", "ii", "iii", "iv", "esq", "phd", "ph.d", "dphil", "md", "mba", "emba", "ma", "msc", "bsc",
    "ba", "llm", "llb", "jd", "cfa", "cpa", "cma", "cfe", "frm", "caia", "acca", "fcca", "aca", "cia",
    "pmp", "pe", "ceng", "meng", "dr", "prof", "obe", "mbe", "cbe", "kbe", "cissp", "cipm", "fca", "frsa",
}  # fmt: skip
_ORNAMENT = re.compile(r"[^\w\s'’.,()-]+")
SALUTATIONS = {
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "lord", "lady", "mx", "hon", "he", "eng",
    "sn", "bay", "bayan", "cənab", "xanım", "müəllim", "г-н", "г-жа", "господин", "госпожа", "herr",
    "frau", "m", "mme", "mlle", "sr", "sra", "dr.-ing", "先生", "女士", "小姐", "博士",
}  # fmt: skip


# Forms that no person bears; shorter ones (AG, SA, Co) are left out.
_LEGAL = re.compile(
    r"(?:^|[\s,«\"“])(?:mmc|asc|qsc|llc|l\.l\.c|llp|ltd|limited|inc|corp|plc|gmbh|ojsc|cjsc|ооо|оао|зао|пао|"
    r"тоо|a\.ş|a\.o|s\.r\.l|s\.p\.a|s\.a\.r\.l|sp\. z o\.o)\.?(?=$|[\s,»\"”])|"
    r"公司|集团|集團|株式会社|주식회사",
    re.IGNORECASE,
)


def has_legal_form(name: str) -> bool:
    return bool(_LEGAL.search(name))


_ABBREVIATED = r"(?:mr|mrs|ms|dr|prof|eng|ing|hon|sn|doç|dipl|mag|h\.e|г-н|г-жа)\."
_BEFORE = re.compile(
    rf"((?:(?:{_ABBREVIATED}|(?:mr|mrs|ms|dr|prof|professor|cənab|sayın|herr|frau|monsieur|madame|"
    r"г-н|г-жа|господин|госпожа|проф\.|др\.|д-р)(?=\s))\s*)+)(?=[^\W\d_])",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?<=\w)\s*(先生|女士|小姐|博士|教授|さん|様)$|\s(xanım|hanım|müəllim)$")


@lru_cache(4096)  # given names return
def split_salutation(name: str) -> tuple[str | None, str]:
    """`Dr. Jane Roe` -> the form of address and the name; words that may be names stay."""
    if (found := _BEFORE.match(name)) and name[found.end() :].strip():
        return found[1].strip(), name[found.end() :].strip()
    if found := _BEHIND.search(name):
        return found[0].strip(), name[: found.start()].strip()
    return None, name


def split_suffix(family: str) -> tuple[str, str | None]:
    """`Müller-Weiß, CFA, PhD` -> the name and its suffix; other commas stay in the name."""
    name, comma, tail = family.partition(",")
    if not comma or not name.strip():
        return family, None
    words = [_ORNAMENT.sub("", part).strip().casefold() for part in tail.split(",")]
    if any(words) and all(w.rstrip(".").replace(". ", "") in _AFTER for w in words if w):
        return name.strip(), tail.strip()
    return family, None


def composed(given: str | None, middle: str | None, family: str | None) -> set[str]:
    """The words of a name, without order, to see whether a full name says anything new."""
    return words(" ".join(part for part in (given, middle, family) if part))


def words(name: str) -> set[str]:
    return set(re.findall(r"[\w'’.-]+", name.casefold()))


def adds_nothing(full: str, given: str | None, middle: str | None, family: str | None) -> bool:
    """Whether a full name only repeats its parts, in any order and with or without blanks."""
    parts = [part for part in (given, middle, family) if part]
    glued = "".join(full.split()).casefold()
    orders = ("".join(parts), "".join(reversed(parts)))
    if glued in {"".join(order.split()).casefold() for order in orders}:
        return True
    return words(full) <= composed(given, middle, family)


def is_salutation(text: str) -> bool:
    return text.casefold().rstrip(".") in SALUTATIONS
