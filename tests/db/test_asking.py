"""A question whose answer nobody wants any more is broken off; the next one is not."""

import threading
import time
from typing import Any

import pytest
import sqlalchemy as sa

from db.asking import Asking
from db.engine import Database
from db.libraries import driver
from db.queries import lists

LONG = sa.text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) "
    "SELECT count(*) FROM n"
)  # takes minutes
DEADLINE = 60.0


def test_a_running_question_is_stopped_from_another_thread(untouched: Database) -> None:
    asking, ended = Asking(), threading.Event()

    def ask() -> None:
        try:
            with (
                pytest.raises(sa.exc.OperationalError),
                untouched.engine.connect() as connection,
                sa.orm.Session(connection) as session,
                asking.of(session),  # type: ignore[arg-type]
            ):
                session.execute(LONG)
        finally:
            ended.set()

    thread = threading.Thread(target=ask)
    thread.start()
    until = time.monotonic() + DEADLINE
    while not ended.wait(0.01) and time.monotonic() < until:
        asking.stop()  # again, for it may not have begun yet
    assert ended.is_set()
    thread.join()


def test_a_stop_that_comes_late_hurts_nobody_else(untouched: Database) -> None:
    asking = Asking()
    with untouched.reading() as session, asking.of(session):
        assert session.execute(sa.text("SELECT 1")).scalar() == 1
    asking.stop()
    with untouched.reading() as session:
        assert session.execute(sa.text("SELECT 2")).scalar() == 2


def test_a_list_broken_off_leaves_nothing_open(seeded: Database) -> None:
    """A cursor that lives on in the error resets its statement, which the next question has by then."""
    cursors: list[Any] = []
    sa.event.listen(
        seeded.engine, "before_cursor_execute", lambda _, cursor, *more: cursors.append(cursor)
    )
    breaks = sa.text("SELECT 1 UNION ALL SELECT abs(-9223372036854775807 - 1)")  # in its second row
    with seeded.reading() as session, pytest.raises(driver().Error):
        lists._listed(session, breaks)  # type: ignore[arg-type]
    with pytest.raises(driver().ProgrammingError, match="closed"):
        cursors[-1].fetchone()
