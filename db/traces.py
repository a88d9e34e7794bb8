"""The traces of a person: their own rows, and their words wherever else they stand."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from . import triggers
from .errors import NotFound
from .history import CHANGES, SETS, chain
from .models import MODELS, RECORDS, Contact, Draft, Erased, Record, columns, metadata
from .models.contacts import display_name
from .models.types import Json

GONE = "[erased]"
SHORTEST = 4  # letters of a name that is looked for elsewhere; one word alone is too common

_ERASED = columns(Erased)  # type: ignore[arg-type]
_DRAFTS = columns(Draft)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Trace:
    """One place that holds something of the person, and what becomes of it."""

    where: str
    fate: str


class Person:
    """A contact, the rows that are its own, and the words by which it is mentioned elsewhere."""

    def __init__(self, session: Session, contact_id: int) -> None:
        self.session, self.id = session, contact_id
        row = session.get(Contact, contact_id)
        if row is None:
            raise NotFound(f"There is no C{contact_id} any more.")
        self.words = _words(row)
        listed = "|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True))
        self.pattern = re.compile(f"(?:{listed})", re.IGNORECASE)
        self.own = [("contact", contact_id), *self._parts()]

    def _parts(self) -> Iterator[tuple[str, int]]:
        """Rows that cannot be without the person."""
        for model, column in _pointing():
            if not column.nullable or column.name in model.part_of:
                table = columns(model)
                found = sa.select(table.c.id).where(column == self.id)
                yield from ((table.name, one) for one in self.session.execute(found).scalars())

    def own_traces(self) -> Iterator[Trace]:
        for name, one in self.own:
            yield Trace(_ref(name, one), "removed, with all its values in the history")
        for model, column in _pointing():
            if column.nullable and column.name not in model.part_of:
                table = columns(model)
                found = sa.select(table.c.id).where(column == self.id)
                for one in self.session.execute(found).scalars():
                    yield Trace(_ref(table.name, one), f"{_plain(column.name)} emptied")

    def mentions(self) -> Iterator[Trace]:
        """Where else the person's words stand."""
        for table in metadata.sorted_tables:
            for row in self._mentioning(table):
                if (table.name, row["id"]) not in self.own and not self._is_own_change(table, row):
                    fate = "removed" if table is _DRAFTS else f"the words become {GONE}"
                    yield Trace(_ref(table.name, row["id"]), fate)

    def _is_own_change(self, table: sa.Table, row: Any) -> bool:
        return table is CHANGES and (row["table_name"], row["row_id"]) in self.own

    def _mentioning(self, table: sa.Table) -> list[Any]:
        """Rows in whose text one of the words stands, as the driver gives them."""
        texts = _texts(table)
        if not texts or "id" not in table.columns:
            return []
        raw = _raw(table)
        said: Iterator[Any] = (
            sa.func.coalesce(sa.cast(raw.c[name], sa.Text), "") for name in texts
        )
        whole = reduce(lambda one, other: one + " " + other, said)
        holds = sa.or_(*(whole.icontains(word, autoescape=True) for word in self.words))
        return list(self.session.execute(sa.select(raw).where(holds)).mappings())

    def take_away(self) -> None:
        """Remove the person's rows, empty the links to it, and its words from all other rows."""
        self.session.execute(sa.delete(_DRAFTS).where(_DRAFTS.c.ref == f"C{self.id}"))
        for model, column in _pointing():
            if column.nullable and column.name not in model.part_of:
                table = columns(model)
                self.session.execute(
                    sa.update(table).where(column == self.id).values({column.name: None})
                )
        for table_name, one in reversed(self.own):
            table = columns(MODELS[table_name])
            self.session.execute(sa.delete(table).where(table.c.id == one))
        for table in metadata.sorted_tables:
            if table.name not in triggers.LOG:
                self._reword(table)

    def _reword(self, table: sa.Table) -> None:
        for row in self._mentioning(table):
            raw = _raw(table)
            mine = raw.c.id == row["id"]
            if table is _DRAFTS:
                self.session.execute(sa.delete(raw).where(mine))
                continue
            self.session.execute(sa.update(raw).where(mine).values(self._without(table, row)))
            if table.name in MODELS:
                self._derive(MODELS[table.name], row["id"])

    def _without(self, table: sa.Table, row: Any) -> dict[str, str]:
        found = {name: row[name] for name in _texts(table) if isinstance(row[name], str)}
        changed = {name: self.pattern.sub(GONE, text) for name, text in found.items()}
        return {name: text for name, text in changed.items() if text != found[name]}

    def _derive(self, model: type[Record], one: int) -> None:
        table = columns(model)
        row = self.session.execute(sa.select(table).where(table.c.id == one)).mappings().one()
        derived = model.derived(dict(row))
        if derived:
            self.session.execute(sa.update(table).where(table.c.id == one).values(**derived))

    def empty_history(self, set_id: int) -> None:
        """Empty what the history says of the person, and vouch for what it was."""
        for table, one in self.own:
            mine = sa.and_(CHANGES.c.table_name == table, CHANGES.c.row_id == one)
            for number in self.session.execute(sa.select(CHANGES.c.id).where(mine)).scalars().all():
                self._vouched(_CHANGE, number, {"before": None, "after": None}, set_id)
        for log in (_CHANGE, _SET):
            for row in self._mentioning(log.table):
                self._vouched(log, row["id"], self._without(log.table, row), set_id)

    def _vouched(self, log: "_Log", number: int, after: dict[str, Any], set_id: int) -> None:
        """Change a row of the log, noting its digest before and after."""
        raw = _raw(log.table)
        ask = sa.select(*(raw.c[name] for name in log.fields), raw.c[log.act].label("act"))
        ask = ask.where(raw.c.id == number)
        before = self.session.execute(ask).one()
        self.session.execute(sa.update(raw).where(raw.c.id == number).values(after))
        if before.act == set_id:
            return  # what this act itself wrote is sealed as it is now
        now = self.session.execute(ask).one()
        vouched = {"was": log.digest(before[:-1]).hex(), "now": log.digest(now[:-1]).hex()}
        said = {"change_set_id": set_id, "table_name": log.table.name, "row_id": number}
        self.session.execute(sa.insert(_ERASED).values(**said, **vouched))


@dataclass(frozen=True)
class _Log:
    """A table of the history: what its digest covers, and the column that names the act."""

    table: sa.Table
    fields: tuple[str, ...]
    act: str
    digest: Callable[[Any], bytes]


_CHANGE = _Log(
    CHANGES,
    ("id", "table_name", "row_id", "op", "before", "after"),
    "change_set_id",
    chain.of_change,
)
_SET = _Log(
    SETS, ("id", "at", "by", "label", "kind", "reverses_id", "source_file", "source_sha256"), "id",
    chain.of_set,
)  # fmt: skip


def _raw(table: sa.Table) -> Any:
    return sa.table(table.name, *(sa.column(column.name) for column in table.columns))


def _texts(table: sa.Table) -> list[str]:
    """The columns in which a person may have written."""
    plain = {
        "uid",
        "created_by",
        "updated_by",
        "folded",
        "handles",
        "table_name",
        "digest",
        "was",
        "now",
    }
    return [
        column.name
        for column in table.columns
        if type(column.type) in (sa.Text, Json) and column.name not in plain
    ]


def _pointing() -> Iterator[tuple[type[Record], Any]]:
    """The columns of the record that point to a contact."""
    for model in RECORDS:
        for key in columns(model).foreign_keys:
            if key.column.table.name == "contact":
                yield model, key.parent


def _words(person: Contact) -> tuple[str, ...]:
    """What names the person and nobody else: full names in every spelling, addresses, numbers."""
    names = [display_name(person.__dict__), person.native_name, *person.aliases]
    numbers = [phone.get(part) for phone in person.phones for part in ("raw", "e164")]
    sole = [*person.emails, *numbers, person.linkedin_url, person.uid]
    whole = [name for name in names if name and (" " in name.strip() or not name.isascii())]
    found = [word.strip() for word in (*whole, *sole) if word and len(word.strip()) >= 2]
    long = [w for w in found if len(w) >= SHORTEST or not w.isascii()]
    quoted = (json.dumps(word, ensure_ascii=False)[1:-1] for word in long)
    return tuple(dict.fromkeys((*long, *quoted)))


def _ref(table: str, row_id: int) -> str:
    letter = MODELS[table].letter if table in MODELS else ""
    return f"{letter}{row_id}" if letter else f"{_plain(table)} {row_id}"


def _plain(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")
