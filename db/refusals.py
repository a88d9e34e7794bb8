"""What a database says when it refuses, and our sentence for it; {where} is the record."""

import sqlalchemy as sa

BUSY = "Another program is writing to {where}. Nothing was lost; try again in a moment."
_READ_ONLY = "{where} is read-only, so nothing was saved. Ask for the right to write to it."
_DENIED = "{where} does not let you do this. Ask its administrator for the right."
_NO_ENTRY = "The database at {where} refused the name or the password."
_SILENT = "The database at {where} does not answer. Check that it runs, and the network."
_BROKEN = "The connection to {where} broke, so look whether the last act was saved, and try again."
_NO_HOST = "I cannot find the server of {where}. Check the address."

_PERMISSION = "permission denied"
# By what the databases say, in lower case, most telling first.
REFUSALS = {
    "locked": BUSY,
    "deadlock": BUSY,
    "lock timeout": BUSY,
    "readonly": _READ_ONLY,
    "read-only": _READ_ONLY,
    "unable to open": "I cannot open {where}. Check that the folder exists and may be written.",
    "not a database": "{where} is not a record of this program. Choose another file with --db.",
    "malformed": "{where} is damaged. Restore the last backup with: crm restore FILE",
    "is full": "The disk is full, so nothing was saved to {where}. Free some space and save again.",
    "disk i/o": "The disk under {where} failed, so nothing was saved. Check it, then crm check.",
    "password authentication": _NO_ENTRY,
    "fatal:  role": _NO_ENTRY,
    "fatal:  database": "There is no database at {where}. Ask its administrator to make one.",
    "could not translate host": _NO_HOST,
    "failed to resolve host": _NO_HOST,
    "terminating connection": _BROKEN,
    "server closed the connection": _BROKEN,
    "connection to server": _SILENT,
    "connection failed": _SILENT,
    "timeout expired": _SILENT,
    _PERMISSION: _DENIED,
}
NOTHING = {"undo": "There is nothing to undo.", "redo": "There is nothing to redo."}


def sentence(error: sa.exc.DBAPIError) -> str | None:
    """What to say of it; None where it is a mistake of the program."""
    said = str(error.orig).lower()
    if isinstance(error, sa.exc.ProgrammingError):
        return _DENIED if _PERMISSION in said else None
    return next((told for sign, told in REFUSALS.items() if sign in said), None)
