"""Records of our own export back into an empty record: same uid, same reference, links by uid.

What an ordinary import makes of a row, it makes by the rules of its noun; what was in a record once
needs no rules and is put back as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid
from db.fates import Fate, Verdict
from db.models import NOUNS, columns, stamp
from db.models.base import Found, Record
from db.queries.lists import listing
from db.queries.parts import PARTS

from . import parts, records

# Parents before children; what still points ahead (the owner of an organisation) is linked at the end.
ORDER = (
    "organisations", "contacts", "sites", "incentives", "projects", "meetings", "cases", "follow_ups",
)  # fmt: skip


def is_empty(session: Session) -> bool:
    """Whether nothing was ever written down here."""
    tables = (columns(NOUNS[noun]) for noun in ORDER)
    return not any(session.execute(sa.select(table.c.id).limit(1)).first() for table in tables)


class Restoring:
    """Takes rows of every noun, in ORDER, inside one change set."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.used: dict[str, set[int]] = {noun: set() for noun in ORDER}
        self.late: list[tuple[sa.Table, int, str, type[Record], str]] = []

    def take(self, noun: str, chunk: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Fate]:
        """The fates of some rows, each with its number in the file; all of them are written."""
        fates, made = [], []
        for number, values in chunk:
            try:
                row, hung = self._row(noun, dict(values))
            except (Invalid, ValueError) as wrong:
                problem = ("", "", str(wrong), "")
                fates.append(
                    Fate(number, None, Verdict.rejected, reason=str(wrong), problem=problem)
                )
                continue
            ref = f"{NOUNS[noun].letter}{row['id']}"
            fates.append(Fate(number, None, Verdict.created, ref))
            made.append((row, hung))
        self._write(noun, made)
        return fates

    def _row(self, noun: str, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """A whole row, and the parts that hang on it. Raises Invalid."""
        model = NOUNS[noun]
        hung = {name: values.pop(name) for name in PARTS.get(noun, {}) if name in values}
        one = self._number(noun, str(values.pop("ref", "")))
        for column, target, uid in list(_links(noun, values)):
            found = self._linked(target, uid)
            if found is not None:
                values[column] = found
            elif not columns(model).c[column].nullable:
                raise Invalid(f"its {column.removesuffix('_id')} is not among the files.")
            else:
                self.late.append((columns(model), one, column, target, uid))
        if "archived_at" in values:
            values["archived_at"] = _moment(values["archived_at"])
        born = {"created_at": _moment(values.pop("created_at", stamp.get().at)),
                "created_by": values.pop("created_by", stamp.get().by)}  # fmt: skip
        fields = {name: value for name, value in values.items() if name in model.model_fields}
        row = records.whole(model, fields)
        return row | born | {"id": one} | model.derived(row), hung

    def _number(self, noun: str, ref: str) -> int:
        """The one on paper, where no other record has it."""
        letter, used = NOUNS[noun].letter, self.used[noun]
        told = ref.removeprefix(letter)
        number = int(told) if ref.startswith(letter) and told.isdigit() and len(told) < 16 else 0
        if number < 1 or number in used:
            number = max(used, default=0) + 1
        used.add(number)
        return number

    def _linked(self, target: type[Record], uid: str) -> int | None:
        table = columns(target)
        found = self.session.execute(sa.select(table.c.id).where(table.c.uid == uid)).scalar()
        return None if found is None else int(found)

    def _write(self, noun: str, made: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        if made:
            self.session.execute(sa.insert(columns(NOUNS[noun])), [row for row, _ in made])
        for row, hung in made:
            parts.put(self.session, noun, row["id"], hung)

    def finish(self) -> None:
        """Link what pointed ahead, and let the next new record have the next number."""
        self.session.flush()
        for table, one, column, target, uid in self.late:
            if (found := self._linked(target, uid)) is not None:
                told = sa.update(table).where(table.c.id == one).values({column: found})
                self.session.execute(told)
        if self.session.get_bind().dialect.name == "postgresql":
            for noun, used in self.used.items():
                if used:
                    sequence = sa.func.pg_get_serial_sequence(columns(NOUNS[noun]).name, "id")
                    self.session.execute(sa.select(sa.func.setval(sequence, max(used))))


def _moment(told: Any) -> datetime:
    return datetime.fromisoformat(str(told))


def _links(noun: str, values: dict[str, Any]) -> Iterator[tuple[str, type[Found], str]]:
    """Column, what it points to, and the uid of that; taken out of the values."""
    for word, (column, target) in listing(noun).links.items():
        uid = values.pop(f"{word}_uid", None)
        values.pop(word, None)
        if uid:
            yield column, target, str(uid)  # type: ignore[misc]
