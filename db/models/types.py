"""Column types that mean the same on SQLite (STRICT) and on PostgreSQL, and read back from the history."""

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlmodel import Field

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


_JSON = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one for every cell
_EMPTY: dict[Any, str] = {list: "[]", dict: "{}"}
_TEXT = json.encoder.encode_basestring


def as_json(value: Any) -> str:
    """As JSON text. Most is empty in a long import, or a list of text, which takes half the time so."""
    if not value and type(value) in _EMPTY:
        return _EMPTY[type(value)]
    if type(value) is list and not [each for each in value if type(each) is not str]:
        return f"[{', '.join([_TEXT(each) for each in value])}]"
    return _JSON(value)


class Day(sa.types.TypeDecorator[date]):
    """A calendar day: DATE on PostgreSQL, ISO text on SQLite."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.Date() if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return self.from_log(value)

    def from_log(self, value: Any) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class Moment(sa.types.TypeDecorator[datetime]):
    """An instant: TIMESTAMPTZ on PostgreSQL, ISO text in UTC on SQLite, so text order is time order."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        aware = sa.TIMESTAMP(timezone=True)
        return dialect.type_descriptor(aware if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return self.from_log(value)

    def from_log(self, value: Any) -> datetime | None:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC) if moment is not None else None


class Flag(sa.types.TypeDecorator[bool]):
    """Yes or no: BOOLEAN on PostgreSQL, 0 or 1 on SQLite."""

    impl = sa.Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(
            sa.Boolean() if dialect.name == "postgresql" else sa.Integer()
        )

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return self.from_log(value)

    def from_log(self, value: Any) -> bool | None:
        return None if value is None else bool(value)


class Json(sa.types.TypeDecorator[Any]):
    """A list or a mapping kept as JSON text, in the order it came."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else as_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return self.from_log(value)

    def from_log(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return [] if value == "[]" else {} if value == "{}" else json.loads(value)


class Choice(sa.types.TypeDecorator[StrEnum]):
    """One word of an enumeration, held by a CHECK."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return self.from_log(value)

    def from_log(self, value: Any) -> StrEnum | None:
        return None if value is None else self.words(value)

    def rule(self, column: str) -> str:
        """The CHECK that holds a column to this enumeration."""
        listed = ", ".join(f"'{word.value}'" for word in self.words)
        return f"{column} IN ({listed})"


def from_log(column: sa.Column[Any], value: Any) -> Any:
    """The Python value of what the history wrote as JSON for this column."""
    read = getattr(column.type, "from_log", None)
    return read(value) if read else value


def _field(kind: Any, **options: Any) -> Any:
    return Field(sa_type=cast(Any, kind), **options)


def prose(default: Any = None, **options: Any) -> Any:
    return _field(sa.Text(), default=default, **options)


def required(**options: Any) -> Any:
    return _field(sa.Text(), **options)


def whole(default: Any = None, **options: Any) -> Any:
    return _field(WHOLE, default=default, **options)


def day(default: Any = None, **options: Any) -> Any:
    return _field(Day(), default=default, **options)


def moment(default: Any = None, **options: Any) -> Any:
    return _field(Moment(), default=default, **options)


def flag(default: bool = False) -> Any:
    return _field(Flag(), default=default)


def choice(words: type[StrEnum], default: Any = None) -> Any:
    return _field(Choice(words), default=default, nullable=default is None)


def listed() -> Any:
    """A list column that is never null."""
    return _field(Json(), default_factory=list, nullable=False)


def mapped() -> Any:
    """A mapping column that is never null."""
    return _field(Json(), default_factory=dict, nullable=False)


def link(table: str, *, needed: bool = False, late: bool = False, indexed: bool = False) -> Any:
    """A foreign key with its index, unless it is `indexed` already, as the first of several columns;
    `late` breaks a circle of two tables."""
    options: dict[str, Any] = {} if needed else {"default": None}
    if not late:
        options["foreign_key"] = f"{table}.id"
    return _field(KEY, index=not indexed, nullable=not needed, **options)
