"""Opening a record: what is refused with which sentence, and what a save rests on."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db import sqlite
from db.commands import organisations
from db.engine import Database, open_database
from db.errors import Invalid, Problem, Refused, Stale
from db.models import Organisation
from tests.conftest import Files, Server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def loose_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def pragma(database: Database, name: str) -> Any:
    with database.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.usefixtures("loose_umask")
def test_nobody_else_may_read_the_record_or_its_companions(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "desk.db"
    database = open_database(str(path), who="Tester", seed=False)
    with database.writing("Add") as session:
        organisations.add(session, name="Acme")
        session.flush()
        companions = sorted(entry.name for entry in path.parent.iterdir())
    assert {mode(entry) for entry in path.parent.iterdir()} == {0o600}
    assert mode(path.parent) == 0o700
    assert len(companions) > 1, "a write leaves a log or a journal beside the file"
    database.close()


@pytest.mark.parametrize(("version", "fixed"), [
    ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False),
    ((3, 50, 4), False), ((3, 50, 7), True), ((3, 51, 1), False), ((3, 51, 2), False),
    ((3, 51, 3), True), ((3, 53, 4), True), ((4, 0, 0), True),
])  # fmt: skip
def test_the_wal_fix_is_known_by_version(version: tuple[int, ...], fixed: bool) -> None:
    assert sqlite.has_wal_fix(version) is fixed


def test_a_fixed_library_keeps_a_log_and_syncs_it_fully(empty: Database) -> None:
    if not sqlite.has_wal_fix(sqlite.driver().sqlite_version_info):
        pytest.skip("no SQLite with the WAL-reset fix here; the fallback is tested below")
    assert pragma(empty, "journal_mode") == "wal"
    assert pragma(empty, "synchronous") == 2  # FULL


def test_a_library_with_the_wal_fault_keeps_a_journal_and_syncs_the_folder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "has_wal_fix", lambda version: False)
    database = open_database(str(tmp_path / "desk.db"), who="Tester")
    assert pragma(database, "journal_mode") == "delete"
    assert pragma(database, "synchronous") == 3  # EXTRA
    database.undo()
    database.close()


def test_the_interpreters_own_library_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "driver", lambda: sqlite3)
    sqlite.has_safe_json.cache_clear()
    database = open_database(str(tmp_path / "desk.db"), who="Tester")
    database.undo()
    database.redo()
    database.close()
    sqlite.has_safe_json.cache_clear()


def test_every_connection_is_set(empty: Database) -> None:
    wanted = {"foreign_keys": 1, "recursive_triggers": 1, "temp_store": 2, "cell_size_check": 1}
    wanted |= {"trusted_schema": 0} if sqlite.has_safe_json(sqlite.driver()) else {}
    assert {name: pragma(empty, name) for name in wanted} == wanted


INCREMENT = """
import sys
from db.engine import open_database
from db.errors import Busy
from db.models import Organisation
database = open_database(sys.argv[1], who="Counter")
left = 100
while left:
    try:
        with database.writing("Count") as session:
            session.get(Organisation, 1).employees += 1
        left -= 1
    except Busy:  # a loaded machine may keep one waiting for long: that is said, and nothing is lost
        pass
"""


def test_two_processes_that_count_lose_nothing(empty: Database) -> None:
    with empty.writing("Add") as session:
        organisations.add(session, name="Acme", employees=0)
    command = [sys.executable, "-c", INCREMENT, str(empty.path)]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait(240) for process in running] == [0, 0]
    with empty.reading() as session:
        one = session.get_one(Organisation, 1)
        assert (one.employees, one.version) == (200, 201)


def test_two_officers_who_edit_at_once_lose_nothing(empty_target: str) -> None:
    """Each adds ten to what it read, and asks again when the other was first."""
    databases = [open_database(empty_target, who=f"Officer {n}") for n in range(2)]
    with databases[0].writing("Add") as session:
        one = organisations.add(session, name="Acme", employees=0)
    conflicts: list[str] = []

    def count(database: Database) -> None:
        left = 10
        while left:
            with database.reading() as session:
                was = session.get_one(Organisation, one).employees or 0
            try:
                with database.writing("Count") as session:
                    changes = {"employees": was + 10}
                    organisations.amend(session, one, changes, was={"employees": was})
                left -= 1
            except Stale as stale:
                conflicts.append(str(stale))

    _together([lambda d=d: count(d) for d in databases])
    with databases[0].reading() as session:
        made = session.get_one(Organisation, one)
        # Two that wanted the same new value at once agree; nothing else may be lost.
        assert made.employees == (made.version - 1) * 10
        assert 100 <= made.employees <= 200
    for database in databases:
        database.close()


def test_an_edit_on_a_server_sees_what_was_saved_since_it_was_read(
    server: Server,
) -> None:
    address = server.new(seed=True)
    mine, theirs = (open_database(address, who=who) for who in ("Me", "They"))
    with pytest.raises(Stale, match="city of O1"), mine.writing("Mine") as session:
        was = session.get_one(Organisation, 1).city  # read within the same transaction
        with theirs.writing("Theirs") as other:
            organisations.amend(other, 1, {"city": "Ganja"})
        organisations.amend(session, 1, {"city": "Baku"}, was={"city": was})
    mine.close()
    theirs.close()
    server.drop(address)


def _together(calls: list[Callable[[], Any]]) -> None:
    failed: list[BaseException] = []

    def kept(call: Callable[[], Any]) -> None:
        try:
            call()
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=kept, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed and not any(thread.is_alive() for thread in threads)


OPEN = """
import sys
from db.engine import open_database
open_database(sys.argv[1], who="Opener").close()
"""


def test_processes_that_make_the_record_at_once_make_one(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    command = [sys.executable, "-c", OPEN, str(path)]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    database = open_database(str(path), who="Tester")
    with database.engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM change_set").scalar_one()
    assert count == 1
    database.close()


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")


def _marked_foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 4711")


def _newer(path: Path) -> None:
    _altered(path, "PRAGMA user_version = 999")


def _with_a_trigger(path: Path) -> None:
    _altered(path, "CREATE TRIGGER thief AFTER INSERT ON contact BEGIN DELETE FROM contact; END")


def _with_a_disguised_trigger(path: Path) -> None:
    _altered(path, "CREATE TRIGGER crm_thief AFTER INSERT ON contact BEGIN SELECT 1; END")


def _with_a_view(path: Path) -> None:
    _altered(path, "CREATE VIEW peek AS SELECT * FROM contact")


def _altered(path: Path, statement: str) -> None:
    connection = sqlite.driver().connect(path, isolation_level=None)
    connection.execute(statement)
    connection.execute("PRAGMA journal_mode = DELETE")  # one file, so that bytes can be compared
    connection.close()


def _text(path: Path) -> None:
    path.write_text("Dear Minister,\n" * 100, encoding="utf-8")


def _damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xff" * 3996  # the root of the schema
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(("spoil", "sentence", "on_a_record"), [
    (_foreign, "belongs to another program", False),
    (_marked_foreign, "belongs to another program", False),
    (_text, "is not a record of this program", False),
    (_newer, "newer version of this program", True),
    (_with_a_trigger, "holds the trigger thief, which this program did not make", True),
    (_with_a_disguised_trigger, "the trigger crm_thief, which this program did not make", True),
    (_with_a_view, "the view peek, which this program did not make", True),
    (_damaged, "damaged", True),
    (_cut, "damaged", True),
])  # fmt: skip
def test_what_is_not_a_sound_record_of_ours_is_refused_and_not_touched(
    files: Files, tmp_path: Path, spoil: Callable[[Path], None], sentence: str, on_a_record: bool
) -> None:
    path = Path(files.new(tmp_path, seed=True)) if on_a_record else tmp_path / "desk.db"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(Refused, match=sentence) as refused:
        open_database(str(path), who="Tester").close()
    assert refused.value.exit_status == 3
    assert path.read_bytes() == before


def test_it_is_the_look_before_that_keeps_a_strange_trigger_from_acting(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The canary: opened without it, the file acts on what we write."""
    path = Path(files.new(tmp_path, seed=True))
    stolen = "INSERT INTO setting (name, value) VALUES ('stolen', json_quote(NEW.name));"
    _altered(path, f"CREATE TRIGGER thief AFTER INSERT ON organisation BEGIN {stolen} END")
    monkeypatch.setattr(sqlite, "_strangers", lambda *_: [])
    database = open_database(str(path), who="Tester")
    with database.writing("Add") as session:
        organisations.add(session, name="Acme")
        found = session.execute(sa.text("SELECT value FROM setting WHERE name = 'stolen'"))
        assert found.scalar_one() == '"Acme"'
    database.close()


def _a_folder(folder: Path) -> str:
    return str(folder)


def _missing(folder: Path) -> str:
    return str(folder / "desk.db")


def _pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe")
    return str(folder / "pipe")


def _dangling(folder: Path) -> str:
    (folder / "link").symlink_to(folder / "nowhere")
    return str(folder / "link")


def _endless(folder: Path) -> str:
    (folder / "loop").symlink_to(folder / "loop")
    return str(folder / "loop")


def _too_long(folder: Path) -> str:
    return str(folder / ("x" * 300))


def _below_a_file(folder: Path) -> str:
    (folder / "file").touch()
    return str(folder / "file" / "desk.db")


def _nobodys_home(_: Path) -> str:
    return "~nobody-of-that-name/desk.db"


def _another_kind(_: Path) -> str:
    return "mysql://localhost/desk"


def _no_address(_: Path) -> str:
    return "postgresql://[::1/desk"


def _nobody_listens(folder: Path) -> str:
    return f"postgresql://nobody@/desk?host={folder}"


@pytest.mark.parametrize(("place", "sentence"), [
    (_a_folder, "is a folder. Give the name of a file"),
    (_missing, "no record at"),
    (_pipe, "is not a file"),
    (_dangling, "no record at"),
    (_endless, "leads nowhere"),
    (_too_long, r"cannot|no record"),
    (_below_a_file, r"no record at|cannot"),
    (_nobodys_home, "leads nowhere"),
    (_another_kind, "cannot open a mysql database"),
    (_no_address, "not an address"),
    (_nobody_listens, "does not answer"),
])  # fmt: skip
@pytest.mark.parametrize("create", [False, True])
def test_a_place_that_holds_no_record_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Any, sentence: str, create: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    where = place(tmp_path)
    if create and place in (_missing, _dangling):
        open_database(where, who="Tester", seed=False).close()
        return
    with pytest.raises(Problem, match=sentence) as refused:
        open_database(where, who="Tester", create=create)
    assert refused.value.exit_status in (2, 3)
    assert "\n" not in str(refused.value)


def test_a_locked_record_is_said_to_be_locked(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    path = files.new(tmp_path, seed=True)
    database, other = open_database(path, who="Tester"), open_database(path, who="Other")
    with other.writing("Hold"):
        with (
            pytest.raises(Refused, match="Another program is writing") as refused,
            database.writing("Add") as session,
        ):
            organisations.add(session, name="Acme")
        with database.reading() as session:  # reading goes on
            assert session.get_one(Organisation, 1)
    assert refused.value.exit_status == 3
    database.close()
    other.close()


def test_a_record_that_cannot_be_written_is_said_to_be_read_only(
    seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        pytest.raises(Refused, match="is read-only, so nothing was saved"),
        seeded.writing("Add") as session,
    ):
        session.connection().exec_driver_sql("PRAGMA query_only = ON")
        organisations.add(session, name="Acme")
    seeded.engine.dispose()


def test_a_full_disk_is_said_and_loses_nothing(seeded: Database) -> None:
    with (
        pytest.raises(Refused, match="The disk is full"),
        seeded.writing("Add") as session,
    ):
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        organisations.add(session, name="Acme", notes="x" * 1_000_000)
    assert pragma(seeded, "integrity_check") == "ok"
    seeded.engine.dispose()


@pytest.mark.parametrize("how", ["replaced", "deleted", "moved"])
def test_a_record_swapped_under_us_is_not_written_to(
    files: Files, tmp_path: Path, how: str
) -> None:
    path = Path(files.new(tmp_path, seed=True))
    database = open_database(str(path), who="Tester")
    copy = tmp_path / "copy.db"
    shutil.copyfile(path, copy)
    match how:
        case "replaced":
            copy.replace(path)
        case "deleted":
            path.unlink()
        case _:
            path.rename(tmp_path / "elsewhere.db")
    with (
        pytest.raises(Refused, match="moved or replaced while it was open") as refused,
        database.writing("Add") as session,
    ):
        organisations.add(session, name="Acme")
    assert refused.value.exit_status == 3
    database.close()


@pytest.mark.parametrize("way", ["before a draft", "in the middle of a save"])
def test_a_swap_is_noticed_by_every_way_to_write(files: Files, tmp_path: Path, way: str) -> None:
    path = Path(files.new(tmp_path, seed=True))
    database = open_database(str(path), who="Tester")
    copy = tmp_path / "copy.db"
    shutil.copyfile(path, copy)
    with pytest.raises(Refused, match="moved or replaced while it was open"):
        if way == "before a draft":
            copy.replace(path)
            with database.keeping():
                pass
        with database.writing("Add") as session:
            organisations.add(session, name="Acme")
            copy.replace(path)
    database.close()


def test_the_check_of_the_file_is_what_notices_a_swap(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The canary: without it SQLite says the save is done, and it is gone."""
    monkeypatch.setattr(sqlite, "still_there", lambda *_: None)
    path = Path(files.new(tmp_path, seed=True))
    database = open_database(str(path), who="Tester")
    path.unlink()
    with database.writing("Add") as session:
        organisations.add(session, name="Acme")
    database.close()
    assert not path.exists()


def test_drafts_and_settings_are_kept_outside_the_history(empty_database: Database) -> None:
    with empty_database.keeping() as session:
        session.execute(sa.text("INSERT INTO setting (name, value) VALUES ('a', 'b')"))
    with empty_database.reading() as session:
        assert session.execute(sa.text("SELECT value FROM setting")).scalar_one() == "b"
        assert session.execute(sa.text("SELECT count(*) FROM change_set")).scalar_one() == 0


def test_where_a_record_is_never_tells_a_password() -> None:
    with pytest.raises(Problem) as refused:
        open_database("postgresql://jane:secret@127.0.0.1:1/desk", who="Tester")
    assert "secret" not in str(refused.value)


def test_a_mistake_of_the_program_is_not_called_a_refusal(empty_database: Database) -> None:
    """Words of the data in the database's own message must not look like its state."""
    with empty_database.writing("Add") as session:
        organisations.add(session, name="The disk is full")
        uid = session.execute(sa.text("SELECT uid FROM organisation")).scalar_one()
    with pytest.raises(Problem) as refused, empty_database.writing("Twice") as session:
        organisations.add(session, name="database is locked", uid=uid)
    assert isinstance(refused.value, Invalid)
