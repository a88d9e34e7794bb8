"""What a typed path means, and what is in its folder: lists before all else."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from crm import config
from db.names import fold

LISTS = frozenset(
    [
        ".csv",
        ".tsv",
        ".tab",
        ".txt",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".xls",
        ".ods",
        ".vcf",
        ".ics",
        ".json",
    ]
)  # kinds of files that may hold a list
MOST = 500  # entries shown; typing a letter or two finds the others


@dataclass(frozen=True)
class Entry:
    """Something in a folder. `rank` puts lists before folders before other files."""

    path: str
    name: str
    is_folder: bool
    rank: int
    size: int = 0
    changed: float = 0.0


@dataclass(frozen=True)
class Looked:
    """What is in the folder that a text names, as far as the name typed agrees."""

    entries: tuple[Entry, ...]
    more: int = 0
    problem: str = ""


_ANEW = re.compile(r".*/((?:/|~|file://|['\"]/).*)")


def meant(text: str) -> Path:
    """The path that was typed, pasted with quotes, or dropped on the terminal."""
    text = text.strip()
    if not text.startswith("file://") and (anew := _ANEW.match(text)):
        text = anew[1]  # a whole path typed behind the folder that stood there
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if text.startswith("file://"):
        text = unquote(text.removeprefix("file://"))
    path = Path(text)
    if "\\ " in text and not os.path.lexists(text):
        path = Path(text.replace("\\ ", " "))
    try:
        return path.expanduser()
    except RuntimeError:  # ~somebody who is not there
        return path


def in_words(path: Path | str) -> str:
    """A path with ~ for the home folder."""
    home, path = str(Path.home()), str(path)
    return f"~{path.removeprefix(home)}" if path == home or path.startswith(home + os.sep) else path


def look(text: str, kinds: frozenset[str] = LISTS) -> Looked:
    """What is in the folder: lists first, the newest of them on top; then folders, then the rest."""
    path = meant(text)
    whole = not text.strip() or text.endswith(os.sep)
    folder, part = (path, "") if whole else (path.parent, path.name)
    try:
        with os.scandir(folder) as found:
            entries = [_entry(each, kinds) for each in found if _listed(each.name, part)]
    except (OSError, ValueError) as error:
        return Looked((), 0, f"{in_words(folder)}: {getattr(error, 'strerror', None) or error}.")
    entries.sort(key=lambda entry: _order(entry, part))
    if not part and folder.absolute() != folder.absolute().parent:
        up = Entry(str(folder.absolute().parent), "..", True, 1)
        at = next((at for at, entry in enumerate(entries) if entry.rank), len(entries))
        entries.insert(at, up)
    return Looked(tuple(entries[:MOST]), max(0, len(entries) - MOST))


def _listed(name: str, part: str) -> bool:
    if name.startswith(".") and not part.startswith("."):
        return False
    words = fold(part)
    return part.casefold() in name.casefold() or bool(words and words in fold(name))


def _entry(found: "os.DirEntry[str]", kinds: frozenset[str]) -> Entry:
    try:
        folder, told = found.is_dir(), found.stat()
    except OSError:  # a link to nothing, or gone since
        return Entry(found.path, found.name, False, 2)
    fits = Path(found.name).suffix.casefold() in kinds
    return Entry(
        found.path,
        found.name,
        folder,
        1 if folder else 0 if fits else 2,
        told.st_size,
        told.st_mtime,
    )


def _order(entry: Entry, part: str) -> tuple[object, ...]:
    begins = entry.name.casefold().startswith(part.casefold())
    newest = -entry.changed if entry.rank == 0 and not part else 0.0
    return (entry.name != part, entry.rank, not begins, newest, entry.name.casefold())


def size_words(size: int) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:,} {unit}"
        size = round(size / 1000)
    return f"{size:,} GB"


def start_folder() -> str:
    """The folder a file was last taken from, while it is there; else where one stands."""
    last = config.remembered().get("folder")
    folder = Path(last) if isinstance(last, str) and Path(last).is_dir() else Path.cwd()
    return in_words(folder).rstrip(os.sep) + os.sep
