"""Who works for a company in another country still belongs to that company."""

from pathlib import Path
from typing import Any

import pytest

from crm.exchange.apply import Options, Result, run_import
from db.commands import organisations
from db.commands.imports import OnMatch
from db.engine import Database
from db.fates import Verdict
from tests.db.dump import dump

NAME = "Zircon Smelting Co., Ltd."


def bring(database: Database, folder: Path, rows: str, **how: Any) -> Result:
    path = folder / "people.csv"
    path.write_text(f"Full name,Company,Country,City,Email\n{rows}", encoding="utf-8")
    return run_import(database, path, Options(noun="contacts", **how))


def firm(database: Database, country: str | None, **more: Any) -> int:
    with database.writing("Add") as session:
        return organisations.add(session, name=NAME, country=country, **more)


def employer(database: Database) -> int:
    """Of the person who came last."""
    return int(dump(database)["contact"][-1]["organisation_id"])


@pytest.mark.parametrize("said", [NAME, "ZIRCON SMELTING", "Zircon  smelting co ltd"])
def test_a_person_abroad_is_linked_to_the_company_of_that_name(
    database: Database, tmp_path: Path, said: str
) -> None:
    one = firm(database, "CN")
    found = bring(database, tmp_path, f'Leyla Aslan,"{said}",Azerbaijan,Bakı,\n')
    assert (found.counts, employer(database)) == ({Verdict.created: 1}, one)


@pytest.mark.parametrize("how", [OnMatch.fill, OnMatch.update])
def test_the_company_does_not_move_to_where_its_people_are(
    database: Database, tmp_path: Path, how: OnMatch
) -> None:
    firm(database, "CN")
    bring(database, tmp_path, f'Leyla Aslan,"{NAME}",Azerbaijan,Bakı,\n', on_match=how)
    body = dump(database)["organisation"][-1]
    assert (body["country"], body["city"]) == ("CN", None)


def test_a_company_without_an_address_takes_the_one_of_its_person(
    database: Database, tmp_path: Path
) -> None:
    firm(database, None)
    bring(database, tmp_path, f'Leyla Aslan,"{NAME}",Azerbaijan,Bakı,\n')
    body = dump(database)["organisation"][-1]
    assert (body["country"], body["city"]) == ("AZ", "Bakı")


def test_of_people_in_many_towns_the_first_says_where_the_company_is(
    database: Database, tmp_path: Path
) -> None:
    one = firm(database, None)
    towns = [("Azerbaijan", "Bakı"), ("Azerbaijan", "Gəncə"), ("Türkiye", "Ankara")]
    rows = [f'Leyla Aslan {n},"{NAME}",{land},{town},\n' for n, (land, town) in enumerate(towns)]
    bring(database, tmp_path, "".join(rows))
    body, people = dump(database)["organisation"][-1], dump(database)["contact"][-3:]
    assert (body["country"], body["city"]) == ("AZ", "Bakı")
    assert [person["organisation_id"] for person in people] == [one] * 3
    assert [person["city"] for person in people] == [town for _, town in towns]


def test_of_two_of_one_name_it_is_the_one_in_the_country_of_the_person(
    database: Database, tmp_path: Path
) -> None:
    firm(database, "CN")
    here = firm(database, "AZ")
    bring(database, tmp_path, f'Leyla Aslan,"{NAME}",Azerbaijan,,\n')
    assert employer(database) == here


def test_a_country_that_the_file_gives_the_company_itself_still_tells_two_apart(
    database: Database, tmp_path: Path
) -> None:
    """The canary: what the company's own column says is no loan."""
    firm(database, "CN")
    path = tmp_path / "people.csv"
    row = f'Leyla Aslan,"{NAME}",Azerbaijan\n'
    path.write_text(f"Full name,Company,Company country\n{row}", encoding="utf-8")
    told = {"Company country": "organisation.country"}
    found = run_import(database, path, Options(noun="contacts", overrides=told))
    assert found.counts == {Verdict.rejected: 1}


def test_a_company_of_which_a_file_tells_but_the_id_is_found_by_it(
    database: Database, tmp_path: Path
) -> None:
    one = firm(database, "CN", external_ids={"salesforce": "001A"})
    path = tmp_path / "contacts.csv"
    path.write_text("Id,IsDeleted,AccountId,LastName,FirstName\n003A,false,001A,Aslan,Leyla\n"
                    "003B,false,001B,Roe,Jane\n", encoding="utf-8")  # fmt: skip
    found = run_import(database, path, Options())
    assert found.counts == {Verdict.created: 1, Verdict.rejected: 1}  # never a blank
    assert employer(database) == one
    found = run_import(database, path, Options(create_missing=True))
    assert found.counts == {Verdict.created: 1, Verdict.unchanged: 1}
    assert dump(database)["contact"][-1]["extra"]["organisation id"] == "001B"
