"""Put back what an export carried of a record's parts: seats, points, parties, figures, windows."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import columns
from db.models.base import Record
from db.queries.parts import PARTS, Part

from . import records


def of_export(noun: str, name: str, value: Any) -> bool:
    """Whether a cell holds parts as an export writes them: a list of mappings."""
    return name in PARTS.get(noun, {}) and isinstance(value, list) and all(
        isinstance(each, Mapping) for each in value
    )  # fmt: skip


def put(
    session: Session, noun: str, one: int, told: Mapping[str, Sequence[Mapping[str, Any]]]
) -> None:
    """Add the parts of a new record; a part that points to nothing here is left out.

    Rows are added as they were, with the organisation and the title of that day.
    """
    for name, rows in told.items():
        part = PARTS[noun][name]
        for position, row in enumerate(rows):
            values = _values(session, part, row)
            if values is not None:
                if "position" in part.plain:
                    values.setdefault("position", position)
                records.add(session, part.model, {**values, part.owner: one})


def _values(session: Session, part: Part, row: Mapping[str, Any]) -> dict[str, Any] | None:
    values = {name: row[name] for name in ("uid", *part.plain) if name in row}
    for word, target in part.links.items():
        uid = row.get(f"{word}_uid")
        if uid:
            found = _by_uid(session, target, str(uid))
            if found is None and len(part.links) == 1:
                return None
            values[f"{word}_id"] = found
    return values


def _by_uid(session: Session, target: type[Record], uid: str) -> int | None:
    table = columns(target)
    found = session.execute(sa.select(table.c.id).where(table.c.uid == uid)).scalar()
    return None if found is None else int(found)
