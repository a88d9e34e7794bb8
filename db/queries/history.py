"""What happened to one record, field by field, with its parts."""

import json

import sqlalchemy as sa
from sqlmodel import Session

from db.history import CHANGES, Step, steps
from db.models import NOUNS, columns
from db.models.history import Op

from .lists import resolve
from .parts import PARTS, Part

NOTHING: tuple[object, ...] = (None, "", [], {}, False)
INNER = frozenset({"id", "uid", "created_at", "created_by"})


def of_record(session: Session, ref: str) -> list[Step]:
    """Every field that was moved in a record or in a part that it has or had, newest first.

    Raises NotFound.
    """
    noun, one = resolve(session, ref)
    rows = [(columns(NOUNS[noun]).name, one)]
    for part in PARTS.get(noun, {}).values():
        name = columns(part.model).name
        rows += [(name, each) for each in (*_there(session, part, one), *_gone(session, part, one))]
    found = [step for table_name, row_id in rows for step in steps(session, table_name, row_id)]
    return sorted(filter(tells, found), key=lambda step: -step.set_id)


def _there(session: Session, part: Part, one: int) -> list[int]:
    table = columns(part.model)
    return list(session.execute(sa.select(table.c.id).where(table.c[part.owner] == one)).scalars())


def _gone(session: Session, part: Part, one: int) -> list[int]:
    """The parts that were taken away: only the history still knows whose they were."""
    table = columns(part.model)
    gone = sa.select(CHANGES.c.row_id, CHANGES.c.before).where(
        CHANGES.c.table_name == table.name,
        CHANGES.c.row_id.not_in(sa.select(table.c.id)),  # answered by indexes alone
        CHANGES.c.op == Op.delete,
    )
    told = {row_id: json.loads(before or "{}") for row_id, before in session.execute(gone)}
    return [row_id for row_id, image in told.items() if image.get(part.owner) == one]


def tells(step: Step) -> bool:
    """Whether a person wants to read it: not a key, and not nothing that became nothing."""
    return step.field not in INNER and (step.before not in NOTHING or step.after not in NOTHING)
