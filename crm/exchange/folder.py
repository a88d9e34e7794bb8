"""The whole record as a folder: a lossless CSV of every noun, and a manifest with counts and checksums."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors import Invalid, Problem
from db.queries import lists, unlisted

from .export import Watch, export_whole
from .placed import placed
from .small_tables import WHOLE
from .unlisted import write

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.view import View

MANIFEST = "manifest.json"
NOUNS = (
    "organisations", "contacts", "sites", "incentives", "projects", "meetings", "cases", "follow_ups",
)  # fmt: skip
FILES = (*NOUNS, *unlisted.TABLES)


@dataclass(frozen=True)
class Entry:
    """One file of a folder; `rows` counts its records."""

    file: str
    noun: str
    rows: int
    sha256: str


def export_all(session: "Session", folder: Path, watch: Watch) -> list[Entry]:
    """Write every noun, archived records too, what no list shows, and last of all the manifest.

    Raises Invalid where the folder cannot be made or written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Invalid(f"I cannot make the folder {folder}: {error.strerror}.") from error
    entries = [_write(session, folder, noun, watch) for noun in FILES]
    told = {
        "format": WHOLE, "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": [asdict(entry) for entry in entries],
    }  # fmt: skip
    with placed(folder / MANIFEST) as file:
        file.write(json.dumps(told, indent=2).encode() + b"\n")
    return entries


def _write(session: "Session", folder: Path, noun: str, watch: Watch) -> Entry:
    path = folder / f"{lists.spelled(noun)}.csv"
    with placed(path) as file:
        if noun in unlisted.TABLES:
            rows = write(session, noun, file)
        else:
            rows = export_whole(session, _everything(noun), file, watch)
    return Entry(path.name, noun, rows, _digest(path))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _everything(noun: str) -> "View":
    return replace(lists.parse(noun, ""), archived=None)


def manifest(folder: Path) -> list[Entry]:
    """What a folder holds, in the order in which it comes in; every checksum is right.

    Raises Problem where it is no folder of ours, or a file is missing or was changed.
    """
    entries = [_entry(folder, told) for told in _told(folder)]
    for entry in entries:
        path = folder / entry.file
        if not path.is_file() or path.is_symlink():
            raise Problem(f"{entry.file} is missing in {folder}; nothing was imported.")
        if _digest(path) != entry.sha256:
            raise Problem(
                f"{entry.file} was changed since {folder} was written: its checksum is another. "
                "Nothing was imported; import that file alone if you changed it yourself."
            )
    return sorted(entries, key=lambda entry: FILES.index(entry.noun))


def _told(folder: Path) -> Iterator[Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise Problem(f"{folder} is a folder without {MANIFEST}; name a file in it.")
    try:
        told = json.loads(path.read_bytes()[: 1 << 20])
        wrong = told["format"] != WHOLE
        files = list(told["files"])
    except (ValueError, KeyError, TypeError, RecursionError, OSError):
        raise Problem(f"{path} cannot be read; export the folder again.") from None
    if wrong:
        raise Problem(f"{path} is of another program, or of a newer version of this one.")
    return iter(files)


def _entry(folder: Path, told: Any) -> Entry:
    try:
        entry = Entry(str(told["file"]), str(told["noun"]), int(told["rows"]), str(told["sha256"]))
    except (ValueError, KeyError, TypeError):
        raise Problem(f"{folder / MANIFEST} cannot be read; export the folder again.") from None
    if entry.noun not in FILES or Path(entry.file).name != entry.file:
        raise Problem(f"{folder / MANIFEST} names a file that is not in it: {entry.file}.")
    return entry
