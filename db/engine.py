"""Open a record, a file or a server, so that a save is a promise; the only place that makes engines."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from . import history, mounts, refusals, schema, search, sqlite
from .errors import Busy, Invalid, Problem, Refused
from .keys import Key
from .models import stamp
from .models.base import Stamp
from .models.history import Kind


@dataclass(frozen=True)
class Database:
    """An open record. `who` stands on every change made through it. Where it is `hurried`, a write
    that another one holds up raises Busy at once: whoever asks waits, and can be told to stop."""

    engine: sa.Engine
    who: str
    path: Path | None = None
    fresh: bool = False
    hurried: bool = False

    @property
    def where(self) -> str:
        """The record's place in words that hold no password."""
        return str(self.path or self.engine.url.render_as_string(hide_password=True))

    @property
    def key(self) -> Key | None:
        """What opens the file, where it is encrypted."""
        return self.engine.get_execution_options().get("key")

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A fresh session that reads one consistent state."""
        with _in_words(self), Session(self.engine) as session:
            yield session

    @contextlib.contextmanager
    def writing(
        self, label: str, *, kind: Kind = Kind.edit, keep: bool = True, **about: Any
    ) -> Iterator[Session]:
        """One transaction that is one change set; nothing of it stays if it raises.

        With `keep=False` it is rolled back at the end as well: the dry run of the same code.
        `about` may hold source_file, source_sha256 and reverses_id.
        """
        self._must_be_there()
        now = Stamp(datetime.now(UTC), self.who)
        token = stamp.set(now)
        try:
            with _in_words(self), self.engine.connect() as connection:
                connection = self._to_write(connection)
                with connection.begin() as transaction, Session(connection) as session:
                    opened = history.open_set(session, now, label, kind, **about)
                    session.info["change_set"] = opened
                    yield session
                    session.flush()
                    if keep:
                        history.seal(session, opened)
                        self._must_be_there()
                    else:
                        transaction.rollback()
        finally:
            stamp.reset(token)

    def _must_be_there(self) -> None:
        if self.path is not None:
            sqlite.still_there(self.path, self.engine)

    @contextlib.contextmanager
    def keeping(self) -> Iterator[Session]:
        """A transaction for what is no part of the record: drafts, settings."""
        self._must_be_there()
        with _in_words(self), self.engine.connect() as connection:
            connection = self._to_write(connection)
            with connection.begin(), Session(connection) as session:
                yield session
                session.flush()
                self._must_be_there()

    def _to_write(self, connection: sa.Connection) -> sa.Connection:
        return connection.execution_options(immediate=True, hurried=self.hurried)

    def undo(self, number: int | None = None, *, also_newer: bool = False) -> history.Reversal:
        """Take back the last change set, or the one of that number, as a change set of its own.

        Of an undo that is a redo; of a redo it is an undo of the act that it brought back. What
        was changed since is kept and named, unless `also_newer`.
        Raises Problem where there is nothing to undo and NotFound for an unknown number.
        """
        target = self._to_undo(number)
        kind = Kind.redo if target.kind is Kind.undo else Kind.undo
        return self._reverse(target, kind, also_newer)

    def undo_preview(
        self, number: int | None = None, *, also_newer: bool = False
    ) -> history.Preview:
        """What `undo` would do now; nothing is changed. Raises as it does."""
        target = self._to_undo(number)
        with self.reading() as session:
            return history.preview(session, target.id, also_newer=also_newer)

    def _to_undo(self, number: int | None) -> history.Entry:
        with self.reading() as session:
            if number is None:
                target = history.last_to_undo(session)
            else:
                target = history.act_of(session, history.entry(session, number))
        if target is None:
            raise Problem(refusals.NOTHING["undo"])
        return target

    def redo(self) -> history.Reversal:
        """Bring back what the last undo took. Raises Problem where there is nothing to redo."""
        with self.reading() as session:
            target = history.last_to_redo(session)
        if target is None:
            raise Problem(refusals.NOTHING["redo"])
        return self._reverse(target, Kind.redo, False)

    def _reverse(self, target: history.Entry, kind: Kind, also_newer: bool) -> history.Reversal:
        act = target.label.removeprefix("Undo: ") if kind is Kind.redo else target.label
        label = f"{kind.value.capitalize()}: {act}"
        with self.writing(label, kind=kind, reverses_id=target.id) as session:
            again = history.entry(session, target.id)
            done = history.reverse(session, again, also_newer=also_newer)
        return replace(done, label=act)

    def rest(self) -> None:
        """Put in order what saves left behind, while nobody types: the index of search merged, the log
        written back into the file. In the middle of work it would make one save in many slow."""
        if self.path is None:
            return
        with self.keeping() as session:
            search.merge(session.connection())
        with _in_words(self), self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self.engine.dispose()


def open_database(
    target: str,
    *,
    who: str,
    create: bool = True,
    seed: bool = True,
    share: bool = False,
    key: Key | None = None,
) -> Database:
    """Open, and where needed make, migrate and seed the record at a path or a URL.

    A file that is made now is encrypted with `key`, if there is one. Raises Refused (not ours,
    newer, damaged, locked, read-only, encrypted and not to be opened, on a network share unless
    `share`) and Invalid (no such target).
    """
    if "://" in target:
        return _open_server(target, who, seed)
    path = place(target)
    if not share:
        mounts.refuse_share(path)
    fresh = sqlite.prepare(path, create=create)
    database = Database(sqlite.engine(path, key if fresh else None), who, path)
    return _made_ready(database, fresh, seed)


def place(target: str) -> Path:
    """Where the file of a record is, links followed. Raises Invalid for what leads nowhere."""
    try:
        return Path(target).expanduser().resolve()
    except (OSError, RuntimeError) as error:  # a link to itself, the home of nobody
        raise Invalid(f"{target} leads nowhere, so I cannot open it. Check its parts.") from error


def _address(target: str) -> sa.URL:
    try:
        return sa.make_url(target)
    except (
        sa.exc.ArgumentError,
        ValueError,
    ) as error:  # said without the text: it may hold a password
        raise Invalid(
            "This is not an address of a database. Write postgresql+psycopg://name@host/database"
        ) from error


def _open_server(target: str, who: str, seed: bool) -> Database:
    url = _address(target)
    if url.get_backend_name() != "postgresql":
        raise Invalid(
            f"I cannot open a {url.get_backend_name()} database. "
            "Give the path of a file or a postgresql+psycopg:// address."
        )
    try:
        engine = sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 10, "options": "-c timezone=UTC"},
        )
        sa.event.listen(engine, "begin", _hurry)
    except ModuleNotFoundError as error:
        raise Invalid(
            "The PostgreSQL driver is not installed. Install it with: pip install '.[postgres]'"
        ) from error
    database = Database(engine, who)
    with _in_words(database), engine.connect() as connection:
        fresh = not sa.inspect(connection).has_table("change_set")
    return _made_ready(database, fresh, seed)


def _hurry(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("hurried", False):
        connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")


def _made_ready(database: Database, fresh: bool, seed: bool) -> Database:
    with _in_words(database):
        made = schema.bring_up(database.engine, fresh, seed=seed)
        seed = seed and schema.waits_for_seed(database.engine)
    if seed:
        from .seed import plant

        plant(database)
    return Database(database.engine, database.who, database.path, made)


@contextlib.contextmanager
def _in_words(database: Database) -> Iterator[None]:
    """Say in one sentence what the database refused; the rest is a bug and passes."""
    try:
        yield
    except (sa.exc.IntegrityError, sa.exc.DataError):
        raise  # its words hold values of the record, which could look like a state
    except sa.exc.DBAPIError as error:
        if (sentence := refusals.sentence(error)) is None:
            raise
        kind = Busy if sentence == refusals.BUSY else Refused
        raise kind(sentence, where=database.where) from error


__all__ = ["Database", "open_database", "place"]
