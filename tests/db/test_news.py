"""What came since somebody looked: nothing of others is missed, in whatever order they end."""

from pathlib import Path

import sqlalchemy as sa

from db.backup import backup
from db.commands import contacts, organisations
from db.engine import Database, open_database
from db.history import CHANGES
from db.history.news import Mark, mark, news
from db.models import metadata
from db.restoring import restore
from tests.conftest import Server


def seen(database: Database) -> Mark:
    with database.reading() as session:
        return mark(session)


def told(database: Database, since: Mark) -> set[str]:
    with database.reading() as session:
        return set(news(session, since)[1])


def test_what_changed_since_is_told_by_table_and_once(empty_database: Database) -> None:
    start = seen(empty_database)
    assert start == Mark() and told(empty_database, start) == set()
    with empty_database.writing("Add") as session:
        contacts.add(session, full_name="Jane Roe")
    assert told(empty_database, start) == {"contact"}
    after = seen(empty_database)
    with empty_database.writing("Add") as session:
        organisations.add(session, name="Acme")
    assert told(empty_database, after) == {"organisation"}
    assert told(empty_database, seen(empty_database)) == set()


def test_an_act_that_began_first_and_ended_last_is_told(server: Server) -> None:
    """On a server acts overlap. Whoever goes by the numbers of changes has passed it by then."""
    address = server.new(seed=False)
    slow, quick = (open_database(address, who=who) for who in ("Slow", "Quick"))
    with slow.writing("Slow") as session:
        contacts.add(session, full_name="Jane Roe")
        session.flush()
        with quick.writing("Quick") as other:
            organisations.add(other, name="Acme")
        between = seen(quick)
        with quick.reading() as looking:
            number = looking.execute(sa.select(sa.func.max(CHANGES.c.id))).scalar_one()
    assert told(quick, between) == {"contact"}
    with quick.reading() as looking:
        late = sa.select(sa.func.count()).where(CHANGES.c.id > number)
        assert looking.execute(late).scalar_one() == 0, "the canary: no number is a newer one"
    for database in (slow, quick):
        database.close()
    server.drop(address)


def test_after_a_restore_everything_is_new(database: Database, tmp_path: Path) -> None:
    target = database.engine.url.render_as_string(hide_password=False)
    target = str(database.path or target)
    backup(database, tmp_path / "copy.db")
    with database.writing("Edit") as session:
        organisations.amend(session, 1, {"city": "Gongyi"})
    before = seen(database)
    restore(target, tmp_path / "copy.db", "Tester")
    assert seen(database).place == before.place, "the canary: as many acts as before"
    assert told(database, before) == set(metadata.tables)
