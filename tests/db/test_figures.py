"""Figures: equal to a slow recount of the same record, and each opens exactly the rows it counts."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from statistics import median
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.commands import cases, follow_ups, incentives, meetings, organisations, projects
from db.engine import Database, open_database
from db.models.projects import Stage
from db.queries import lists
from db.queries.figures import Kpi, Period, figures, refs
from db.queries.stages import paths
from tests.conftest import WHO

FIRST = date(2026, 1, 1)
PERIOD = Period(FIRST, date(2026, 3, 31), date(2026, 3, 31))


class Clock(datetime):
    """The moment of the next change: noon of a day that the test sets."""

    day = FIRST

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        return cls(cls.day.year, cls.day.month, cls.day.day, 12, tzinfo=UTC)


@contextmanager
def on(database: Database, day: date) -> Iterator[Any]:
    Clock.day = day
    with patch("db.engine.datetime", Clock), database.writing("Act") as session:
        yield session


def told(database: Database, period: Period = PERIOD) -> dict[str, Kpi]:
    with database.reading() as session:
        return {kpi.id: kpi for kpi in figures(session, period)}


def values(kpi: Kpi) -> dict[str, float | None]:
    return {f"{n.label} {n.unit}".strip(): n.value for n in kpi.numbers}


def behind(database: Database, kpi: Kpi, label: str) -> list[str]:
    number = next(n for n in kpi.numbers if n.label == label)
    with database.reading() as session:
        return refs(session, number)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def whole_project(session: Any) -> int:
    """A project that may enter any stage."""
    one = projects.add(session, name="Smelter", sector="Metal", type="greenfield",
                       requirements="Power", manager_id=1, likelihood=50, expected_on=FIRST)  # fmt: skip
    projects.join(session, one, 1)
    projects.consider(session, one, 1, verdict="decided")
    for basis in ("committed", "realised"):
        projects.measure(session, one, measure="capex", basis=basis, amount=1, currency="AZN",
                         as_of=date(2000, 1, 1))  # fmt: skip
    return one


def advance(database: Database, one: int, stage: str, when: date) -> None:
    with on(database, when) as session:
        projects.advance(session, one, Stage(stage))


def test_a_project_counts_where_it_arrived_and_where_it_jumped_over(database: Database) -> None:
    with on(database, day(3)) as session:
        one = whole_project(session)
    advance(database, one, "qualified", day(13))
    advance(database, one, "negotiation", day(33))
    found = told(database)
    assert values(found["pipeline"])["visit"] == 1 and values(found["pipeline"])["commitment"] == 0
    assert values(found["days"]) == {"lead days": 10, "qualified days": 20}
    assert behind(database, found["pipeline"], "negotiation") == [f"P{one}"]
    later = told(database, Period(day(20), day(89), day(89)))
    assert values(later["pipeline"])["lead"] == 0 and values(later["pipeline"])["visit"] == 1


def test_what_was_undone_never_happened_and_what_was_brought_back_did(database: Database) -> None:
    with on(database, day(3)) as session:
        one = whole_project(session)
    advance(database, one, "visit", day(13))
    database.undo()
    assert values(told(database)["pipeline"])["visit"] == 0
    database.redo()
    found = told(database)
    assert values(found["pipeline"])["visit"] == 1 and values(found["days"]) == {"lead days": 10}
    database.undo()
    database.undo()
    assert values(told(database)["pipeline"])["lead"] == 0
    database.redo()
    with database.reading() as session:
        assert [step.on for step in paths(session)[one]] == [day(3)]


def test_days_are_not_told_of_what_was_brought_in_at_a_stage(database: Database) -> None:
    with on(database, day(3)) as session:
        one = whole_project(session)
        projects.advance(session, one, Stage.visit)
    advance(database, one, "negotiation", day(9))
    found = told(database)
    assert values(found["pipeline"])["lead"] == 1 and found["days"].numbers == ()
    assert values(found["conversion"])["visit"] == 1


def test_capital_is_the_newest_figure_and_never_added_across_currencies(
    database: Database,
) -> None:
    with on(database, day(3)) as session:
        one, two = whole_project(session), whole_project(session)
        for basis, amount, currency, when in (
            ("planned", 500, "USD", day(20)), ("planned", 700, "USD", day(10)),
            ("planned", 900, "USD", day(400)), ("committed", 300, "USD", day(5)),
        ):  # fmt: skip
            projects.measure(session, one, measure="capex", basis=basis, amount=amount,
                             currency=currency, as_of=when)  # fmt: skip
        projects.measure(session, two, measure="capex", basis="planned", amount=7, currency="AZN")
        projects.measure(session, two, measure="jobs", basis="planned", amount=40, unit="people")
    found = told(database)
    assert values(found["capital"]) == {"planned AZN": 7, "planned USD": 500, "committed USD": 300}
    assert values(found["jobs"]) == {"planned jobs": 40}
    assert behind(database, found["capital"], "committed") == [f"P{one}"]
    with on(database, day(30)) as session:
        projects.lose(session, one, "Power", day(30))
    assert values(told(database)["capital"]) == {"planned AZN": 7}


def test_the_first_response_is_a_meeting_with_the_investor_or_a_promise_kept(
    database: Database,
) -> None:
    with on(database, day(3)) as session:
        met, served, waits = (projects.add(session, name=name) for name in "abc")
        body = organisations.add(session, name="Guest", kind="investor", country="CN")
        projects.join(session, met, body)
        meetings.add(session, subject="Talk", starts_on=day(7), status="planned", place="Baku")
        follow_ups.add(session, text="Send", project_id=served, due_on=day(9))
    with on(database, day(4)) as session:
        last = max(lists.ids(session, lists.parse("meetings", "Talk")))
        meetings.write_up(session, last, meetings.WriteUp({}, organisations=[body],
                          seats=[meetings.Seat(1, side="host"), meetings.Seat(2, side="guest")]))  # fmt: skip
        meetings.hold(session, last)
        made = max(lists.ids(session, lists.parse("follow_ups", "Send")))
        follow_ups.complete(session, made, day(5))
    found = told(database)
    assert values(found["response"]) == {"Answered after days": 3, "Not answered yet": 1}
    assert behind(database, found["response"], "Not answered yet") == [f"P{waits}"]


def test_the_seed_tells_its_meeting_by_level_and_country(untouched: Database) -> None:
    found = told(untouched, Period(FIRST, date(2026, 6, 30), date(2026, 6, 30)))
    assert values(found["countries"])["CN"] == 1
    assert sum(v or 0 for v in values(found["levels"]).values()) == 1
    assert behind(untouched, found["quiet"], "Gone quiet") == ["O3", "O1"]


def test_a_meeting_that_was_put_away_was_no_contact(database: Database) -> None:
    with on(database, day(3)) as session:
        body = organisations.add(session, name="Guest", kind="investor", country="FR")
        meetings.add(session, subject="Talk", starts_on=day(3), status="planned", place="Baku")
        one = max(lists.ids(session, lists.parse("meetings", "Talk")))
        seats = [meetings.Seat(1, side="host"), meetings.Seat(2, side="guest")]
        meetings.write_up(session, one, meetings.WriteUp({}, organisations=[body], seats=seats))
        meetings.hold(session, one)
    assert f"O{body}" in behind(database, told(database)["quiet"], "Gone quiet")
    with on(database, day(4)) as session:
        meetings.archive(session, one)
    assert f"O{body}" not in behind(database, told(database)["quiet"], "Gone quiet")


def test_an_empty_record_has_figures_of_nothing(empty_database: Database) -> None:
    found = told(empty_database)
    assert not any(n.value for kpi in found.values() for n in kpi.numbers)


NOW = date(2026, 2, 20)
DAY = st.integers(-20, 120).map(day)
PROMISE = st.tuples(st.sampled_from(["ours", "theirs"]), DAY, st.none() | DAY, st.booleans())
CASE = st.tuples(DAY, st.lists(st.sampled_from(["applied", "granted", "refused", "in_force",
                                                "withdrawn"]), max_size=3))  # fmt: skip
FIGURE = st.tuples(st.integers(0, 1), st.sampled_from(["planned", "committed"]),
                   st.integers(1, 99), st.sampled_from(["USD", "AZN"]), DAY)  # fmt: skip
MOVES = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(list(Stage)),
                           st.integers(0, 9)), max_size=6)  # fmt: skip


@pytest.fixture
def scratch(empty_target: str) -> Iterator[Database]:
    database = open_database(empty_target, who=WHO, seed=False)
    yield database
    database.close()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(promises=st.lists(PROMISE, max_size=5), offers=st.lists(CASE, max_size=4),
       amounts=st.lists(FIGURE, max_size=5), moves=MOVES)  # fmt: skip
def test_figures_are_what_a_slow_recount_finds(
    scratch: Database, promises: Any, offers: Any, amounts: Any, moves: Any
) -> None:
    with on(scratch, day(-30)) as session:
        for noun, module in (("follow_ups", follow_ups), ("cases", cases), ("projects", projects)):
            for one in lists.ids(session, lists.parse(noun, "")):
                module.archive(session, one)  # of the example before
        body = organisations.add(session, name="Guest")
        offer = incentives.add(session, name="Park")
        for side, due, done, dropped in promises:
            one = follow_ups.add(session, text="x", side=side, due_on=due)
            if done:
                follow_ups.complete(session, one, done)
            elif dropped:
                follow_ups.drop(session, one)
        for offered, states in offers:
            one = cases.add(session, incentive_id=offer, organisation_id=body, offered_on=offered)
            for state in states:
                try:
                    cases.move(session, one, cases.State(state), offered)
                except cases.Invalid:
                    break
        made = [projects.add(session, name=name) for name in "ab"]
        for which, basis, amount, currency, when in amounts:
            projects.measure(session, made[which], measure="capex", basis=basis, amount=amount,
                             currency=currency, as_of=when)  # fmt: skip
    when, known = day(-30), {one: [(Stage.lead, day(-30))] for one in made}
    for which, stage, gap in moves:
        when += timedelta(days=gap)
        if known[made[which]][-1][0] is not stage:
            with on(scratch, when) as session:
                projects.records.amend(session, projects.Project, made[which], {"stage": stage})
            known[made[which]].append((stage, when))
    period = Period(day(-5), day(60), NOW)
    found = told(scratch, period)
    assert _promised(found) == _slow_promises(promises, period)
    assert _positive(found["incentives"]) == _slow_cases(scratch, period)
    assert values(found["capital"]) == _slow_capital(amounts, period)
    assert _positive(found["pipeline"]) == _slow_pipeline(known, period)
    assert values(found["days"]) == _slow_days(known, period)
    with scratch.reading() as session:
        for number in (n for kpi in found.values() for n in kpi.numbers if not n.unit):
            assert len(refs(session, number)) == number.value


def _positive(kpi: Kpi) -> dict[str, float | None]:
    return {label: value for label, value in values(kpi).items() if value}


def _promised(found: dict[str, Kpi]) -> dict[tuple[str, str], float]:
    return {(side, n.label): n.value for side in ("ours", "theirs")
            for n in found[side].numbers if n.value}  # fmt: skip


def _slow_promises(promises: Any, period: Period) -> dict[tuple[str, str], int]:
    counts: Counter[tuple[str, str]] = Counter()
    for side, due, done, dropped in promises:
        if due in period and due <= NOW and (done or not dropped):
            fate = "Still open" if not done else "Kept on time" if done <= due else "Kept late"
            counts[side, fate] += 1
    return dict(counts)


def _slow_cases(database: Database, period: Period) -> dict[str, int]:
    groups = {"offered": "Waiting", "applied": "Waiting", "refused": "Refused",
              "withdrawn": "Withdrawn"}  # fmt: skip
    counts: Counter[str] = Counter()
    with database.reading() as session:
        wanted = lists.ids(session, lists.parse("cases", ""))
        for row in lists.rows(session, "cases", wanted):
            if row.values["offered_on"] in period:
                counts.update(["Offered", groups.get(row.values["state"], "Granted")])
    return dict(counts)


def _slow_capital(amounts: Any, period: Period) -> dict[str, int]:
    newest = {}
    for index, (which, basis, amount, currency, when) in enumerate(amounts):
        if when in period and (when, index) >= newest.get((which, basis), ((date.min, 0),))[0]:
            newest[which, basis] = ((when, index), amount, currency)
    sums: defaultdict[str, int] = defaultdict(int)
    for (_, basis), (_, amount, currency) in newest.items():
        sums[f"{basis} {currency}"] += amount
    return dict(sums)


def _slow_pipeline(known: Any, period: Period) -> dict[str, int]:
    order, counts = list(Stage), Counter[str]()
    for path in known.values():
        for stage in order:
            first = min((d for s, d in path if order.index(s) >= order.index(stage)), default=None)
            counts[stage] += first is not None and first in period
    return {stage: n for stage, n in counts.items() if n}


def _slow_days(known: Any, period: Period) -> dict[str, float]:
    stays = defaultdict(list)
    for path in known.values():
        for (stage, start), (_, end) in pairwise(path):
            if end in period:
                stays[f"{stage} days"].append((end - start).days)
    return {stage: median(days) for stage, days in stays.items()}
