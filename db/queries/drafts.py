"""What was typed into a form and neither saved nor thrown away."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Draft, columns

D = columns(Draft)  # type: ignore[arg-type]


def of(by: str, form: str, ref: str) -> Any:
    """The one draft of an officer for a form; `ref` is empty for a new record."""
    return sa.and_(D.c.by == by, D.c.form == form, D.c.ref == ref)


def left(session: Session, by: str, form: str, ref: str) -> dict[str, Any]:
    """What was kept, or nothing."""
    return dict(session.execute(sa.select(D.c.texts).where(of(by, form, ref))).scalar() or {})
