"""crm duplicates and crm merge: which may be one, made one, and back again."""

from pathlib import Path

import pytest

from .conftest import Crm

LIST = "Name,Country,Phone\nZircon Works,DE,\nZircon Works GmbH,DE,+49 30 123456\n"


@pytest.fixture
def doubled(crm: Crm, tmp_path: Path) -> Crm:
    """Two companies that may be one, added on purpose."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    assert crm("import", path, "--as", "organisations", "--on-match", "create").status == 0
    return crm


def test_duplicates_are_listed_merged_and_taken_back(doubled: Crm) -> None:
    (pair,) = doubled("duplicates", "organisations", "--json").json
    assert (pair["first"]["name"], pair["second"]["name"]) == ("Zircon Works", "Zircon Works GmbH")
    keep, other = pair["first"]["ref"], pair["second"]["ref"]
    assert f"{other} Zircon Works GmbH is now part of {keep}" in doubled("merge", keep, other).out
    assert doubled("show", keep, "--json").json["phone"] == "+49 30 123456"
    assert doubled("duplicates", "organisations", "--json").json == []
    assert doubled("undo").status == 0
    assert len(doubled("duplicates", "organisations", "--json").json) == 1


def test_the_value_of_the_second_is_taken_where_asked(doubled: Crm) -> None:
    (pair,) = doubled("duplicates", "organisations", "--json").json
    keep, other = pair["first"]["ref"], pair["second"]["ref"]
    assert doubled("merge", keep, other, "--take", "name", "--json").json["kept"] == keep
    assert doubled("show", keep, "--json").json["name"] == "Zircon Works GmbH"


def test_the_same_file_finds_the_one_that_stayed(doubled: Crm, tmp_path: Path) -> None:
    (pair,) = doubled("duplicates", "organisations", "--json").json
    doubled("merge", pair["first"]["ref"], pair["second"]["ref"])
    again = doubled("import", tmp_path / "list.csv", "--as", "organisations", "--json").json
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize("words", [("O1", "C1"), ("O1", "O1"), ("M1", "M2"), ("O1", "O999")])
def test_what_cannot_be_merged_is_a_sentence(crm: Crm, words: tuple[str, str]) -> None:
    answer = crm("merge", *words)
    assert answer.status == 2 and answer.sentence


def test_only_people_and_organisations_have_duplicates(crm: Crm) -> None:
    assert "looked through" in crm("duplicates", "meetings").sentence
