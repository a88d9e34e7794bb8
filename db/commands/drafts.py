"""Keep what is typed while it is typed; no part of the record, so in no change set."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.queries.drafts import D, of


def keep(session: Session, by: str, form: str, ref: str, texts: Mapping[str, Any]) -> None:
    """Put these words in the place of those kept before."""
    drop(session, by, form, ref)
    row = {"at": datetime.now(UTC), "by": by, "form": form, "ref": ref, "texts": dict(texts)}
    session.execute(sa.insert(D).values(**row))


def drop(session: Session, by: str, form: str, ref: str) -> None:
    """Saved, or thrown away knowingly."""
    session.execute(sa.delete(D).where(of(by, form, ref)))
