"""undo, redo and history from the command line."""

from pathlib import Path

from db.commands import meetings, organisations
from db.engine import Database, open_database

from .conftest import Crm


def _edited(place: Path) -> Database:
    database = open_database(str(place), who="Aysel", create=False)
    with database.writing("Move Wanji") as session:
        organisations.amend(session, 1, {"city": "Gongyi", "parent_id": 2})
    return database


def _city(crm: Crm) -> str | None:
    city: str | None = crm("show", "O1", "--json").json["city"]
    return city


def test_undo_and_redo_say_what_they_did(crm: Crm, place: Path) -> None:
    before = _city(crm)
    _edited(place).close()
    undone = crm("undo")
    assert (undone.status, undone.out) == (0, "Undone: Move Wanji (1 row).\n")
    assert _city(crm) == before
    assert crm("redo").out == "Done again: Move Wanji (1 row).\n"
    assert _city(crm) == "Gongyi"


def test_undo_of_an_older_change_keeps_what_was_changed_since(crm: Crm, place: Path) -> None:
    database = _edited(place)
    with database.writing("Correct the city") as session:
        organisations.amend(session, 1, {"city": "Zhengzhou"})
    database.close()
    answer = crm("undo", "2")
    assert answer.status == 0
    assert answer.out == "Undone: Move Wanji (1 row).\nKept: O1 (city), changed since.\n"
    assert _city(crm) == "Zhengzhou"


def test_a_dry_run_of_an_undo_says_what_it_would_do_and_does_not(crm: Crm, place: Path) -> None:
    database = _edited(place)
    with database.writing("Correct the city") as session:
        organisations.amend(session, 1, {"city": "Zhengzhou"})
    database.close()
    told = crm("undo", "2", "--dry-run")
    assert told.status == 0
    assert told.out.splitlines() == [
        "Undoing “Move Wanji” would touch 1 row:", "    1 set back", "    O1 parent: O2 → nothing",
        "Kept: O1 (city), changed since.", "Nothing was changed.",
    ]  # fmt: skip
    asked = crm("undo", "2", "--dry-run", "--json").json
    assert asked["rows"] == asked["set_back"] == 1
    assert asked["fields"] == [{"ref": "O1", "field": "parent_id", "from": 2, "to": None}]
    assert asked["kept"] == [{"ref": "O1", "fields": ["city"], "why": "changed since"}]
    assert _city(crm) == "Zhengzhou"


def test_an_undo_takes_back_what_was_changed_since_if_told(crm: Crm, place: Path) -> None:
    before = _city(crm)
    database = _edited(place)
    with database.writing("Correct the city") as session:
        organisations.amend(session, 1, {"city": "Zhengzhou"})
    database.close()
    done = crm("undo", "2", "--also-newer", "--json").json
    assert done == {"number": 2, "label": "Move Wanji", "rows": 1, "kept": []}
    assert _city(crm) == before


def test_the_history_of_a_record_tells_what_became_of_its_parts(crm: Crm, place: Path) -> None:
    database = open_database(str(place), who="Aysel", create=False)
    with database.writing("Strike it out") as session:
        meetings.write_up(session, 1, meetings.WriteUp(points=[]))
    database.close()
    assert "    point 1 topic: Investment climate and zones → nothing" in crm("history", "M1").out
    first = crm("history", "M1", "--json").json[0]
    assert (first["part"], first["op"], first["by"]) == ("point 1", "delete", "Aysel")


def test_nothing_to_bring_back_is_a_sentence(crm: Crm) -> None:
    answer = crm("redo")
    assert answer.status == 2
    assert answer.sentence == "There is nothing to redo."


def test_an_unknown_number_is_a_sentence(crm: Crm) -> None:
    for number in ("99", str(2**63 - 1)):
        answer = crm("undo", number)
        assert answer.status == 2
        assert answer.sentence.startswith(f"There is no change number {number}.")
    for number in ("0", "x", str(2**63)):
        assert crm("undo", number).status == 2


def test_undo_makes_no_record_where_there_is_none(crm: Crm, tmp_path: Path) -> None:
    for command in ("undo", "redo", "backup", "check", "revert"):
        words = {"backup": "copy", "revert": "R1"}.get(command)
        answer = crm(command, *([words] if words else []), "--db", tmp_path / "none.db")
        assert answer.status == 2
        assert answer.sentence.startswith("There is no record at")
        assert not (tmp_path / "none.db").exists()


def test_history_lists_acts_newest_first(crm: Crm, place: Path) -> None:
    _edited(place).close()
    crm("undo")
    found = crm("history", "--json").json
    assert [act["label"] for act in found[:2]] == ["Undo: Move Wanji", "Move Wanji"]
    assert set(found[0]) == {
        "number", "at", "by", "label", "kind", "rows", "undone", "reverses", "source_file",
    }  # fmt: skip
    assert found[1]["undone"] and found[1]["by"] == "Aysel"
    assert found[0]["reverses"] == found[1]["number"]
    assert "undone" in crm("history").out


def test_history_of_a_record_names_field_from_to_who_and_when(crm: Crm, place: Path) -> None:
    _edited(place).close()
    moved = {move["field"]: move for move in crm("history", "O1", "--json").json[:2]}
    assert moved["city"]["to"] == "Gongyi"
    assert moved["parent"]["to"] == "O2"
    assert moved["city"]["by"] == "Aysel" and moved["city"]["at"].endswith("+00:00")
    said = crm("history", "O1").out
    assert "    city: nothing → Gongyi\n" in said or "→ Gongyi\n" in said


def test_history_of_a_record_that_is_not_there_is_a_sentence(crm: Crm) -> None:
    assert crm("history", "O999").status == 2
