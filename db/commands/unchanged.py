"""Change a record only as it was seen: what somebody else did since is never written over unseen."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import NotFound, Stale
from db.models import NOUNS, columns
from db.queries.seen import seen

T = TypeVar("T")


def unchanged(
    session: Session,
    noun: str,
    one: int,
    mark: str,
    command: Callable[..., T],
    *args: Any,
) -> T:
    """Run a command on a record that still has this mark (db.queries.seen), which nobody changes
    before this change set ends. Raises Stale, NotFound, and what the command raises."""
    table = columns(NOUNS[noun])
    there = sa.select(table.c.id).where(table.c.id == one).with_for_update()
    if session.execute(there).scalar() is None:
        raise NotFound(f"There is no {NOUNS[noun].letter}{one} any more.")
    now = seen(session, noun, one)
    if now.mark != mark:
        raise Stale(f"{now.by} changed {NOUNS[noun].letter}{one} while you typed.", {})
    return command(session, *args)
