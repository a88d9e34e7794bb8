"""The log: change sets and the changes in them. It only grows; the database refuses the rest."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .types import KEY, Choice, choice, moment, prose, required


class Kind(StrEnum):
    edit = "edit"
    import_ = "import"
    merge = "merge"
    bulk = "bulk"
    seed = "seed"
    undo = "undo"
    redo = "redo"
    restore = "restore"
    erase = "erase"


class Op(StrEnum):
    insert = "insert"
    update = "update"
    delete = "delete"


STRICT = {"sqlite_strict": True, "sqlite_autoincrement": True}


class ChangeSet(SQLModel, table=True):
    """One act of one person. `reverses_id` names the set an undo or a redo took back."""

    __tablename__ = "change_set"
    __table_args__ = (
        # The set that triggers write into is the open one; there is never a second.
        sa.Index("one_open_set", "is_open", unique=True, sqlite_where=sa.text("is_open = 1"),
                 postgresql_where=sa.text("false")),
        STRICT,
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, KEY))
    at: datetime = moment(nullable=False)
    by: str = required(nullable=False)
    label: str = required(nullable=False)
    kind: Kind = choice(Kind, Kind.edit)
    reverses_id: int | None = Field(
        default=None, foreign_key="change_set.id", index=True, sa_type=cast(Any, KEY)
    )
    source_file: str | None = prose()
    source_sha256: str | None = prose()
    is_open: int = Field(default=1, nullable=False)


class Change(SQLModel, table=True):
    """One row changed: whole images on insert and delete, only the changed columns on update."""

    __table_args__ = (sa.Index("ix_change_record", "table_name", "row_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, KEY))
    change_set_id: int = Field(
        foreign_key="change_set.id", index=True, nullable=False, sa_type=cast(Any, KEY)
    )
    table_name: str = required(nullable=False)
    row_id: int = Field(nullable=False, sa_type=cast(Any, KEY))
    op: Op = Field(sa_type=cast(Any, Choice(Op)), nullable=False)
    before: str | None = prose()
    after: str | None = prose()


class Seal(SQLModel, table=True):
    """The digest of a change set and of all that were sealed before it."""

    __table_args__ = ({"sqlite_strict": True},)

    place: int = Field(primary_key=True, sa_type=cast(Any, KEY))
    change_set_id: int = Field(
        foreign_key="change_set.id", unique=True, nullable=False, sa_type=cast(Any, KEY)
    )
    digest: str = required(nullable=False)


class Erased(SQLModel, table=True):
    """A change or a change set from which `change_set_id` erased values: its digest before and
    after, so that the chain still holds."""

    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, KEY))
    change_set_id: int = Field(
        foreign_key="change_set.id", index=True, nullable=False, sa_type=cast(Any, KEY)
    )
    table_name: str = required(nullable=False)
    row_id: int = Field(nullable=False, sa_type=cast(Any, KEY))
    was: str = required(nullable=False)
    now: str = required(nullable=False)
