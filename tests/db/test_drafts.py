from db.commands import drafts as commands
from db.engine import Database
from db.queries import drafts


def test_the_latest_words_of_an_officer_stand_alone_until_they_are_dropped(
    database: Database,
) -> None:
    with database.keeping() as session:
        commands.keep(session, "Aysel", "contacts", "C1", {"notes": "half a wo"})
        commands.keep(session, "Aysel", "contacts", "C1", {"notes": "half a word"})
        commands.keep(session, "Rauf", "contacts", "C1", {"notes": "another's"})
    with database.reading() as session:
        assert drafts.left(session, "Aysel", "contacts", "C1") == {"notes": "half a word"}
        assert drafts.left(session, "Aysel", "contacts", "") == {}
    with database.keeping() as session:
        commands.drop(session, "Aysel", "contacts", "C1")
    with database.reading() as session:
        assert drafts.left(session, "Aysel", "contacts", "C1") == {}
        assert drafts.left(session, "Rauf", "contacts", "C1") == {"notes": "another's"}


def test_a_draft_is_in_no_change_set(database: Database) -> None:
    from db import history

    with database.reading() as session:
        before = history.numbers(session)
    with database.keeping() as session:
        commands.keep(session, "Aysel", "contacts", "", {"notes": "typed"})
    with database.reading() as session:
        assert history.numbers(session) == before


def test_what_an_officer_left_unsaved_is_told_latest_first(database: Database) -> None:
    with database.keeping() as session:
        commands.keep(
            session, "Aysel", "contacts", "C1", {"typed": {"city": "Ganja"}, "before": {}}
        )
        commands.keep(session, "Aysel", "contacts", "C999", {"notes": "as at first"})
        commands.keep(
            session, "Aysel", "meetings", "", {"typed": {"subject": "Visit"}, "before": {}}
        )
        commands.keep(session, "Rauf", "meetings", "", {"typed": {"subject": "His"}, "before": {}})
    with database.reading() as session:
        found = drafts.unsaved(session, "Aysel")
    assert [(each.noun, each.ref, each.words, each.gone) for each in found] == [
        ("meetings", "", {"subject": "Visit"}, False),
        ("contacts", "C999", {"notes": "as at first"}, True),
        ("contacts", "C1", {"city": "Ganja"}, False),
    ]
