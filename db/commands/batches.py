"""Rows on their way into one table: found by handle, added and changed in memory, written together.

What was written is forgotten, so that a long file takes no more memory than a short one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from db.bulk import Late
from db.models import Handle, columns
from db.models.base import MERGED, Found, uuids
from db.models.types import KEY
from db.names import fold_company, similar

from .filling import Filling
from .telling import Handles
from .writing import Question, among, reading, wanted, writing

FEW = 3  # people of one name that are looked at; of a name that more share, those of one employer
MOST = 4000  # rows remembered from one chunk to the next: the companies of a list return
NEAR = 85.0  # of 100: how alike a name must be to be offered as "did you mean"

_HANDLES = columns(Handle)  # type: ignore[arg-type]


class _Asking(NamedTuple):
    """The questions of a batch."""

    handles: Question
    uids: Question
    names: Question
    colleagues: Question  # of a name, in one organisation
    alone: Question  # of a name, in none
    rows: Question


def _asking(session: Session, table: sa.Table) -> _Asking:
    """Each gives the key, the id, whether archived, and whose; the last one gives rows."""
    whose = table.c.get("organisation_id", sa.null())
    brief = (table.c.id, table.c.archived_at.is_not(None), whose)
    with_row = (_HANDLES.c.table_name == table.name, _HANDLES.c.row_id == table.c.id)
    held = sa.select(_HANDLES.c.key, *brief).where(*with_row)
    same = _HANDLES.alias("same")
    first = sa.select(same.c.row_id).where(
        same.c.key == _HANDLES.c.key, same.c.table_name == table.name
    )
    first = first.order_by(same.c.row_id).limit(FEW + 1)
    # By the few who work there: of a name there may be thousands.
    there = sa.select(table.c.id).where(whose == sa.bindparam("whose", type_=KEY))
    called = held.where(_HANDLES.c.key == sa.bindparam("key")).order_by(table.c.id)
    by_key = held.where(_HANDLES.c.key.in_(among(session)))
    asked = (
        by_key,
        sa.select("uid:" + table.c.uid, *brief).where(table.c.uid.in_(among(session))),
        by_key.where(_HANDLES.c.row_id.in_(first)),
        called.where(_HANDLES.c.row_id.in_(there)),
        called.where(whose.is_(None)),
        sa.select(table).where(table.c.id.in_(among(session, KEY))),
    )
    return _Asking(*(Question(session, each) for each in asked))


class Batch:
    """One table's part of an import. Ids are given out here, so rows can point to each other
    before they are written."""

    def __init__(self, session: Session, model: type[Found], late: Late) -> None:
        self.session = session
        self.late = late
        self.model = model
        self.table = columns(model)
        self.of_people = "organisation_id" in self.table.columns
        self.filling = Filling(model)
        self.writing = writing(session, self.table, self.filling.left_out)
        self.reading = reading(session, self.table)
        self.uids = uuids()
        self.asking = _asking(session, self.table)
        self.rows: dict[int, dict[str, Any]] = {}  # whole ones, as far as they were asked for
        self.fresh: dict[int, dict[str, Any]] = {}  # new ones, without what they leave out
        self.keys: dict[str, dict[int, None]] = {}  # in the order they were found
        self.brief: dict[int, tuple[bool, int | None]] = {}  # archived, organisation
        self.asked: set[str] = set()
        self.crowded: set[str] = set()  # names that more than a few people share
        self.changed: dict[int, dict[str, Any]] = {}
        self.names: dict[str, str] | None = None
        self.next_id = self.unwritten = self._highest() + 1
        self.edits: dict[int, int] = {}  # how often a row was changed

    def _highest(self) -> int:
        """References on paper are never given twice, so what was deleted counts too."""
        if self.session.get_bind().dialect.name == "sqlite":
            query = "SELECT seq FROM sqlite_sequence WHERE name = :name"
            used = self.session.execute(sa.text(query), {"name": self.table.name}).scalar()
            return int(used or 0)
        # The table is locked against other imports until this one ends, so ids can be given out here.
        self.session.execute(sa.text(f'LOCK TABLE "{self.table.name}" IN SHARE ROW EXCLUSIVE MODE'))
        sequence = sa.func.pg_get_serial_sequence(self.table.name, "id")
        return int(self.session.execute(sa.select(sa.func.nextval(sequence))).scalar_one())

    def expect(self, keys: Iterable[str]) -> None:
        """Look up many handles at once, and the rows behind them, before `known` is asked. A name
        tells nothing without the employer, so of several who share one each is read as needed."""
        sought = [key for key in dict.fromkeys(keys) if key not in self.asked]
        self.asked.update(sought)
        names = [key for key in sought if self.of_people and key.startswith("name:")]
        others = [key for key in sought if not (self.of_people and key.startswith("name:"))]
        self._keep(self._named(names))
        self.crowded.update(key for key in names if len(self.keys.get(key, ())) > FEW)
        self._keep(self._found(others))
        alone = [key for key in names if len(self.keys.get(key, ())) == 1]
        told = {one for key in (*others, *alone) for one in self.keys.get(key, ())}
        self._load(told - self.rows.keys() - self.fresh.keys())

    def _keep(self, found: Iterable[Any]) -> None:
        for key, row_id, archived, whose in found:
            self.brief[row_id] = (bool(archived), whose)
            self._remember(key, row_id)

    def _found(self, keys: list[str]) -> Iterator[Any]:
        """By stored handles, and by uids."""
        if not keys:
            return
        yield from sorted(self._ask(self.asking.handles, keys), key=itemgetter(1))
        if uids := [key[4:] for key in keys if key.startswith("uid:")]:
            yield from self._ask(self.asking.uids, uids)

    def _named(self, keys: list[str]) -> list[Any]:
        """Of each name the first few, and one more: thousands may share it."""
        return sorted(self._ask(self.asking.names, keys), key=itemgetter(1)) if keys else []

    def _ask(self, question: Question, values: list[str]) -> list[Any]:
        return question.answer(wanted(self.session, values))

    def namesakes(self, key: str, whose: int | None) -> list[int]:
        """Everybody with a crowded name in one organisation."""
        if key not in self.crowded:
            return []
        if whose is None:
            self._keep(self.asking.alone.answer({"key": key}))
        else:
            self._keep(self.asking.colleagues.answer({"key": key, "whose": whose}))
        return [one for one in self.known(key) if self.whose(one) == whose]

    def _remember(self, key: str, row_id: int) -> None:
        self.keys.setdefault(key, {})[row_id] = None

    def _load(self, ids: set[int]) -> None:
        if ids:
            found = self.asking.rows.answer(wanted(self.session, sorted(ids)))
            self.rows.update((row["id"], row) for row in map(self.reading, found))

    def is_known(self, keys: Sequence[str]) -> bool:
        """Whether any record has one of these handles."""
        if not self.asked.issuperset(keys):
            self.expect(keys)
        return not self.keys.keys().isdisjoint(keys)

    def known(self, key: str) -> list[int]:
        """Ids of the records with this handle, archived ones last; of a merged one the other."""
        if key not in self.asked:
            self.expect([key])
        found = list(self.keys.get(key, ()))
        if not any(self.brief[one][0] for one in found):
            return found
        standing = dict.fromkeys(map(self._standing, found))
        return sorted(standing, key=lambda one: self.brief[one][0])

    def _standing(self, one: int) -> int:
        """The record that this one was merged into, else itself."""
        said = self.row(one)["extra"].get(MERGED) if self.brief[one][0] else None
        if said is None:
            return one
        other = int(said[1:])
        row = self.row(other)
        self.brief[other] = (row["archived_at"] is not None, row.get("organisation_id"))
        return self._standing(other)

    def whose(self, one: int) -> int | None:
        """The organisation that a record belongs to."""
        return self.brief[one][1]

    def row(self, one: int) -> dict[str, Any]:
        if one not in self.rows:
            if one in self.fresh:
                self.rows[one] = self.filling.filled(self.fresh[one])
            else:
                self._load({one})
        return self.rows[one]

    def add(self, values: Mapping[str, Any], handles: Handles) -> int:
        """A new row with its handles, written later; its id holds from now on."""
        one, self.next_id = self.next_id, self.next_id + 1
        if handles.folded is None:
            row = _told(self.filling.whole(values))
            row["folded"] = self.model.sought(row)
        else:
            row = {"uid": next(self.uids), **values, "folded": handles.folded}
        row["id"], row["handles"] = one, handles.all
        self.fresh[one] = row
        self.brief[one] = (False, row.get("organisation_id"))
        for key in handles.telling:
            self._remember(key, one)
        if self.names is not None:
            self.names[fold_company(row["name"])] = row["name"]
        return one

    def change(self, one: int, values: Mapping[str, Any]) -> None:
        row = self.row(one)
        row |= values
        row |= self.model.derived(row)
        self.edits[one] = self.edits.get(one, 0) + 1
        self.brief[one] = (row["archived_at"] is not None, row.get("organisation_id"))
        for key in row["handles"]:
            self._remember(key, one)
        if one >= self.unwritten:
            self.fresh[one] = _told(row)
        else:
            own = {"folded": row["folded"], "handles": row["handles"]}
            self.changed.setdefault(one, {}).update({**values, **own})

    def write(self) -> None:
        """Write what was added and changed since the last time."""
        if rows := [self.fresh[one] for one in range(self.unwritten, self.next_id)]:
            self.writing(rows)
            self.unwritten = self.next_id
            self.late.written(self.table, self.next_id - 1)
            self._count_on()
        for one, values in self.changed.items():
            self.session.execute(
                sa.update(self.table).where(self.table.c.id == one).values(**values)
            )
        self.changed.clear()
        if len(self.rows) + len(self.fresh) > MOST:
            self._forget()

    def _forget(self) -> None:
        """From now on what was written is asked of the record again."""
        self.late.settle(self.table)
        for known in (self.rows, self.fresh, self.keys, self.brief, self.asked, self.crowded):
            known.clear()

    def _count_on(self) -> None:
        """Ids given out here must not come again from the server's own counter."""
        if self.session.get_bind().dialect.name == "postgresql":
            sequence = sa.func.pg_get_serial_sequence(self.table.name, "id")
            self.session.execute(sa.select(sa.func.setval(sequence, self.next_id - 1)))

    def nearest(self, name: str) -> str | None:
        """The name in the record that is most like this one, if any is like it at all."""
        if self.names is None:
            found = self.session.execute(sa.select(self.table.c.name)).scalars()
            self.names = {fold_company(each): each for each in found}
        best = max(((similar(name, each), each) for each in self.names.values()), default=(0.0, ""))
        return best[1] if best[0] >= NEAR else None


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
