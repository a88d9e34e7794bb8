"""No question that a screen asks reads a whole table: lists are read from an index, the rest looked up."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from db.engine import Database
from db.models import NOUNS, columns, metadata
from db.queries import lists
from db.queries.cards import card
from db.queries.figures import Period, figures
from db.queries.matches import matches
from db.queries.search import search
from db.queries.today import today

LONG = {"organisation", "contact", "meeting", "follow_up", "attendance", "meeting_organisation",
        "point", "handle", "change", "change_set"}  # fmt: skip
VIEWS = [
    ("contacts", ""), ("contacts", "sort:-name"), ("contacts", "sort:organisation"),
    ("contacts", "wanji"), ("contacts", "country:CN"), ("contacts", "organisation:wanji"),
    ("contacts", "tag:aluminium"), ("organisations", "kind:investor"), ("organisations", ""),
    ("organisations", "owner:C1"), ("organisations", "sort:parent"), ("meetings", ""),
    ("meetings", "sort:subject"),
    ("meetings", "sort:organisation"), ("meetings", "organisation:O2 date>2026-01-01"),
    ("follow_ups", "status:open"), ("follow_ups", "sort:-due"), ("follow_ups", "sort:text"),
    ("follow_ups", "organisation:O2"), ("follow_ups", "meeting:M1"), ("follow_ups", "sort:meeting"),
]  # fmt: skip


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _u: Any, statement: str, values: Any, _x: Any, _m: Any) -> None:
        asked.append((statement, values))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(database.engine, "before_cursor_execute", note)


def scans(database: Database, asked: list[tuple[str, Any]]) -> set[str]:
    """The steps that read a whole long table, row by row."""
    found = set()
    with database.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        for statement, values in asked:
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                for step in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall():
                    table = re.match(r"SCAN (\w+)(?!.*COVERING INDEX)", step[3])
                    if table and table[1] in LONG:
                        found.add(f"{step[3]}: {statement[:300]}")
    return found


@pytest.mark.parametrize(("noun", "line"), VIEWS)
def test_a_list_reads_no_table_row_by_row(seeded: Database, noun: str, line: str) -> None:
    with statements(seeded) as asked, seeded.reading() as session:
        ids = lists.ids(session, lists.parse(noun, line))
        lists.count(session, lists.parse(noun, line))
        lists.rows(session, noun, ids[:64])
    assert scans(seeded, asked) == set()


@pytest.mark.parametrize("ref", ["O2", "C1", "M1", "F1", "P1", "I1", "S1"])
def test_a_card_reads_no_table_row_by_row(seeded: Database, ref: str) -> None:
    with statements(seeded) as asked, seeded.reading() as session:
        card(session, ref)
    assert asked
    assert scans(seeded, asked) == set()


@pytest.mark.parametrize("ref", ["O1", "O2", "C1", "M1", "F1", "P1", "I1", "S1"])
def test_a_card_asks_at_most_three_questions_of_a_noun(seeded: Database, ref: str) -> None:
    with statements(seeded) as asked, seeded.reading() as session:
        card(session, ref)
    tables = {columns(model).name for model in NOUNS.values()}
    froms = [re.search(r"\sFROM (\w+)", statement) for statement, _ in asked]
    counted = Counter(found[1] for found in froms if found and found[1] in tables)
    assert counted
    assert max(counted.values()) <= 3, counted


@pytest.mark.parametrize("text", ["wanji", "万基", "sunstome", "3456789", "a"])
def test_a_search_reads_no_table_row_by_row(seeded: Database, text: str) -> None:
    with statements(seeded) as asked, seeded.reading() as session:
        search(session, text, 6)
        for noun in NOUNS:
            matches(session, noun, text)
    assert scans(seeded, asked) == set()


def test_today_reads_no_table_row_by_row(seeded: Database) -> None:
    with statements(seeded) as asked, seeded.reading() as session:
        today(session, date(2036, 1, 1))
    assert scans(seeded, asked) == set()
    with seeded.engine.connect() as connection:
        run: Any = connection.connection.dbapi_connection
        plans = [
            step[3]
            for statement, values in asked
            for step in run.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
        ]
    for index in ("list_follow_up_owed", "list_organisation_spoken", "list_meeting_state"):
        assert any(index in step for step in plans), index


def test_figures_read_no_table_row_by_row(seeded: Database) -> None:
    period = Period(date(2025, 1, 1), date(2026, 3, 31), date(2026, 6, 30))
    with statements(seeded) as asked, seeded.reading() as session:
        assert figures(session, period)
    assert scans(seeded, asked) == set()


def test_a_scan_would_be_seen(seeded: Database) -> None:
    table = metadata.tables["contact"]
    with statements(seeded) as asked, seeded.reading() as session:
        session.execute(sa.select(table.c.id).where(table.c.department == "x")).all()
    assert scans(seeded, asked)
