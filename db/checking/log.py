"""Whether the history itself is whole: every act ended, sealed, and as it was sealed."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import Session

from db import history
from db.engine import Database
from db.history import CHANGES, SETS
from db.history.chain import SILENT

from .fault import Fault


def log(_: Database, session: Session) -> Iterator[Fault]:
    opened = sa.select(SETS.c.id).where(SETS.c.is_open != 0)
    for number in session.execute(opened).scalars():
        yield Fault(f"change {number}", "was begun and never ended.")
    told = sa.select(SETS.c.id).where(SETS.c.id.not_in(sa.select(CHANGES.c.change_set_id)))
    for number in session.execute(
        told.where(SETS.c.is_open == 0, SETS.c.kind.not_in(SILENT))
    ).scalars():
        yield Fault(f"change {number}", "says nothing of what it changed.")
    yield from _chain(session)


def _chain(session: Session) -> Iterator[Fault]:
    ask, sealed, last = history.asking(session.connection()), set(), 0
    for link in history.links(ask):
        if link.place != last + 1:
            yield Fault(f"change {link.set_id}", "does not follow: acts before it were cut out.")
        elif not link.holds:
            yield Fault(f"change {link.set_id}", "is not as it was sealed: the history was edited.")
        last = link.place
        sealed.add(link.set_id)
    for number in session.execute(sa.select(SETS.c.id).where(SETS.c.is_open == 0)).scalars():
        if number not in sealed:
            yield Fault(f"change {number}", "was never sealed, so it was put in from outside.")


def holds(head: str, _: Database, session: Session) -> Iterator[Fault]:
    """Whether a head that was kept elsewhere is still in the chain."""
    known = sa.text("SELECT count(*) FROM seal WHERE digest = :head")
    if not session.execute(known, {"head": head.strip().lower()}).scalar_one():
        yield Fault(
            "the history", "does not hold this head: its end was cut off, or it is another."
        )
