"""One mechanism behind audit, undo, redo, revert and "edited since": the log of change sets."""

from .chain import asking, head, links
from .reversing import Preview, Reversal, preview, reverse
from .sets import (
    CHANGES,
    SETS,
    Entry,
    act_of,
    entries,
    entries_by_id,
    entry,
    last_to_redo,
    last_to_undo,
    numbers,
    open_set,
    seal,
)
from .staying import Kept
from .steps import Step, ref_of, steps, steps_of, worded

__all__ = [
    "CHANGES", "SETS", "Entry", "Kept", "Preview", "Reversal", "Step", "act_of", "asking", "entries",
    "entries_by_id", "entry", "head", "last_to_redo", "last_to_undo", "links", "numbers", "open_set",
    "preview", "ref_of", "reverse", "seal", "steps", "steps_of", "worded",
]  # fmt: skip
