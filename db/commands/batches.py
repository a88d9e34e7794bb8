"""Rows on their way into one table: found by handle, added and changed in memory, written together.

What was written is forgotten, so that a long file takes no more memory than a short one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Handle, columns
from db.models.base import MERGED, Found
from db.names import fold_company, similar

from .filling import Filling
from .telling import Handles
from .writing import among, writing

CHUNK = 400
FEW = 3  # records with one handle that are read at once; of a name that many share, as needed
MOST = 4000  # rows remembered from one chunk to the next: the companies of a list return
NEAR = 85.0  # of 100: how alike a name must be to be offered as "did you mean"


class Batch:
    """One table's part of an import. Ids are given out here, so rows can point to each other
    before they are written."""

    def __init__(self, session: Session, model: type[Found]) -> None:
        self.session = session
        self.model = model
        self.table = columns(model)
        self.filling = Filling(model)
        self.writing = writing(session, self.table)
        self.rows: dict[int, dict[str, Any]] = {}
        self.keys: dict[str, dict[int, None]] = {}  # in the order they were found
        self.brief: dict[int, tuple[bool, int | None]] = {}  # archived, organisation
        self.asked: set[str] = set()
        self.new: dict[int, None] = {}  # in the order they came
        self.changed: dict[int, dict[str, Any]] = {}
        self.names: dict[str, str] | None = None
        self.next_id = self._highest() + 1
        self.edits: Counter[int] = Counter()  # how often a row was changed

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
        """Look up many handles at once, and the rows behind them, before `known` is asked."""
        wanted = [key for key in dict.fromkeys(keys) if key not in self.asked]
        self.asked.update(wanted)
        for key, row_id, archived, whose in self._found(wanted):
            self.brief[row_id] = (bool(archived), whose)
            self._remember(key, row_id)
        few = (found for key in wanted if len(found := self.keys.get(key, ())) <= FEW)
        self._load({one for found in few for one in found} - self.rows.keys())

    def _found(self, keys: list[str]) -> Iterator[Any]:
        """Handle, id, whether archived, and whose: by stored handles, and by uids."""
        handle, table = columns(Handle), self.table  # type: ignore[arg-type]
        whose = table.c.get("organisation_id", sa.null())
        brief = (table.c.id, table.c.archived_at.is_not(None), whose)
        query = sa.select(handle.c.key, *brief).where(
            handle.c.key.in_(among(self.session, keys)),
            handle.c.table_name == table.name, handle.c.row_id == table.c.id,
        )  # fmt: skip
        yield from sorted(self.session.execute(query), key=itemgetter(1))
        if uids := [key[4:] for key in keys if key.startswith("uid:")]:
            query = sa.select("uid:" + table.c.uid, *brief)
            query = query.where(table.c.uid.in_(among(self.session, uids)))
            yield from self.session.execute(query)

    def _remember(self, key: str, row_id: int) -> None:
        self.keys.setdefault(key, {})[row_id] = None

    def _load(self, ids: set[int]) -> None:
        listed = sorted(ids)
        for start in range(0, len(listed), CHUNK):
            query = sa.select(self.table).where(self.table.c.id.in_(listed[start : start + CHUNK]))
            for row in self.session.execute(query).mappings():
                self.rows[row["id"]] = dict(row)

    def known(self, key: str) -> list[int]:
        """Ids of the records with this handle, archived ones last; of a merged one the other."""
        if key not in self.asked:
            self.expect([key])
        found: Iterable[int] = self.keys.get(key, ())
        if any(self.brief[one][0] for one in found):
            found = list(dict.fromkeys(map(self._standing, found)))
        return sorted(found, key=lambda one: self.brief[one][0])

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
            self._load({one})
        return self.rows[one]

    def add(self, values: Mapping[str, Any], handles: Handles) -> int:
        """A new row with its handles, written later; its id holds from now on."""
        one, self.next_id = self.next_id, self.next_id + 1
        words = handles.folded
        row = self.filling.whole(values) if words is None else self.filling.filled(values)
        row |= {"id": one, "archived_at": None, "handles": handles.all}
        row["folded"] = self.model.sought(row) if words is None else words
        self.rows[one] = row
        self.brief[one] = (False, row.get("organisation_id"))
        self.new[one] = None
        for key in (*handles.all, f"uid:{row['uid']}"):
            self._remember(key, one)
            self.asked.add(key)
        if self.names is not None:
            self.names[fold_company(row["name"])] = row["name"]
        return one

    def change(self, one: int, values: Mapping[str, Any]) -> None:
        row = self.row(one)
        row |= values
        row |= self.model.derived(row)
        self.edits[one] += 1
        self.brief[one] = (row["archived_at"] is not None, row.get("organisation_id"))
        for key in row["handles"]:
            self._remember(key, one)
        if one not in self.new:
            own = {"folded": row["folded"], "handles": row["handles"]}
            self.changed.setdefault(one, {}).update({**values, **own})

    def write(self) -> None:
        """Write what was added and changed since the last time."""
        rows = [self.rows[one] for one in self.new]
        if rows:
            self.writing(rows)
            self._count_on()
        for one, values in self.changed.items():
            self.session.execute(
                sa.update(self.table).where(self.table.c.id == one).values(**values)
            )
        self.new.clear()
        self.changed.clear()
        if len(self.rows) > MOST:
            for known in (self.rows, self.keys, self.brief, self.asked):
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
