"""Words of a form that the record cannot take just now, in a file of this user until it can.

The disk is full, the server is away, the file was moved: a draft in the record is not to be had then,
and the power may go all the same. Of an encrypted record nothing is kept here.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm import config

if TYPE_CHECKING:
    from sqlmodel import Session

    Door = Callable[[], contextlib.AbstractContextManager[Session]]

Mine = tuple[str, str, str]  # officer, noun, reference


def folder() -> Path:
    return config.state_file().with_name("unsaved")


def _place(where: str, mine: Mine) -> Path:
    return folder() / f"{hashlib.sha256(json.dumps([where, *mine]).encode()).hexdigest()}.json"


def keep(where: str, mine: Mine, texts: Mapping[str, Any]) -> None:
    """Put the words of a form in the place of those kept before; where even that fails, try again."""
    told = {"where": where, "mine": mine, "texts": dict(texts), "at": datetime.now().timestamp()}
    with contextlib.suppress(OSError):
        for each in (folder().parent, folder()):  # what mkdir makes on the way has no mode
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = _place(where, mine)
        beside = path.with_suffix(f".{os.getpid()}")
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(handle)
        beside.replace(path)


def forget(where: str, mine: Mine) -> None:
    """The record took the words, or they were thrown away knowingly."""
    with contextlib.suppress(OSError):
        _place(where, mine).unlink(missing_ok=True)


def adopt(where: str, door: "Door") -> None:
    """Put what was kept for this record into it, unless newer words of the form are there.

    `door` is the one of the record for drafts. Raises Problem; what was not put there stays here.
    """
    from db.commands import drafts
    from db.queries.drafts import last

    for path, at, (by, noun, ref), texts in _kept(where):
        with door() as session:
            there = last(session, by, noun, ref)
            if there is None or there.timestamp() < at:
                drafts.keep(session, by, noun, ref, texts)
        path.unlink(missing_ok=True)


def _kept(where: str) -> list[tuple[Path, float, Mine, dict[str, Any]]]:
    """What is kept for a record; a damaged file counts as none."""
    found = []
    for path in folder().glob("*.json"):
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
            told = json.loads(path.read_text(encoding="utf-8"))
            if told["where"] == where:
                found.append((path, float(told["at"]), tuple(told["mine"]), dict(told["texts"])))
    return found
