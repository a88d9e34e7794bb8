"""The life of one record, field by field: its own fields, and those of the parts it has and had."""

from db.commands import meetings
from db.commands.meetings import WriteUp
from db.engine import Database
from db.history import Step, ref_of
from db.queries.history import of_record


def say(database: Database, *texts: str, one: int | None = None) -> int:
    with database.writing("Write up") as session:
        points = [{"text": text} for text in texts]
        return meetings.write_up(session, one, WriteUp({"subject": "Talk"}, points=points))


def told(database: Database, ref: str) -> list[Step]:
    with database.reading() as session:
        return of_record(session, ref)


def test_a_part_that_was_taken_away_is_still_told_by_its_record(database: Database) -> None:
    talk, other = say(database, "50 MW", "30 ha"), say(database, "60 MW")
    say(database, one=talk)
    say(database, one=other)
    gone = [step for step in told(database, f"M{talk}") if step.op == "delete"]
    assert [step.before for step in gone if step.field == "text"] == ["50 MW", "30 ha"]
    assert {step.by for step in gone} == {"Tester"} and len({ref_of(step) for step in gone}) == 2


def test_a_part_that_came_back_is_told_once(database: Database) -> None:
    talk = say(database, "50 MW")
    say(database, one=talk)
    database.undo()
    texts = [(s.op.value, s.before or s.after) for s in told(database, f"M{talk}")
             if s.field == "text"]  # fmt: skip
    assert texts == [("insert", "50 MW"), ("delete", "50 MW"), ("insert", "50 MW")]
