"""What Today showed when the desk was closed, so that the next start shows it at once, if still true.

Kept beside state.json with the same mode as the record (0600), for it holds names; `last_screen =
false` in config.toml keeps none. True means: nobody wrote to the file since, and the day is the same.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crm import __version__, config


@dataclass(frozen=True)
class LastSeen:
    """`view` is Today as plain values, `lines` the terminal's text of a screen of that size."""

    view: dict[str, Any]
    columns: int = 0
    rows: int = 0
    lines: tuple[str, ...] = ()

    def paint(self) -> bool:
        """Show the lines, if the terminal is of their size; keys typed meanwhile stay unread."""
        size = os.get_terminal_size(2)
        if not self.lines or (size.columns, size.lines) != (self.columns, self.rows):
            return False
        whole = "\x1b[?1049h\x1b[?25l\x1b[H" + "\r\n".join(self.lines)
        sys.stderr.write(whole)
        sys.stderr.flush()
        return True


def place() -> Path:
    return config.state_file().with_name("today.json")


def recall(target: str) -> LastSeen | None:
    """What was shown last of this record, if that is still so."""
    if not config.config().last_screen:
        forget()
        return None
    try:
        told = json.loads(place().read_text(encoding="utf-8"))
        if told.pop("of") != json.loads(json.dumps(_of(target))):
            forget()  # nobody will see it any more, and it holds names
            return None
        return LastSeen(**{**told, "lines": tuple(told["lines"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(target: str, seen: LastSeen) -> None:
    """Keep it, written beside and renamed; the record must be closed by now."""
    if config.config().last_screen and "://" not in target:
        config.write(place(), {"of": _of(target), **asdict(seen)})


def forget() -> None:
    place().unlink(missing_ok=True)


def _of(target: str) -> dict[str, Any]:
    """All on which it hangs whether the last screen is still true."""
    path = Path(target).expanduser()
    return {
        "program": __version__,
        "day": config.today().isoformat(),
        "theme": config.config().theme or config.remembered().get("theme", "dark"),
        "language": config.config().language,
        "record": str(path),
        "state": [_print(path), _print(path.with_name(path.name + "-wal"))],
    }


def _print(path: Path) -> tuple[int, int, int] | None:
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return (seen.st_ino, seen.st_mtime_ns, seen.st_size) if seen.st_size else None
