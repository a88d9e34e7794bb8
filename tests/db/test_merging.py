"""Two records made one: nothing that either knew is lost, and one undo gives both back."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.commands import contacts, follow_ups, meetings, merging, organisations, projects
from db.commands.meetings import Seat, WriteUp
from db.engine import Database
from db.errors import Invalid, NotFound
from db.models import RECORDS, Contact, FollowUp, Handle, Organisation, columns
from db.models.history import Kind
from db.models.meetings import Side
from db.queries import duplicates


def written(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the record but who touched it last, and how often."""
    found = {}
    with database.reading() as session:
        for table in map(columns, RECORDS):
            kept = [
                c for c in table.columns if c.name not in ("version", "updated_at", "updated_by")
            ]
            found[table.name] = list(map(tuple, session.execute(sa.select(*kept).order_by("id"))))
        handles = columns(Handle)  # type: ignore[arg-type]
        found["handle"] = sorted(map(tuple, session.execute(sa.select(handles))))
    return found


@pytest.fixture
def two(database: Database) -> tuple[int, int]:
    """One company twice, with people, a meeting of both, one of the second alone, a project, a promise."""
    with database.writing("Made up") as session:
        one = organisations.add(
            session, name="Zircon Works", country="CN", tags=["metal"], notes="A"
        )
        two = organisations.add(
            session, name="锆石工厂", city="Luoyang", country="CN", tags=["anodes"],
            external_ids={"odoo": "7"}, notes="B", email="info@zircon.example",
        )  # fmt: skip
        person = contacts.add(session, given_name="Li", family_name="Wei", organisation_id=two)
        both = meetings.add(session, subject="Both")
        meetings.write_up(
            session, both, WriteUp(organisations=[one, two], seats=[Seat(person, Side.guest)])
        )
        alone = meetings.add(session, subject="Alone")
        meetings.write_up(session, alone, WriteUp(organisations=[two], seats=[]))
        made = projects.add(session, name="Anodes")
        projects.join(session, made, two)
        projects.join(session, made, one)
        follow_ups.add(session, text="Send the list", organisation_id=two)
    return one, two


def merged(database: Database, one: int, two: int, *take: str) -> None:
    with database.writing("Merge") as session:
        merging.merge(session, Organisation, one, two, take)


def test_every_link_goes_with_it(database: Database, two: tuple[int, int]) -> None:
    merged(database, *two)
    with database.reading() as session:
        for model in (Contact, FollowUp):
            newest = sa.select(model.organisation_id).order_by(model.id.desc()).limit(1)  # type: ignore[attr-defined]
            assert session.execute(newest).scalar() == two[0]
        left = [
            (table.name, column.name)
            for table, column in merging._links(Organisation)
            if session.execute(sa.select(sa.func.count()).where(column == two[1])).scalar()
        ]
    assert left == []


def test_what_only_one_of_them_knew_is_kept(database: Database, two: tuple[int, int]) -> None:
    merged(database, *two)
    with database.reading() as session:
        stays, goes = session.get(Organisation, two[0]), session.get(Organisation, two[1])
        assert stays and goes
        assert (stays.name, stays.city, stays.email) == (
            "Zircon Works",
            "Luoyang",
            "info@zircon.example",
        )
        assert stays.aliases == ["锆石工厂"] and stays.tags == ["metal", "anodes"]
        assert stays.notes == "A\n\nB" and stays.external_ids == {"odoo": "7"}
        assert goes.archived_at is not None and goes.extra == {"merged into": f"O{two[0]}"}


def test_of_a_field_that_differs_the_chosen_value_stays(
    database: Database, two: tuple[int, int]
) -> None:
    merged(database, *two, "name")
    with database.reading() as session:
        stays = session.get(Organisation, two[0])
        assert stays and stays.name == "锆石工厂"


def test_undo_gives_both_back_with_every_link(database: Database, two: tuple[int, int]) -> None:
    before = written(database)
    merged(database, *two, "name", "notes")
    assert written(database) != before
    done = database.undo()
    assert done.kept == () and written(database) == before
    database.redo()
    assert written(database) != before


def test_a_merge_is_one_act_of_its_kind(database: Database, two: tuple[int, int]) -> None:
    from db import history

    merged(database, *two)
    with database.reading() as session:
        (made, *_) = history.entries(session)
    assert made.kind is Kind.merge


def test_a_parent_does_not_become_its_own(database: Database) -> None:
    with database.writing("Made up") as session:
        one = organisations.add(session, name="Holding")
        two = organisations.add(session, name="Holding AG", parent_id=one)
        child = organisations.add(session, name="Works", parent_id=two)
    for keep, other in ((one, two), (two, one)):
        merged(database, keep, other)
        with database.reading() as session:
            stays, works = session.get(Organisation, keep), session.get(Organisation, child)
            assert stays and works and stays.parent_id is None and works.parent_id == keep
        database.undo()


def test_people_are_merged_with_their_seats(database: Database) -> None:
    with database.writing("Made up") as session:
        one = contacts.add(session, given_name="Li", family_name="Wei", emails=["li@a.example"])
        two = contacts.add(session, full_name="李伟", emails=["LI@a.example", "wei@b.example"])
        met = meetings.add(session, subject="Both sit here")
        seats = [Seat(one, Side.guest), Seat(two, Side.guest)]
        meetings.write_up(session, met, WriteUp(organisations=[], seats=seats))
    before = written(database)
    with database.writing("Merge") as session:
        merging.merge(session, Contact, one, two)
    with database.reading() as session:
        stays = session.get(Contact, one)
        assert stays and stays.emails == ["li@a.example", "wei@b.example"]
        assert stays.aliases == ["李伟"]
    database.undo()
    assert written(database) == before


@pytest.mark.parametrize(
    ("model", "keep", "other", "error"),
    [(FollowUp, 1, 2, Invalid), (Organisation, 1, 1, Invalid), (Organisation, 1, 99, NotFound)],
)
def test_what_cannot_be_one_is_said(
    database: Database, two: tuple[int, int], model: type[Organisation], keep: int, other: int,
    error: type[Exception],
) -> None:  # fmt: skip
    with pytest.raises(error), database.writing("Merge") as session:
        merging.merge(session, model, keep, other)


# Which may be one


def found(session: Session, noun: str) -> list[tuple[str, str, str]]:
    return [(p.first.name, p.second.name, p.reason) for p in duplicates.pairs(session, noun)]


def test_pairs_are_found_across_scripts_and_legal_forms(database: Database) -> None:
    with database.writing("Made up") as session:
        for name, country in (
            ("Azərbaycan Alüminium MMC", "AZ"), ("Азербайджан Алюминий ООО", None),
            ("Acme GmbH", "DE"), ("Acme Ltd", "GB"), ("Sunstone", "CN"),
        ):  # fmt: skip
            organisations.add(session, name=name, country=country)
        organisations.add(session, name="Sunstone Development", website="https://www.sun.example/a")
        organisations.add(session, name="Sunstone Dev. Co.", website="sun.example")
        organisations.add(session, name="Sunny Tours", website="sun.example")
    with database.reading() as session:
        names = {(one, two) for one, two, _ in found(session, "organisations")}
    assert ("Sunstone Development", "Sunstone Dev. Co.") in names
    assert ("Acme GmbH", "Acme Ltd") not in names  # the countries contradict each other
    assert not any("Sunny Tours" in pair for pair in names)


def test_people_with_one_address_are_surely_one(database: Database) -> None:
    with database.writing("Made up") as session:
        contacts.add(session, given_name="Aytən", emails=["a@b.example"], country="AZ")
        contacts.add(session, given_name="Ayten", emails=["A@B.example"])
        contacts.add(
            session, given_name="Ayten", emails=["a@b.example"], country="TR"
        )  # not the first
    with database.reading() as session:
        pairs = duplicates.pairs(session, "contacts")
    sure = [(p.first.name, p.second.name) for p in pairs if p.certain]
    assert sure == [("Aytən", "Ayten"), ("Ayten", "Ayten")]


def test_merged_records_are_a_pair_no_more(database: Database, two: tuple[int, int]) -> None:
    with database.writing("Made up") as session:
        organisations.amend(session, two[1], {"name": "Zircon Works GmbH"})
    with database.reading() as session:
        (pair,) = duplicates.pairs(session, "organisations")
        assert (pair.first.id, pair.second.id) == two
    merged(database, *two)
    with database.reading() as session:
        assert duplicates.pairs(session, "organisations") == []


def test_what_differs_is_asked(database: Database, two: tuple[int, int]) -> None:
    with database.reading() as session:
        told = duplicates.differing(session, "organisations", *two)
    assert [(each.field, each.first, each.second) for each in told] == [
        ("name", "Zircon Works", "锆石工厂")
    ]
