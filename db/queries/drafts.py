"""What was typed into a form and neither saved nor thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import NOUNS, Draft, columns

D = columns(Draft)  # type: ignore[arg-type]


def of(by: str, form: str, ref: str) -> Any:
    """The one draft of an officer for a form; `ref` is empty for a new record."""
    return sa.and_(D.c.by == by, D.c.form == form, D.c.ref == ref)


def left(session: Session, by: str, form: str, ref: str) -> dict[str, Any]:
    """What was kept, or nothing."""
    return dict(session.execute(sa.select(D.c.texts).where(of(by, form, ref))).scalar() or {})


def last(session: Session, by: str, form: str, ref: str) -> datetime | None:
    """When the words of a form were kept, if they were."""
    return session.execute(sa.select(D.c.at).where(of(by, form, ref))).scalar()


@dataclass(frozen=True)
class Unsaved:
    """A form that was left without an answer: its noun, its record ("" for a new one), the words of
    its fields; `gone` where that record is not there any more."""

    noun: str
    ref: str
    at: datetime
    words: Mapping[str, str]
    gone: bool


def unsaved(session: Session, by: str) -> list[Unsaved]:
    """The forms of an officer that were not saved, the latest first."""
    rows = session.execute(sa.select(D).where(D.c.by == by).order_by(D.c.at.desc(), D.c.id.desc()))
    return [
        Unsaved(row.form, row.ref, row.at, _typed(row.texts), _is_gone(session, row.form, row.ref))
        for row in rows
        if row.form in NOUNS
    ]


def _typed(texts: Mapping[str, Any]) -> Mapping[str, str]:
    """As drafts were kept at first they hold nothing but the words."""
    return dict(texts.get("typed", texts))


def _is_gone(session: Session, noun: str, ref: str) -> bool:
    table = columns(NOUNS[noun])
    one = sa.select(table.c.id).where(table.c.id == int(ref[1:] or 0))
    return bool(ref) and session.execute(one).first() is None
