"""What the user set (config.toml, environment) and what the desk remembers (state.json)."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from crm.first_frame import APP
from db.errors import Invalid

_LISTS = ("countries", "letterhead", "signatories")


@dataclass(frozen=True)
class Config:
    """The user's config.toml; every key is optional.

    officer: the name that stands on changes. email: used for "me" in filters. language: en, az, ru
    or zh. theme: light or dark. For what is printed: office, lines of the letterhead, logo (a PNG or
    JPEG file), signatories ("Deputy Minister: Samed Bashirli"), page (a4 or letter) and template (a
    typst file in place of ours). countries: whose public holidays count as days off (ISO 3166-1).
    last_screen: whether Today is kept, readable by this user only, so that the next start shows it.
    rates: `into` a currency, and what one unit of others is worth in it; without them amounts of
    different currencies are never added.
    """

    officer: str = ""
    language: str = "en"
    theme: str = ""
    office: str = ""
    page: str = "a4"
    letterhead: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    logo: str = ""
    template: str = ""
    database: str = ""
    network_share: bool = False
    countries: tuple[str, ...] = ("AZ",)
    keys: dict[str, str] = field(default_factory=dict)
    last_screen: bool = True
    rates: dict[str, Any] = field(default_factory=dict)


def config_file() -> Path:
    return Path(os.environ.get("CRM_CONFIG") or platformdirs.user_config_path(APP) / "config.toml")


def state_file() -> Path:
    return platformdirs.user_state_path(APP) / "state.json"


@cache
def config() -> Config:
    """The settings of this user. Raises Invalid naming the file and the key that is wrong."""
    path = config_file()
    try:
        text = path.read_text(encoding="utf-8")
        import tomllib  # ten milliseconds, before the first frame

        told = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except (OSError, ValueError) as error:
        raise Invalid(f"I cannot read {path}: {error}. Mend it or move it away.") from error
    return _checked(path, told)


def _checked(path: Path, told: dict[str, Any]) -> Config:
    kinds: dict[str, Callable[[Any], bool]] = {
        name: (lambda v: isinstance(v, str)) for name in
        ("officer", "language", "theme", "office", "page", "logo", "template", "database")
    }  # fmt: skip
    kinds["rates"] = lambda v: (
        isinstance(v, dict)
        and all(
            isinstance(r, str if name == "into" else (int, float, str)) for name, r in v.items()
        )
    )
    for name in _LISTS:
        kinds[name] = lambda v: isinstance(v, list) and all(isinstance(c, str) for c in v)
    kinds["last_screen"] = lambda v: isinstance(v, bool)
    kinds["page"] = lambda v: v in ("a4", "letter")
    kinds["network_share"] = lambda v: isinstance(v, bool)
    kinds["keys"] = lambda v: isinstance(v, dict) and all(isinstance(k, str) for k in v.values())
    for name, value in told.items():
        if name not in kinds:
            raise Invalid(
                f"{path} has a key “{name}” that I do not know. Known: {', '.join(kinds)}."
            )
        if not kinds[name](value):
            raise Invalid(f"The value of “{name}” in {path} is not of the right kind.")
    return Config(**told | {name: tuple(told[name]) for name in _LISTS if name in told})


def officer() -> str:
    """Who acts: the name in the configuration, else the account by its number, never $USER."""
    if config().officer:
        return config().officer
    try:
        import pwd

        account = pwd.getpwuid(os.getuid())
    except (ImportError, KeyError):
        return "unknown officer"
    return account.pw_gecos.split(",")[0] or account.pw_name


def today() -> date:
    """The desk's date: CRM_TODAY where it is set. Raises Invalid if that is no day."""
    told = os.environ.get("CRM_TODAY")
    if not told:
        return date.today()
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise Invalid(
            f"CRM_TODAY is “{told}”, which is not a day. Write it as 2026-01-19."
        ) from error


def target(given: str | None = None) -> str:
    """Where the record is: --db, CRM_DB, the configuration, else the data folder of the platform."""
    return given or os.environ.get("CRM_DB") or default_target()


def default_target() -> str:
    """Where the record of who names none is."""
    return config().database or str(platformdirs.user_data_path(APP) / "desk.db")


def remembered() -> dict[str, Any]:
    """What the screens looked like last time; a damaged file counts as none."""
    try:
        loaded = json.loads(state_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def remember(**state: Any) -> None:
    """Keep how the screens look."""
    write(state_file(), {**remembered(), **state})


def write(path: Path, state: dict[str, Any]) -> None:
    """A file of ours that nobody else can read; written beside and renamed, so never half a file."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(
            os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(state, file, ensure_ascii=False)
        beside.replace(path)
    except OSError:
        return  # how a screen looked is not worth an error
