"""A complete row from the values of a file, checked by type; what is not plain goes the long way.

A long list pays for every microsecond of a row: a model of pydantic takes 39 of them, this takes 5
(measured on a list of contacts with ten columns).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from db.models.base import Found

from . import records

_UNSTORABLE = re.compile("[\0\ud800-\udfff]").search


class Filling:
    """Rows of one model. What it lets through is exactly what `records.whole` gives."""

    def __init__(self, model: type[Found]) -> None:
        self.model = model
        self.checks = {
            name: check
            for name, info in model.model_fields.items()
            if name not in records.OWN and (check := _CHECKS.get(info.annotation))
        }
        self.needed = {name for name, info in model.model_fields.items() if info.is_required()}
        self.made = [
            (name, info.default_factory)
            for name, info in records.twin(model).model_fields.items()
            if info.default_factory is not None
        ]
        self.blank = {
            name: info.default
            for name, info in records.twin(model).model_fields.items()
            if info.default_factory is None
        }
        # What a row holds that tells nothing but what it must.
        never = {*self.needed, "uid"}
        self.left_out = {n: value for n, value in self.filled({}).items() if n not in never}

    def whole(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A complete row, with the defaults of the rest. Raises Invalid."""
        return self.filled(values) if self.are_plain(values) else records.whole(self.model, values)

    def are_plain(self, values: Mapping[str, Any]) -> bool:
        """Whether every value stands as it would be kept."""
        if not self.needed <= values.keys() or any(values[n] is None for n in self.needed):
            return False
        texts = []
        for name, value in values.items():
            check = self.checks.get(name)
            if type(value) is str and check is _is_text:
                if not value or value.isspace():
                    return False
                texts.append(value)
            elif value is not None and not (check and check(value)):
                return False
        return _storable("".join(texts))

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A complete row of plain values."""
        row = {**self.blank, **values}
        for name, make in self.made:
            if name not in values:
                row[name] = make()  # type: ignore[call-arg]
        return row

    def sought(self, values: Mapping[str, Any]) -> str | None:
        """The words of a row of plain values; None where there are others."""
        return self.model.sought(values) if self.are_plain(values) else None


def _is_text(value: Any) -> bool:
    """Those of a row are looked through together."""
    return type(value) is str and not value.isspace() and value != "" and _storable(value)


def _is_texts(value: Any) -> bool:
    return type(value) is list and all(type(each) is str and _storable(each) for each in value)


def _is_phones(value: Any) -> bool:
    return type(value) is list and all(type(each) is dict and _fits(each) for each in value)


def _fits(phone: dict[str, str | None]) -> bool:
    return all(text is None or _storable(text) for text in phone.values())


def _is_mapped(value: Any) -> bool:
    return type(value) is dict and all(
        type(v) is str and _storable(v) and _storable(k) for k, v in value.items()
    )


def _is_small(value: Any) -> bool:
    return type(value) is int and abs(value) < 2**31


def _storable(text: str) -> bool:
    """ASCII is the usual case and known without looking."""
    return "\0" not in text if text.isascii() else _UNSTORABLE(text) is None


_CHECKS: dict[Any, Callable[[Any], bool]] = {
    str: _is_text,
    str | None: _is_text,
    int | None: _is_small,
    list[str]: _is_texts,
    list[dict[str, str | None]]: _is_phones,
    dict[str, str]: _is_mapped,
}
