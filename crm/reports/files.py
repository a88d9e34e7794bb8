"""A report as a file: the format by the name, whole or not at all, and never over another's."""

import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from anyascii import anyascii

from crm.text import show
from db.errors import Problem

from .report import Report
from .stationery import PLAIN, Stationery
from .to_docx import to_docx
from .to_markdown import to_markdown
from .to_pdf import to_pdf
from .to_text import to_text

FORMATS: dict[str, Callable[[Report, Stationery], bytes]] = {
    ".pdf": to_pdf,
    ".docx": lambda report, _: to_docx(report),
    ".md": lambda report, _: to_markdown(report).encode(),
    ".txt": lambda report, _: to_text(report).encode(),
}
_LONGEST = 60  # characters of a title in a file name; leaves room in every file system
_TRIES = 1000


def save(
    report: Report,
    path: Path | None,
    folder: Path,
    *,
    suffix: str = ".pdf",
    overwrite: bool = False,
    stationery: Stationery = PLAIN,
) -> Path:
    """Write the report and say where. Without `path` it stands in `folder` under a name of its
    own, ending in `suffix`. The file is mode 0600 and appears complete or not at all; a symbolic
    link is never followed. Raises Problem where the format is unknown, the place cannot be
    written, or the file is there already and `overwrite` is not set."""
    if path is None:
        return _save_in(report, folder, suffix, stationery)
    rendered = _renderer(path)(report, stationery)
    try:
        return _put(rendered, path, overwrite=overwrite)
    except FileExistsError:
        raise Problem(f"{show(path)} is there already. Choose another name.") from None
    except OSError as error:
        raise _unwritable(path, error) from error


def file_name(report: Report, suffix: str = ".pdf") -> str:
    """A name that every file system takes, from reference, title and language: M1-Meeting-az.pdf"""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", anyascii(f"{report.reference}-{report.title}")).strip("-")
    language = "" if report.lang == "en" else f"-{report.lang}"
    return f"{slug[:_LONGEST].strip('-') or 'report'}{language}{suffix}"


def _renderer(path: Path) -> Callable[[Report, Stationery], bytes]:
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise Problem(f"{show(path)} has no ending I can write. Choose .pdf, .docx, .md or .txt.")
    return FORMATS[suffix]


def _save_in(report: Report, folder: Path, suffix: str, stationery: Stationery) -> Path:
    name = Path(file_name(report, suffix))
    rendered = _renderer(name)(report, stationery)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(1, _TRIES):
            more = f"-{number}" if number > 1 else ""
            with suppress(FileExistsError):
                return _put(rendered, folder / f"{name.stem}{more}{name.suffix}", overwrite=False)
    except OSError as error:
        raise _unwritable(folder, error) from error
    raise Problem(f"There are {_TRIES} reports called {name} in {show(folder)}. Move some away.")


def _put(content: bytes, path: Path, *, overwrite: bool) -> Path:
    if path.is_symlink():
        raise Problem(f"{show(path)} is a link to another place. Name the file itself.")
    if path.is_dir():
        raise Problem(f"{show(path)} is a folder. Name a file in it, such as report.pdf.")
    if path.exists() and not path.is_file():  # root could replace a device
        raise Problem(f"{show(path)} is a device or a pipe. Give the name of a file.")
    beside = _written_beside(content, path)
    try:
        _place(beside, path, overwrite=overwrite)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _written_beside(content: bytes, path: Path) -> Path:
    """The content under a temporary name in the same folder (mode 0600), safe on the disk."""
    descriptor, name = tempfile.mkstemp(prefix=".report-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _place(beside: Path, path: Path, *, overwrite: bool) -> None:
    """Give the file its name; without `overwrite` the name is claimed first, which fails if taken."""
    if overwrite:
        beside.replace(path)
        return
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        beside.replace(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _unwritable(path: Path, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(f"The report cannot be saved as {show(path)}: {reason}. Choose another place.")
