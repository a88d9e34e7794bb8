"""Change several records at once, as one change set: their tags, and who looks after them."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from sqlmodel import Session

from db.models import NOUNS

from . import records

OWNERS = {"organisations": "owner_id", "follow_ups": "owner_id", "projects": "manager_id"}


def change(
    session: Session,
    noun: str,
    ids: Iterable[int],
    add: Sequence[str] = (),
    take_off: Sequence[str] = (),
    owner: int | None = None,
) -> int:
    """Add tags, take tags off, and give an owner (a contact; None leaves the owner as it is).

    The number of records that changed. Raises Invalid, NotFound.
    """
    amend, model = import_module(f"db.commands.{noun}").amend, NOUNS[noun]
    changed = 0
    for one in ids:
        record = records.find(session, model, one)
        wanted: dict[str, Any] = {}
        if add or take_off:
            wanted["tags"] = _tags(getattr(record, "tags", None) or [], add, take_off)
        if owner is not None:
            wanted[OWNERS[noun]] = owner
        moved = {name: value for name, value in wanted.items() if getattr(record, name) != value}
        if moved:
            amend(session, one, moved)
            changed += 1
    return changed


def _tags(now: Sequence[str], add: Sequence[str], take_off: Sequence[str]) -> list[str]:
    gone = {tag.casefold() for tag in take_off}
    kept = [tag for tag in now if tag.casefold() not in gone]
    known = {tag.casefold() for tag in kept}
    return kept + [tag for tag in add if tag.casefold() not in known]
