"""Acts, undo, redo and old acts taken back, in any order and across restarts: the start comes back."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db import history
from db.engine import Database, open_database
from db.errors import Problem
from tests.conftest import Files
from tests.db.dump import dump

from .sound import faults
from .test_every_command import ACTS

State = dict[str, Any]
SEEDS = st.integers(
    0, 4095
)  # of what an act chooses; few bits, so that Hypothesis reaches 500 steps


class Office(RuleBasedStateMachine):
    """What one officer does to one file. `states` are the record at the start and after each act
    that stands; `taken` what undo took back and redo brings again, the last first to come."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.database = self.opened()
        self.states, self.taken = [dump(self.database)], list[State]()
        self.moved = False

    def opened(self) -> Database:
        return open_database(str(self.path), who="Tester", seed=False)

    @rule(name=st.sampled_from(sorted(ACTS)), seed=SEEDS)
    def act(self, name: str, seed: int) -> None:
        before, luck = self.last(), Random(seed)
        try:
            with self.database.writing(name) as session:
                ACTS[name](session, luck)
        except Problem:
            return
        if self.last() != before:
            self.states.append(dump(self.database))
            self.taken.clear()

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def undo(self) -> None:
        assert self.database.undo().kept == ()
        self.taken.append(self.states.pop())

    @precondition(lambda self: self.taken)
    @rule()
    def redo(self) -> None:
        assert self.database.redo().kept == ()
        self.states.append(self.taken.pop())

    @precondition(lambda self: len(self.states) > 1)
    @rule(seed=SEEDS, also_newer=st.booleans())
    def take_back_an_old_one_and_again(self, seed: int, also_newer: bool) -> None:
        with self.database.reading() as session:
            acts = [e.id for e in history.entries(session)
                    if not e.undone and e.kind not in ("undo", "redo", "seed")]  # fmt: skip
        try:
            self.database.undo(Random(seed).choice(acts), also_newer=also_newer)
        except Problem:  # all of it was changed since, or is in use
            return
        assert self.database.redo().kept == ()

    @rule()
    def start_again(self) -> None:
        self.database.close()
        self.database = self.opened()

    @invariant()
    def what_stands_is_what_is_there(self) -> None:
        assert dump(self.database) == self.states[-1]

    def last(self) -> int:
        with self.database.reading() as session:
            return history.entries(session, limit=1)[0].id

    def teardown(self) -> None:
        assert faults(self.database) == []
        while len(self.states) > 1:
            self.undo()
            self.what_stands_is_what_is_there()
        assert faults(self.database) == []
        self.database.close()


def office(files: Files, folder: Path) -> Callable[[], Office]:
    places = (folder / str(number) for number in count())
    return lambda: Office(Path(files.new(next(places), seed=True)))


def settled(long: bool) -> settings:
    return settings(
        max_examples=4 if long else 3,
        stateful_step_count=500 if long else 20,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def test_whatever_is_done_and_undone_the_start_comes_back_row_for_row(
    files: Files, tmp_path: Path, long: bool
) -> None:
    run_state_machine_as_test(office(files, tmp_path), settings=settled(long))


def test_a_change_that_the_history_does_not_see_is_caught(files: Files, tmp_path: Path) -> None:
    made = office(files, tmp_path)()
    with made.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER crm_update_organisation")
    made.act(name="organisations.amend", seed=1)
    with pytest.raises(AssertionError):
        made.what_stands_is_what_is_there()
    made.database.close()
