"""What every record carries: key, uid, who and when, version, archive mark, search keys."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .types import KEY, Json, Moment


@dataclass(frozen=True)
class Stamp:
    """Who writes, and when: set for the length of one change set."""

    at: datetime
    by: str


stamp: ContextVar[Stamp] = ContextVar("stamp")


CHANCE = 10  # bytes of chance in one UUID


def uuid7() -> str:
    """A UUID version 7 (RFC 9562, 5.7): milliseconds first, so that keys sort by birth."""
    return _uuid(os.urandom(CHANCE).hex())


def uuids(many: int = 256) -> Iterator[str]:
    """One after the other; chance is asked of the system for many at once, which takes its time."""
    while True:
        chances = os.urandom(CHANCE * many).hex()
        for at in range(0, len(chances), 2 * CHANCE):
            yield _uuid(chances[at : at + 2 * CHANCE])


def _uuid(chance: str) -> str:
    born = f"{time.time_ns() // 1_000_000:012x}"
    variant = "89ab"[int(chance[3], 16) & 3]
    return f"{born[:8]}-{born[8:]}-7{chance[:3]}-{variant}{chance[4:7]}-{chance[8:]}"


def _now() -> datetime:
    return stamp.get().at


def _who() -> str:
    return stamp.get().by


STRICT: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}

# Kept by the database itself or computed (`last_spoken` by db.spoken), so never part of the history.
KEPT = frozenset({"version", "updated_at", "updated_by", "folded", "handles", "last_spoken"})


class Record(SQLModel):
    """The columns of every domain table. `letter` is the first letter of its reference."""

    letter: ClassVar[str] = ""
    noun: ClassVar[str] = ""
    part_of: ClassVar[tuple[str, ...]] = ()  # the links to what it is a part of: undone together

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, KEY))
    uid: str = Field(
        default_factory=uuid7, unique=True, sa_type=cast(Any, sa.Text()), nullable=False
    )
    created_at: datetime = Field(
        default=None,
        sa_type=cast(Any, Moment()),
        nullable=False,
        sa_column_kwargs={"default": _now},
    )
    created_by: str = Field(
        default=None,
        sa_type=cast(Any, sa.Text()),
        nullable=False,
        sa_column_kwargs={"default": _who},
    )
    updated_at: datetime = Field(
        default=None,
        sa_type=cast(Any, Moment()),
        nullable=False,
        sa_column_kwargs={"default": _now},
    )
    updated_by: str = Field(
        default=None,
        sa_type=cast(Any, sa.Text()),
        nullable=False,
        sa_column_kwargs={"default": _who},
    )
    version: int = Field(default=1, nullable=False)
    archived_at: datetime | None = Field(default=None, sa_type=cast(Any, Moment()))

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Columns computed from the others of a row; none by default."""
        return {}

    @property
    def ref(self) -> str:
        return f"{self.letter}{self.id}"


class Found(Record):
    """A record that search and matching find: `folded` holds its words in one spelling,
    `handles` the keys that identify it ("email:a@b.c", "phone:994...", "name:...")."""

    folded: str = Field(default="", sa_type=cast(Any, sa.Text()), nullable=False)
    handles: list[str] = Field(default_factory=list, sa_type=cast(Any, Json()), nullable=False)

    @classmethod
    def sought(cls, values: Mapping[str, Any]) -> str:
        """The words of `folded`."""
        return ""

    @classmethod
    def known_by(cls, values: Mapping[str, Any]) -> list[str]:
        """The keys of `handles`."""
        return []

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return {"folded": cls.sought(values), "handles": cls.known_by(values)}


MERGED = "merged into"  # the extra field of a record that was merged: the reference of the other

LONGEST_KEY = 500  # letters; an index of PostgreSQL takes 2,704 bytes


def keyed(keys: Iterable[str]) -> list[str]:
    """Handles as they are kept: each once, and short enough for an index."""
    return list(dict.fromkeys([key[:LONGEST_KEY] for key in keys]))


class Sourced(SQLModel):
    """Where a row's facts come from: "article", "public source", "desk suggestion", a file ..."""

    source: str | None = Field(default=None, sa_type=cast(Any, sa.Text()))
    sources: list[str] = Field(default_factory=list, sa_type=cast(Any, Json()), nullable=False)


def common_handles(values: Mapping[str, Any]) -> list[str]:
    """The handles that any noun may have: the ids other systems gave it, and its tags."""
    ids = values.get("external_ids") or {}
    keys = [f"ext:{source}:{key}" for source, key in ids.items()]
    return keys + [f"tag:{tag.casefold()}" for tag in values.get("tags") or ()]


def columns(model: type[Record]) -> sa.Table:
    """The Core table of a model; queries are written against it."""
    return cast(sa.Table, model.__table__)  # type: ignore[attr-defined]
