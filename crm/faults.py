"""A fault of the program is written down where only this user reads it, without any value.

Messages of exceptions quote what they failed on, and so hold names, numbers and passwords: only the
kinds of the exceptions and the places in the code are kept.
"""

import os
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crm.config import state_file


def written(fault: BaseException) -> str:
    """The sentence that ends the program; it says where the log is."""
    try:
        where = _log(fault)
    except OSError:
        kind = f"{type(fault).__name__} {_last_place(fault)}"
        return f"This is a fault of the program, please report it: {kind}."
    return f"This is a fault of the program. What happened is written in {where}; please report it."


def _log(fault: BaseException) -> Path:
    path = state_file().with_name("faults.log")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    os.fchmod(handle, 0o600)  # where it was made by an older version under another mask
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
        log.write(f"--- {datetime.now().astimezone().isoformat(timespec='seconds')}\n")
        log.writelines(f"{line}\n" for line in told(fault))
    return path


def told(fault: BaseException) -> Iterator[str]:
    """A fault and what caused it, first cause first: places in the code, and kinds."""
    chain, seen = [fault], {id(fault)}
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and id(cause) not in seen:
        chain.append(cause)
        seen.add(id(cause))
    for each in reversed(chain):
        for frame in traceback.extract_tb(each.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
        yield f"{type(each).__module__}.{type(each).__qualname__}"


def _last_place(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    return f"in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
