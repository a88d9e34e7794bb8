"""Edit the notes of a record in $EDITOR; no change, or a failed editor, saves nothing."""

import contextlib
import os
import shlex
import shutil
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from crm.screens.drafts import Drafts
from crm.text import clean
from crm.words import _
from db.errors import Problem
from db.queries import cards

if TYPE_CHECKING:
    from crm.app import CrmApp


async def edit_notes(crm: "CrmApp", ref: str) -> None:
    card = await crm.desk.read(cards.card, ref)
    before = card.row.values.get("notes") or ""
    with contextlib.ExitStack() as terminal:
        try:
            terminal.enter_context(crm.suspend())
        except SuspendNotSupported as error:
            raise Problem(
                _("This terminal cannot be handed to an editor. Press e instead.")
            ) from error
        after = edited(before)
    if after is None or after == before:
        crm.say(_("The notes are as they were."))
        return
    amend = import_module(f"db.commands.{card.noun}").amend
    label = f"Edit notes of {card.row.name}"
    was = {"notes": before or None}
    try:
        await crm.desk.write(label, amend, card.row.id, {"notes": after}, was)
    except Problem as problem:
        Drafts(crm, card.noun, card.row.ref).keep({"notes": after}, {"notes": before})
        raise Problem(
            _("{why} What you wrote is kept: press e to see it.", why=problem)
        ) from problem
    crm.say(_("Saved the notes of {name} · z to undo", name=card.row.name))


def _in_memory() -> str | None:
    """The folder of this session, which is in memory on most systems; None: the usual one."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return folder if os.access(folder, os.W_OK) else None


def edited(before: str) -> str | None:
    """The text as the person left it in their editor; None where the editor failed.

    Raises Problem where there is no editor.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    command = command or [found for name in ("nano", "vi") if (found := shutil.which(name))][:1]
    if not command or shutil.which(command[0]) is None:
        raise Problem(
            _("I do not know your editor. Set EDITOR, or press e to edit the notes here.")
        )
    descriptor, name = tempfile.mkstemp(suffix=".txt", prefix="notes-", dir=_in_memory())
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(before)
        if subprocess.run([*command, name], check=False).returncode != 0:
            return None
        after = clean(path.read_text(encoding="utf-8", errors="replace"))[0]
        return after.rstrip("\n") if not before.endswith("\n") else after
    finally:
        path.unlink(missing_ok=True)
