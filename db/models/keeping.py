"""What the desk keeps beside the record: import runs, saved views, drafts, settings, handles."""

from datetime import date, datetime
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import STRICT, Record
from .types import KEY, Day, mapped, moment, prose, required, whole


class ImportRun(SQLModel, table=True):
    """One file brought in, and what became of its rows; `read` is the sum of the other five."""

    letter: ClassVar[str] = "R"
    __tablename__ = "import_run"
    __table_args__ = (
        sa.CheckConstraint(
            "read_rows = created + updated + unchanged + skipped + rejected", name="adds_up"
        ),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, KEY))
    at: datetime = moment(nullable=False)
    by: str = required(nullable=False)
    change_set_id: int | None = Field(
        default=None, foreign_key="change_set.id", index=True, sa_type=cast(Any, KEY)
    )
    file: str = required(nullable=False)
    sha256: str = required(nullable=False)
    noun: str = required(nullable=False)
    format: str = required(nullable=False)
    encoding: str | None = prose()
    delimiter: str | None = prose()
    fingerprint: str | None = prose(index=True)
    mapping: dict[str, str] = mapped()
    read_rows: int = whole(0, nullable=False)
    created: int = whole(0, nullable=False)
    updated: int = whole(0, nullable=False)
    unchanged: int = whole(0, nullable=False)
    skipped: int = whole(0, nullable=False)
    rejected: int = whole(0, nullable=False)
    created_organisations: int = whole(0, nullable=False)
    rejects_file: str | None = prose()

    @property
    def ref(self) -> str:
        return f"{self.letter}{self.id}"


class ImportRow(SQLModel, table=True):
    """What happened to one row of a file: its number there, its fate, and why."""

    __tablename__ = "import_row"
    __table_args__ = (sa.UniqueConstraint("run_id", "number"), STRICT)

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, KEY))
    run_id: int = Field(foreign_key="import_run.id", nullable=False, sa_type=cast(Any, KEY))
    number: int = whole(0, nullable=False)
    line: int | None = whole()
    verdict: str = required(nullable=False)
    ref: str | None = prose()
    reason: str | None = prose()


class SavedView(Record, table=True):
    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("of_noun", "name"), STRICT)

    of_noun: str = required(nullable=False)
    name: str = required(nullable=False)
    key: str | None = prose()
    words: str = required(nullable=False)


class Draft(SQLModel, table=True):
    """What was typed into a form and not saved yet; `texts` maps field names to typed text."""

    __table_args__ = (sa.UniqueConstraint("by", "form", "ref"), STRICT)

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, KEY))
    at: datetime = moment(nullable=False)
    by: str = required(nullable=False)
    form: str = required(nullable=False)
    ref: str = required(default="", nullable=False)
    texts: dict[str, Any] = mapped()


class Setting(SQLModel, table=True):
    __table_args__ = ({"sqlite_strict": True},)

    name: str = Field(primary_key=True, sa_type=cast(Any, sa.Text()))
    value: str | None = prose()


class Handle(SQLModel, table=True):
    """A key that identifies a record, exploded from its `handles` column by the database."""

    __table_args__ = (
        sa.Index("ix_handle_record", "table_name", "row_id"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    key: str = Field(primary_key=True, sa_type=cast(Any, sa.Text()))
    table_name: str = Field(primary_key=True, sa_type=cast(Any, sa.Text()))
    row_id: int = Field(primary_key=True, sa_type=cast(Any, KEY))


class Tally(SQLModel, table=True):
    """How many rows of a kind fall on a day, by a word that tells them apart; kept by db.tallies."""

    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)

    kind: str = Field(primary_key=True, sa_type=cast(Any, sa.Text()))
    day: date = Field(primary_key=True, sa_type=cast(Any, Day()))
    word: str = Field(primary_key=True, sa_type=cast(Any, sa.Text()))
    many: int = whole(nullable=False)
