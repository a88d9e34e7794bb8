"""What happened to one record, field by field, with its parts."""

import sqlalchemy as sa
from sqlmodel import Session

from db.history import Step, steps
from db.models import NOUNS, columns

from .lists import resolve
from .parts import PARTS

NOTHING: tuple[object, ...] = (None, "", [], {}, False)
INNER = frozenset({"id", "uid", "created_at", "created_by"})


def of_record(session: Session, ref: str) -> list[Step]:
    """Every field that was moved in a record or in a part of it that is there now, newest first.

    Raises NotFound.
    """
    noun, one = resolve(session, ref)
    rows = [(columns(NOUNS[noun]).name, one)]
    for part in PARTS.get(noun, {}).values():
        table = columns(part.model)
        ids = session.execute(sa.select(table.c.id).where(table.c[part.owner] == one)).scalars()
        rows += [(table.name, each) for each in ids]
    found = [step for table_name, row_id in rows for step in steps(session, table_name, row_id)]
    return sorted(filter(tells, found), key=lambda step: -step.set_id)


def tells(step: Step) -> bool:
    """Whether a person wants to read it: not a key, and not nothing that became nothing."""
    return step.field not in INNER and (step.before not in NOTHING or step.after not in NOTHING)
