"""Search: any spelling in any script finds it, and no input breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import newest
from db.commands import contacts, follow_ups, organisations
from db.engine import Database
from db.models import metadata
from db.queries.search import search
from db.search import fill, forget, rebuild
from tests.hostile import NAUGHTY, STRINGS

SPELLINGS = {
    "C1": ["besirli", "Bashirli", "bəşirli", "BƏŞİRLİ", "Баширли", "Bashirly", "səməd", "Samad"],
    "O2": ["万基", "wanji", "Wan Ji", "WANJI", "万基控股", "万"],
    "O3": ["Sunstone", "603612", "索通"],
    "O11": ["gence", "Ganja", "Gəncə", "гянджа"],
    "O14": ["azeraluminium", "Azer Aluminium", "azəralüminium"],
}


@pytest.mark.parametrize("ref", SPELLINGS)
def test_any_spelling_finds_it(untouched: Database, ref: str) -> None:
    with untouched.reading() as session:
        for spelling in SPELLINGS[ref]:
            assert ref in [hit.ref for hit in search(session, spelling)], spelling


@pytest.mark.parametrize(("text", "ref", "words"), [
    ("investment climate", "M1", "investment climate"),  # a point of the meeting
    ("Unified Social Credit", "O1", "Unified Social Credit Code"),  # a note
    ("broadening cooperation", "M1", "broadening cooperation"),
    ("file the meeting report", "F1", "meeting report"),
])  # fmt: skip
def test_notes_and_points_are_found_with_the_sentence_that_matched(
    untouched: Database, text: str, ref: str, words: str
) -> None:
    with untouched.reading() as session:
        hits = {hit.ref: hit for hit in search(session, text)}
    assert words in hits[ref].sentence


def test_numbers_and_addresses_are_found_however_they_are_typed(database: Database) -> None:
    with database.writing("Add") as session:
        one = contacts.add(
            session, full_name="Jane Roe", emails=["jane.roe@acme.example"], tags=["smelter"],
            phones=[{"label": "work", "raw": "(012) 345-67-89", "e164": "+994123456789"}],
        )  # fmt: skip
    with database.reading() as session:
        for text in ("jane.roe@acme", "+994 12 345 67 89", "345-67-89", "3456789", "smelter"):
            assert f"C{one}" in [hit.ref for hit in search(session, text)], text


def test_an_archived_record_is_not_found_and_a_restored_one_is(database: Database) -> None:
    with database.writing("Archive") as session:
        organisations.archive(session, 2)
    with database.reading() as session:
        assert "O2" not in [hit.ref for hit in search(session, "万基控股")]
    database.undo()
    with database.reading() as session:
        assert "O2" in [hit.ref for hit in search(session, "万基控股")]


def test_what_was_undone_is_found_under_its_old_words_again(database: Database) -> None:
    with database.writing("Rename") as session:
        organisations.amend(session, 3, {"name": "Moonstone"})
    database.undo()
    with database.reading() as session:
        assert "O3" in [hit.ref for hit in search(session, "sunstone")]
        assert search(session, "moonstone") == []


def test_the_limit_holds_for_each_noun(database: Database) -> None:
    with database.writing("Add") as session:
        for n in range(5):
            follow_ups.add(session, text=f"Zinc report {n}")
    with database.reading() as session:
        assert len(search(session, "zinc report", 3)) == 3


@pytest.mark.parametrize("text", [
    "", " ", "%", "_", "\\", '"', "'", "*", "%%%", "a%", "wanji%", "wan_ji", '"wanji', "wanji*",
    "(" * 300, "[" * 300, "AND", "OR NOT", "NEAR(", "name:", "-wanji", "😀", "👩‍👧", "\ufeff", "\0", "\udcff",
    "x" * 10_000, "万" * 3000, "'; DROP TABLE contact; --", "\n\n", "１２３４５６７", "٣٤٥",
])  # fmt: skip
def test_no_text_breaks_it(untouched: Database, text: str) -> None:
    with untouched.reading() as session:
        search(session, text)


def test_signs_are_not_wildcards(untouched: Database) -> None:
    with untouched.reading() as session:
        for text in ("%", "_", "*", "?"):
            assert search(session, text) == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@given(st.text(max_size=40) | st.sampled_from([*STRINGS.values(), *NAUGHTY.values()]))
def test_no_string_breaks_it(untouched: Database, text: str) -> None:
    with untouched.reading() as session:
        search(session, text, 2)


def test_what_saves_left_is_put_in_order_and_still_found(seeded: Database) -> None:
    for n in range(40):
        with seeded.writing("Add") as session:
            follow_ups.add(session, text=f"Zircon sample {n}")
    seeded.rest()
    with seeded.reading() as session:
        assert len(search(session, "zircon", 50)) == 40
        log = seeded.path.with_name(seeded.path.name + "-wal") if seeded.path else None
    assert log is not None
    assert log.exists()


def test_the_index_filled_in_one_go_is_that_of_the_triggers(seeded: Database) -> None:
    table = metadata.tables["contact"]
    some = table.c.id < 5
    with seeded.keeping() as session:
        forget(session.connection(), table, some)
        assert "C1" not in [hit.ref for hit in search(session, "bashirli")]
        fill(session.connection(), table, some)
        assert "C1" in [hit.ref for hit in search(session, "bashirli")]
        rebuild(session.connection())
        assert "C1" in [hit.ref for hit in search(session, "bashirli")]


SLIPS = {"O3": ["sunstome", "sunstne", "sunsatone"], "C1": ["bahsirli", "samed bashirlo"]}


@pytest.mark.parametrize("ref", SLIPS)
def test_one_letter_amiss_is_found_where_nothing_else_is(untouched: Database, ref: str) -> None:
    with untouched.reading() as session:
        for typed in SLIPS[ref]:
            assert ref in [hit.ref for hit in search(session, typed)], typed


def test_two_words_of_which_one_is_amiss_and_two_that_are_never_together(
    untouched: Database,
) -> None:
    with untouched.reading() as session:
        assert "O3" in [hit.ref for hit in search(session, "sunstome development")]
        assert search(session, "sunstone bashirli memorandum") == []


def test_the_oldest_is_found_behind_any_number_that_begin_alike(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing("Add") as session:
        first = follow_ups.add(session, text="Zirconium order")
        for n in range(9):
            follow_ups.add(session, text=f"Zirconia sample {n}")
    monkeypatch.setattr(newest, "LOOKED", 4)
    newest._near.cache_clear()
    with database.reading() as session:
        assert [hit.ref for hit in search(session, "zirconiu")] == [f"F{first}"]
        assert len(search(session, "zirconia")) == 9
        assert len(search(session, "zirco")) == 10
    newest._near.cache_clear()


def test_names_come_first_then_what_was_touched_last(database: Database) -> None:
    with database.writing("Add") as session:
        noted = contacts.add(session, full_name="Jane Roe", notes="knows Zirconia Ltd")
        old = contacts.add(session, full_name="Zirconia Blum")
        new = contacts.add(session, full_name="Zirconia Clay")
    with database.writing("Touch") as session:
        contacts.amend(session, old, {"city": "Baku"})
    with database.reading() as session:
        found = [hit.ref for hit in search(session, "zirconia") if hit.noun == "contacts"]
    assert found == [f"C{old}", f"C{new}", f"C{noted}"]
