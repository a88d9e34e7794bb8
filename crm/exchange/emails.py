"""E-mail addresses out of whatever a cell holds: one, several, with a name, as a link, as JSON."""

import json
import re
from functools import lru_cache

_ADDRESS = re.compile(
    r"[^\s@<>\"(),:;\[\]\\]+@[^\s@<>\"(),:;\[\]\\.]+(?:\.[^\s@<>\"(),:;\[\]\\.]+)+"
)
_PLAIN = re.compile(r"[\w.+'/=-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]+")
LONGEST = 10_000  # letters of a cell that may hold addresses
_SPLIT = re.compile(
    r" ::: |[;,\n|、；，]|\s+(?:and|or|və|ve|и|или|和|或)\s+|\s+(?=[^\s<]+@)|/(?=\s*\S+@)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:\"([^\"]*)\"|“([^”]*)”|([^<>\",;|]*))\s*<\s*([^<>\s]+@[^<>\s]+?)\s*>")
_LABEL = re.compile(r"^(?!mailto:)[^\s@:]{1,12}\s*[:：]\s*(?=\S+@)", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()@]*\)$")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BRACKETS = re.compile(r".*<\s*([^<>]+?)\s*>\s*")


def parse(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses of a cell as written, each once, and the parts that are none."""
    if len(text) > LONGEST:
        return (), (text,)
    return ((text,), ()) if _PLAIN.fullmatch(text) and ".." not in text else _parse(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found: dict[str, str] = {}
    wrong: list[str] = []
    text = _LABEL.sub("", _UNSEEN.sub("", text).strip())
    for part in _parts(_NAMED.sub(r";\4;", text) if "<" in text else text):
        address = _bare(part)
        if valid(address):
            found.setdefault(address.casefold(), address)
        elif address:
            wrong.append(part.strip())
    return tuple(found.values()), tuple(wrong)


def called(text: str) -> str:
    """The name beside the first address: Jane Roe <jane@roe.example>; empty where there is none."""
    found = _NAMED.search(text) if "<" in text and len(text) <= LONGEST else None
    name = next((each for each in found.groups()[:3] if each), "") if found else ""
    return "" if "@" in name else name.strip(" '\"“”,;")


def has_remark(text: str) -> bool:
    return "(" in text and bool(_REMARK.search(text))


def valid(address: str) -> bool:
    """Whether an address can exist: a dotted domain, no dots in a row, no blanks."""
    return bool(_ADDRESS.fullmatch(address)) and ".." not in address and len(address) <= 254


def _bare(part: str) -> str:
    text = _REMARK.sub("", part.strip().removeprefix("'"))
    if inside := _BRACKETS.fullmatch(text):
        text = inside[1]
    text = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE).split("?")[0]
    return text.strip(" '\"<>.,")


def _parts(text: str) -> list[str]:
    if text.startswith("["):
        try:
            items = json.loads(text)
        except (ValueError, RecursionError):
            items = None
        if isinstance(items, list):
            return [_of_item(item) for item in items]
    return [part for part in _SPLIT.split(text) if part and part.strip(" '\"")]


def _of_item(item: object) -> str:
    if isinstance(item, dict):
        return str(item.get("emailAddress") or item.get("value") or item.get("email") or "")
    return str(item)
