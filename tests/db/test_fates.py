"""What became of each row: in order, in groups, and not in memory."""

import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest

from db.fates import Fate, Fates, Remark, Told, Verdict
from tests.hostile import STRINGS


def rejected(number: int, value: str) -> Told:
    problem = ("Country", value, f"no country is called “{value}”", "write it in English")
    return Told(Fate(number, number + 1, Verdict.rejected, problem=problem), f"Row {number}")


def created(number: int) -> Told:
    return Told(Fate(number, number + 1, Verdict.created, f"C{number}"), f"Person {number}")


def test_rows_come_back_as_they_were_told() -> None:
    changes = {"country": (None, "AZ"), "check_on": (date(2026, 1, 19), None), "tags": ([], ["a"])}
    told = Told(
        Fate(3, 9, Verdict.updated, "O4", "its contact was updated", changes, "O7"), "Acme", "Bakı",
        (Remark(3, "City", "x", "is odd", "look"), Remark(3, "", "", "letters were lost")),
    )  # fmt: skip
    fates = Fates()
    fates.add([created(1), told])
    fates.add([rejected(4, "Atlantis")])
    assert list(fates) == [created(1), told, rejected(4, "Atlantis")]
    assert fates[1] == told and len(fates) == 3


def test_a_place_behind_the_last_is_none() -> None:
    with pytest.raises(IndexError):
        Fates()[0]


def test_equal_problems_meet_whatever_their_values() -> None:
    fates = Fates()
    fates.add([rejected(1, "Atlantis"), created(2), rejected(3, "Mu"), rejected(4, "Mu")])
    assert fates.problems() == [("Country: no country is called it", 3)]
    assert list(fates.with_problem("Country: no country is called it")) == [0, 2, 3]
    assert fates.values("Country: no country is called it", 9) == [
        ("Country", "Mu", 2), ("Country", "Atlantis", 1)
    ]  # fmt: skip
    assert list(fates.with_verdict(Verdict.created)) == [1]


def test_any_text_of_a_file_can_be_kept() -> None:
    fates = Fates()
    fates.add(rejected(number, text) for number, text in enumerate(STRINGS.values(), 1))
    shown = [told.fate.problem[1] for told in fates if told.fate.problem]
    assert shown == [text.encode(errors="replace").decode() for text in STRINGS.values()]


def test_a_long_list_takes_no_more_memory_than_a_short_one() -> None:
    """The canary is the list of the same rows, which takes many times as much."""

    def rows(count: int) -> Iterator[Told]:
        return (rejected(number, f"Country {number}") for number in range(count))

    kept, listed = Fates(), []
    tracemalloc.start()
    for start in range(0, 8_000, 500):
        kept.add(rejected(start + n, f"Country {start + n}") for n in range(500))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    listed = list(rows(8_000))
    _, whole = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept) == len(listed) and peak * 3 < whole
