"""What Today showed when the desk was closed: kept, so that the next start shows it at once.

Kept beside state.json with the same mode as the record (0600), for it holds names; `last_screen =
false` in config.toml keeps none. `first_frame` shows it, and knows whether it is still true.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crm import config, first_frame
from crm.first_frame import forget


@dataclass(frozen=True)
class LastSeen:
    """`view` is Today as plain values, `lines` the terminal's text of a screen of that size."""

    view: dict[str, Any]
    columns: int = 0
    rows: int = 0
    lines: tuple[str, ...] = ()


def place() -> Path:
    return Path(first_frame.place())


def keep(target: str, seen: LastSeen) -> None:
    """Keep it, written beside and renamed; the record must be closed by now."""
    if config.config().last_screen and "://" not in target:
        told = {"of": first_frame.of(target), "default": config.default_target(), **asdict(seen)}
        config.write(place(), told)


__all__ = ["LastSeen", "forget", "keep", "place"]
