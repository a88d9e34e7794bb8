"""What Today showed when the desk was closed, on the terminal before anything heavy is imported.

Only if it is still true: nobody wrote to the record since; day, settings and colours are the same. Until
then each module imported is a delay that is seen, so there is neither pathlib nor a dataclass here.
"""

import json
import os
import sys
import time

from crm import __version__

APP = "investor-desk"
_HOMES = {"state": ".local/state", "config": ".config"}  # of the XDG base directories
NAME = "today.json"
_LOOKS = ("CRM_LANG", "NO_COLOR", "TERM", "COLORTERM")  # of the environment: how it was painted
Told = dict[str, object]


def folder(kind: str) -> str:
    """Where this user's files of a kind are: as platformdirs says, which takes longer than all else."""
    if sys.platform != "linux":
        import platformdirs

        return str(getattr(platformdirs, f"user_{kind}_dir")(APP))
    told = os.environ.get(f"XDG_{kind.upper()}_HOME", "").strip()
    home = told if os.path.isabs(told) else os.path.expanduser(f"~/{_HOMES[kind]}")
    return os.path.join(home, APP)


def place() -> str:
    return os.path.join(folder("state"), NAME)


def recall(given: str | None) -> Told | None:
    """What was shown last of the record that is asked for, if that is still so."""
    try:
        told = _read(place())
        asked = given or os.environ.get("CRM_DB") or told["default"]
        if told.pop("of") == of(str(asked)):
            return {name: told[name] for name in ("view", "columns", "rows", "lines")}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    forget()  # nobody will see it any more, and it holds names
    return None


def paint(told: Told) -> bool:
    """Show the lines, if the terminal is of their size; keys typed meanwhile stay unread."""
    lines, size = told["lines"], os.get_terminal_size(2)
    if not isinstance(lines, list) or [size.columns, size.lines] != [told["columns"], told["rows"]]:
        return False
    sys.stderr.write("\x1b[?1049h\x1b[?25l\x1b[H" + "\r\n".join(map(str, lines)))
    sys.stderr.flush()
    return True


def forget() -> None:
    if os.path.exists(place()):
        os.unlink(place())


def of(target: str) -> Told:
    """All on which it hangs whether the last screen of a record is still true."""
    record = os.path.abspath(os.path.expanduser(target))
    settings = os.environ.get("CRM_CONFIG") or os.path.join(folder("config"), "config.toml")
    return {
        "program": __version__,
        "day": os.environ.get("CRM_TODAY") or time.strftime("%Y-%m-%d"),
        "theme": _theme(),
        "looks": [os.environ.get(name) for name in _LOOKS],
        "settings": [settings, os.environ.get("XDG_DATA_HOME"), _print(settings)],
        "record": record,
        "state": [_print(record), _print(f"{record}-wal")],
    }


def _theme() -> object:
    try:
        return _read(os.path.join(folder("state"), "state.json")).get("theme")
    except (OSError, ValueError, AttributeError):
        return None


def _read(path: str) -> Told:
    with open(path, encoding="utf-8") as file:
        told: Told = json.load(file)
    return told


def _print(path: str) -> list[int] | None:
    try:
        seen = os.stat(path)
    except FileNotFoundError:
        return None
    return [seen.st_ino, seen.st_mtime_ns, seen.st_size] if seen.st_size else None
