"""New rows of an import reach the search index in one go, and none can be left out of it."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from db.bulk import Late
from db.commands import batches
from db.commands.imports import Importing, Incoming
from db.engine import Database
from db.fates import Verdict
from db.models import Contact, Handle, columns
from db.queries.matches import matches
from db.triggers import statements

CONTACT, HANDLE = columns(Contact), columns(Handle)  # type: ignore[arg-type]


def people(*names: str) -> list[Incoming]:
    mails = [f"{name.split()[-1].casefold()}@zircon.example" for name in names]
    return [
        Incoming(number, contact={"full_name": name, "emails": [mail]})
        for number, (name, mail) in enumerate(zip(names, mails, strict=True), 1)
    ]


def bring(database: Database, *chunks: list[Incoming]) -> Iterator[Verdict]:
    with database.writing("Import") as session:
        taker = Importing(session, of_people=True)
        for chunk in chunks:
            yield from (fate.verdict for fate in taker.take(chunk))
        taker.finish()


def found(database: Database, text: str) -> list[str]:
    with database.reading() as session:
        return [row.name for row in matches(session, "contacts", text)]


@pytest.fixture(params=[0, 4000])
def settled_early_and_late(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are forgotten and found again after each chunk, or stay in mind to the end."""
    monkeypatch.setattr(batches, "MOST", request.param)


def again(row: Incoming, **more: str) -> list[Incoming]:
    """Somebody who came before, with more than was known."""
    return [Incoming(3, contact={**(row.contact or {}), **more})]


@pytest.mark.usefixtures("settled_early_and_late")
def test_what_came_in_is_found_also_what_a_later_row_filled(
    database: Database,
) -> None:
    first = people("Zeynab Quluzade", "Zaur Mirzoyev")
    told = bring(database, first, again(first[0], job_title="Geologist"))
    assert list(told) == ["created", "created", "updated"]
    assert found(database, "zeynab") == found(database, "geologist") == ["Zeynab Quluzade"]


def test_a_record_that_was_there_is_found_by_its_new_words_only(database: Database) -> None:
    list(bring(database, people("Zeynab Quluzade")))
    known = people("Zeynab Quluzade")[0].contact or {}
    list(bring(database, [Incoming(1, contact={**known, "city": "Lankaran"})], people("Zaur New")))
    assert found(database, "lankaran") == ["Zeynab Quluzade"]


@pytest.mark.usefixtures("settled_early_and_late")
def test_the_index_is_whole_and_the_triggers_are_ours_afterwards(
    database: Database,
) -> None:
    first = people("Zeynab Quluzade", "Zaur Mirzoyev")
    list(bring(database, first, again(first[0], city="Lankaran"), people("Zaur Mirzoyev")))
    if database.engine.dialect.name != "sqlite":
        return
    with database.keeping() as session:
        check = "INSERT INTO search_contact (search_contact, rank) VALUES ('integrity-check', 1)"
        session.execute(sa.text(check))
        made = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY sql")
        assert list(session.execute(made).scalars()) == sorted(statements("sqlite"))


def test_every_handle_of_a_new_row_is_kept(database: Database) -> None:
    list(bring(database, people("Zeynab Quluzade", "Zaur Mirzoyev"), people("Aytən Quluzadə")))
    with database.reading() as session:
        rows = session.execute(sa.select(CONTACT.c.id, CONTACT.c.handles)).all()
        kept = session.execute(sa.select(HANDLE).where(HANDLE.c.table_name == "contact")).all()
    assert rows
    assert {(row.row_id, row.key) for row in kept} == {
        (row.id, k) for row in rows for k in row.handles
    }


def test_nothing_is_saved_while_rows_wait(database: Database) -> None:
    """The canary: ended without `end` the row would be there and never be found."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("the server keeps its index itself")
    refused = pytest.raises(RuntimeError, match="wait for the search index")
    with refused, database.writing("Import") as session:
        Late(session, CONTACT)
        session.add(Contact(full_name="Zeynab Quluzade"))
    assert found(database, "zeynab") == []
    list(bring(database, people("Zaur Mirzoyev")))
    assert found(database, "zaur") == ["Zaur Mirzoyev"]
