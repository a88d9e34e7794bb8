"""A question that somebody else can stop: the next key has made its answer useless."""

import contextlib
from collections.abc import Iterator
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlmodel import Session


class Asking:
    """`of` in the thread that asks; `stop` from any other, before, while or after it does."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._raw: Any = None
        self.stopped = False

    @contextlib.contextmanager
    def of(self, session: "Session") -> Iterator[None]:
        """The statements of this session, until the end, are those that `stop` breaks off."""
        with self._lock:
            self._raw = session.connection().connection.dbapi_connection
        try:
            yield
        finally:
            with self._lock:  # the connection may serve another question from now on
                self._raw = None

    def stop(self) -> None:
        """Break off the statement that runs; the database says so in an error of its own."""
        with self._lock:
            self.stopped = True
            if self._raw is not None:
                (getattr(self._raw, "interrupt", None) or self._raw.cancel)()
