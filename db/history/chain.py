"""The digest of the whole history, by which an edited or cut log is found."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

_WHOLE = (
    "SELECT id, at, by, label, kind, reverses_id, source_file, source_sha256 FROM change_set "
    "WHERE is_open = 0 ORDER BY id",
    "SELECT id, change_set_id, table_name, row_id, op, before, after FROM change ORDER BY id",
)


def head(ask: Callable[[str], Iterable[Any]]) -> str:
    """The SHA-256 of the whole history, the same on every database that holds the same history.

    `ask` runs a statement and gives its rows. Kept apart from the record (it is printed with every
    backup) it finds any entry that was edited, and a tail that was cut.
    """
    digest = hashlib.sha256()
    for statement in _WHOLE:
        for row in ask(statement):
            digest.update(json.dumps([_said(value) for value in row]).encode() + b"\n")
    return digest.hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
