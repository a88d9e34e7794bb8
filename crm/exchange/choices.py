"""Words for the states of a record in five languages: Bitib -> done, Высокий -> high."""

import json
from functools import cache, lru_cache
from importlib.resources import files

from .headers import folded


@cache
def _index() -> dict[str, dict[str, str]]:
    said = json.loads((files("crm.exchange") / "choices.json").read_text("utf-8"))
    return {
        field: {folded(word): value for value, words in values.items() for word in [value, *words]}
        for field, values in said.items()
    }


@lru_cache(maxsize=4096)
def choice(field: str, text: str) -> str | None:
    """The value of `noun.field` that a word means; None where it is not known."""
    return _index().get(field, {}).get(folded(text[:100]))
