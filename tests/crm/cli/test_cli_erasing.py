"""Erasing a person at the command line: a list first, then nothing left, also not of the last screen."""

from pathlib import Path

import pytest

from crm import astray, last_seen
from crm.last_seen import LastSeen

from .conftest import Crm

NAME = "Bashirli"


@pytest.fixture
def _seen(place: Path) -> None:
    """Today as it was shown last, with the person in it."""
    last_seen.keep(str(place), LastSeen({"title": NAME}, 80, 24, (f"Ask {NAME}",)))


def holding(folder: Path) -> set[str]:
    """The files below a folder in which the name stands."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.name for path in found if NAME.lower().encode() in path.read_bytes().lower()}


@pytest.mark.usefixtures("_seen")
def test_without_yes_an_erasure_is_a_list_and_nothing_changes(crm: Crm, place: Path) -> None:
    before = place.read_bytes()
    told = crm("erase", "C1")
    assert told.status == 0 and "Erasing C1 would touch:" in told.out
    assert "Nothing was changed. Do it, for good, with: crm erase C1 --yes" in told.out
    assert place.read_bytes() == before and last_seen.place().exists()


@pytest.mark.usefixtures("_seen")
def test_with_yes_the_person_is_gone_also_from_the_last_screen(
    crm: Crm, place: Path, tmp_path: Path
) -> None:
    crm("backup", place.with_name(f"{place.stem}.before-restore-1.db"))
    assert "today.json" in holding(tmp_path)
    told = crm("erase", "C1", "--yes")
    assert told.status == 0 and "C1 was erased for good:" in told.out
    assert "These copies still hold the person" in told.out
    assert not last_seen.place().exists()
    assert crm("show", "C1").status == 2
    assert crm("check").status == 0


def test_words_that_wait_beside_the_record_are_erased_too(crm: Crm, place: Path) -> None:
    for ref in ("C1", "C2"):
        words = {"typed": {"notes": f"Samed {NAME} said no"}, "before": {"notes": ""}}
        astray.keep(str(place), ("Tester", "contacts", ref), words)
    assert holding(astray.folder())
    assert crm("erase", "C1", "--yes").status == 0
    assert not holding(astray.folder()) and f"Samed {NAME}".encode() not in place.read_bytes()


def test_only_a_person_who_is_there_is_erased(crm: Crm) -> None:
    for words, said in ((("O1",), "Only a contact"), (("C999",), "There is no C999"),
                        ((), "Say whom to erase")):  # fmt: skip
        told = crm("erase", *words, "--yes")
        assert told.status == 2 and said in told.err
