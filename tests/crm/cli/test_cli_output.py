"""Nothing of the data acts on a terminal, and JSON comes back as it was."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm.cli import output
from crm.text import cell_width
from db.commands import contacts, follow_ups, organisations
from db.engine import open_database
from tests.hostile import CONTROL, NAUGHTY, STRINGS

from .conftest import Crm

# What the record takes: neither lone surrogates nor NUL.
_KEPT = [text.encode("utf-8", "replace").decode().replace("\0", "") for text in STRINGS.values()]


@pytest.fixture
def full_of_traps(place: Path) -> None:
    database = open_database(str(place), who="\x1b]0;who\x07", create=False)
    with database.writing("\x1b[31mlabel\x9b") as session:
        for text in filter(str.strip, _KEPT):
            one = organisations.add(session, name=f"trap {text}", city=text, notes=text, tags=["t"])
            contacts.add(session, full_name=text, job_title=text, organisation_id=one)
            follow_ups.add(session, text=text, due_on=date(2026, 1, 20))
    database.close()


_ASKED = [
    ("list", "organisations"),
    ("list", "contacts", "--json"),
    ("list", "follow-ups"),
    ("search", "trap"),
    ("search", "trap", "--json"),
    ("today",),
    ("today", "--json"),
    ("history",),
    ("history", "--json"),
    ("history", "O22"),
    ("history", "O22", "--json"),
    ("show", "O22"),
    ("show", "C12", "--json"),
]


@pytest.mark.usefixtures("full_of_traps")
@pytest.mark.parametrize("words", _ASKED, ids=" ".join)
def test_no_control_character_of_the_data_comes_out(crm: Crm, words: tuple[str, ...]) -> None:
    answer = crm(*words)
    assert answer.status == 0
    assert not CONTROL.findall(answer.out.encode())


@pytest.mark.usefixtures("full_of_traps")
def test_without_the_scrubbing_the_same_look_would_fail(
    crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "show", str)
    monkeypatch.setattr(output, "one_line", str)
    assert CONTROL.findall(crm("list", "organisations").out.encode())


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_a_failure_repeats_what_was_typed_harmlessly(crm: Crm, text: str) -> None:
    if "\0" in text:
        pytest.skip("no argument of a program holds NUL")
    typed = os.fsdecode(text.encode("utf-8", "surrogatepass"))
    for words in (
        ("show", typed),
        ("list", typed),
        ("list", "contacts", "--sort", typed),
        (typed,),
    ):
        answer = crm(*words)
        assert not CONTROL.findall(answer.err.encode())
        assert "Traceback" not in answer.err


@pytest.mark.parametrize("text", [*STRINGS.values(), *NAUGHTY.values()])
def test_json_escapes_what_cannot_be_printed_and_comes_back(text: str) -> None:
    dumped = output.dumped({text: [text]})
    assert not CONTROL.findall(dumped.encode())
    assert json.loads(dumped) == {text: [text]}


def test_json_has_iso_days_and_moments() -> None:
    when = datetime(2026, 1, 19, 9, 30, tzinfo=UTC)
    assert json.loads(output.dumped([date(2026, 1, 19), when])) == [
        "2026-01-19",
        "2026-01-19T09:30:00+00:00",
    ]


def test_a_table_fits_the_terminal_and_cuts_the_longest_first() -> None:
    rows = [("O1", "a" * 90, "China"), ("O2", "铝" * 40, "Azerbaijan")]
    lines = output.table(("Ref", "Name", "Country"), rows, width=60)
    assert max(map(cell_width, lines)) <= 60
    assert all("…" in line for line in lines[1:])
    assert "Azerbaijan" in lines[2]


def test_a_table_is_never_cut_where_no_terminal_limits_it() -> None:
    (_, line) = output.table(("Ref", "Name"), [("O1", "x" * 3000)])
    assert line == "O1   " + "x" * 3000


def test_a_table_survives_a_terminal_of_no_width() -> None:
    assert output.table(("Ref", "Name"), [("O1", "x" * 50)], width=1)


def test_values_of_several_lines_hang_under_the_first() -> None:
    assert output.labelled([("A", "one\ntwo"), ("Long", "three")]) == [
        "A     one",
        "      two",
        "Long  three",
    ]
