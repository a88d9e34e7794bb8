"""A file that appears whole or not at all: written beside its place, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from db.errors import Invalid


@contextmanager
def placed(path: Path) -> Iterator[BinaryIO]:
    """An open file, mode 0600, that takes its name at the end; a link is never followed.

    Raises Invalid where the folder is not there or may not be written.
    """
    if path.is_symlink():
        raise Invalid(f"{path} is a link to another place. Give the file itself.")
    if path.exists() and not (path.is_file() or path.is_dir()):  # root could replace a device
        raise Invalid(f"{path} is a device or a pipe. Give the name of a file.")
    beside = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise Invalid(f"I cannot write {path}: {error.strerror}. Choose another place.") from error
    finally:
        beside.unlink(missing_ok=True)
