"""The door to the record: when it need not be asked whether another program wrote."""

from pathlib import Path

from crm.desk import Desk
from db.commands import follow_ups
from db.engine import open_database
from tests.conftest import Files


async def test_a_record_that_nobody_wrote_to_is_not_asked_again(
    files: Files, tmp_path: Path
) -> None:
    where = files.new(tmp_path / "record", seed=True)
    desk = Desk(where, "Officer")
    await desk.open()
    try:
        while not desk.unchanged():
            await desk.look()
        assert desk.unchanged()
        other = open_database(where, who="Somebody else")
        with other.writing("Add") as session:
            follow_ups.add(session, text="Call the port")
        # Twice: what is written right after a look may bear the time that this look saw.
        assert [desk.unchanged() for _ in range(3)] == [False, False, True]
        other.close()
    finally:
        desk.close()
