"""Tags out of one cell, whatever the other program joined them with."""

import csv
import re
from functools import lru_cache

_SEMICOLONS = re.compile(r"(?<!\\);")


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[str, ...]:
    """Each tag once, in order; labels that Google keeps for itself (`* myContacts`) are left out."""
    tags = (part.strip() for part in _parts(text))
    kept = (tag.removeprefix("* ") if tag == "* " else tag for tag in tags)
    return tuple(dict.fromkeys(tag for tag in kept if tag and not tag.startswith("* ")))


def _parts(text: str) -> list[str]:
    if ":::" in text:
        return text.split(":::")
    if '"' in text:
        mark = ";" if ";" in text else ","
        return next(csv.reader([text], delimiter=mark, skipinitialspace=True), [])
    if ";" in text or "；" in text:
        return [p.replace("\\;", ";") for p in _SEMICOLONS.split(text.replace("；", ";"))]
    if "、" in text:
        return text.split("、")
    return re.split("[,，]", text)
