"""An encrypted record: whole at any moment, opened by its passphrase or its recovery key and nothing else."""

import random
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from db import daily, encrypting, erasing, kept, keys, sqlite
from db.backup import backup, verified
from db.checking import check
from db.commands import contacts, organisations
from db.encrypting import recode
from db.engine import Database, open_database
from db.errors import Busy, Damaged, Invalid, Problem, Refused
from db.fates import Fate, Fates, Told, Verdict
from db.history import asking, head
from db.keys import Key, ring
from db.restoring import restore
from tests.conftest import PASSPHRASE, TODAY, Files
from tests.db.dump import dump

DAY = date.fromisoformat(TODAY)
NAME = b"Wanji Aluminum"  # stands in every plain record with the seed

pytest.importorskip(
    "sqlcipher3", reason="the sqlcipher3 wheel is missing, so encryption was not tested"
)


def opened(path: Path | str) -> Database:
    return open_database(str(path), who="Tester", seed=False)


def strangers() -> None:
    """As a new process: nothing is open, no key is known."""
    ring.keys.clear()
    ring.held.clear()


def answers(*words: str) -> None:
    ring.ask = lambda path, salt: iter(words)


@pytest.fixture
def plain(files: Files, tmp_path: Path) -> Path:
    return Path(files.new(tmp_path / "record", seed=True))


@pytest.fixture
def secret(files: Files, tmp_path: Path) -> Path:
    return Path(files.new(tmp_path / "record", seed=True, encrypted=True))


def end(database: Database) -> str:
    with database.engine.connect() as connection:
        return head(asking(connection))


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_encrypting_keeps_every_row_and_leaves_no_plain_byte(plain: Path, files: Files) -> None:
    before = opened(plain)
    was, ended = dump(before), end(before)
    before.close()
    assert NAME in everything(plain.parent)
    done = recode(str(plain), files.key)
    assert done.overwritten and done.earlier == ()
    assert NAME not in everything(plain.parent)
    assert [path.name for path in plain.parent.iterdir()] == ["desk.db"]
    assert plain.stat().st_mode & 0o777 == 0o600
    after = opened(plain)
    assert dump(after) == was and end(after) == ended
    assert check(after) == []
    after.close()


def test_the_file_it_was_is_overwritten_unless_it_has_another_name(
    plain: Path, files: Files, tmp_path: Path
) -> None:
    other = tmp_path / "link.db"
    other.hardlink_to(plain)
    assert not recode(str(plain), files.key).overwritten
    assert NAME in other.read_bytes(), "somebody else's file was overwritten"


def test_the_recovery_key_opens_what_the_passphrase_opens(secret: Path, files: Files) -> None:
    for words in (PASSPHRASE, files.key.recovery, files.key.recovery.lower().replace("-", " ")):
        strangers()
        answers(words)
        opened(secret).close()
    strangers()
    answers("wanji", "", files.key.recovery[:-4] + "AAAA", PASSPHRASE + " ")
    with pytest.raises(Refused, match="nothing that was given opens it"):
        opened(secret)


def test_stock_sqlcipher_opens_it_with_the_passphrase(secret: Path) -> None:
    connection = sqlite.cipher().connect(secret)
    connection.execute(f"PRAGMA key = '{PASSPHRASE}'")
    assert connection.execute("SELECT count(*) FROM organisation").fetchone()[0] > 10
    connection.close()


def test_an_encrypted_record_keeps_its_settings_and_writes_nothing_plain(secret: Path) -> None:
    database = opened(secret)
    with database.writing("Add") as session:
        organisations.add(session, name="Quillfeather Smelting", notes="bauxite " * 3000)
    with database.engine.connect() as connection:
        ask = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}
        for name, value in ask.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value
    assert secret.with_name("desk.db-wal").stat().st_size > 0
    assert b"Quillfeather" not in everything(secret.parent)
    database.close()


def test_a_fault_in_any_page_of_an_encrypted_copy_is_found(
    secret: Path, tmp_path: Path, long: bool
) -> None:
    """Each page carries a code over all of it; a plain file shows one flipped bit in six nowhere."""
    database = opened(secret)
    backup(database, tmp_path / "copy.db")
    database.close()
    luck = random.Random(5)
    for number in range(300 if long else 8):
        data = bytearray((tmp_path / "copy.db").read_bytes())
        data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
        (tmp_path / f"{number}.db").write_bytes(data)
        with pytest.raises(Problem):
            verified(tmp_path / f"{number}.db")


def test_copies_of_an_encrypted_record_are_encrypted(secret: Path, tmp_path: Path) -> None:
    database = opened(secret)
    backup(database, tmp_path / "copy.db")
    daily.keep(database, DAY)
    database.close()
    restore(str(secret), tmp_path / "copy.db", "Tester")
    assert len(kept.copies(secret)) == 2, "the copy of the day and the one before the restore"
    assert NAME not in everything(tmp_path)
    assert kept.before_migration(secret, 1).exists() and NAME not in everything(tmp_path)


def test_rows_of_an_import_into_an_encrypted_record_are_kept_in_memory(
    secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spilt() -> bool:
        """Whether so many rows went to a file, which has no name but is open."""
        before, fates = len(list(Path("/proc/self/fd").iterdir())), Fates()
        fates.add(Told(Fate(n, n, Verdict.created), "x" * 5000) for n in range(2000))
        return len(list(Path("/proc/self/fd").iterdir())) > before

    monkeypatch.setattr("db.fates.driver", lambda: sqlite3)  # the wheel spills nothing anyway
    strangers()
    assert spilt() or sys.platform != "linux", "a plain record's rows spill, or this sees nothing"
    answers(PASSPHRASE)
    opened(secret).close()
    assert not spilt()


def test_a_plain_copy_goes_into_an_encrypted_record_encrypted(
    files: Files, secret: Path, tmp_path: Path
) -> None:
    source = opened(files.new(tmp_path / "other", seed=True))
    with source.writing("Edit") as session:
        organisations.amend(session, 1, {"city": "Gongyi"})
    wanted = dump(source)
    backup(source, tmp_path / "plain.db")
    source.close()
    restore(str(secret), tmp_path / "plain.db", "Tester")
    database = opened(secret)
    assert database.key and dump(database) == wanted and check(database) == []
    database.close()
    assert NAME not in everything(secret.parent)


def test_an_encrypted_copy_does_not_become_plain_by_a_restore(
    files: Files, secret: Path, tmp_path: Path
) -> None:
    database = opened(secret)
    backup(database, tmp_path / "copy.db")
    database.close()
    there = Path(files.new(tmp_path / "other", seed=False))
    before = there.read_bytes()
    with pytest.raises(Refused, match=r"is encrypted and .* is not, so nothing was put back"):
        restore(str(there), tmp_path / "copy.db", "Tester")
    assert there.read_bytes() == before and kept.copies(there) == []
    restore(str(tmp_path / "new.db"), tmp_path / "copy.db", "Tester")
    assert keys.salt_of(tmp_path / "new.db") == files.key.salt


def test_a_new_passphrase_shuts_the_old_one_out_and_old_copies_still_go_back(
    secret: Path, tmp_path: Path
) -> None:
    database = opened(secret)
    backup(database, tmp_path / "old.db")
    kept_before = daily.keep(database, DAY)
    wanted = dump(database)
    database.close()
    new = Key.new("another passphrase")
    assert recode(str(secret), new).earlier == (kept_before,)
    restore(str(secret), tmp_path / "old.db", "Tester")
    strangers()
    answers(PASSPHRASE)
    with pytest.raises(Refused):
        opened(secret)
    answers("another passphrase")
    database = opened(secret)
    assert dump(database) == wanted
    database.close()


def test_decrypting_gives_the_plain_record_back(secret: Path) -> None:
    database = opened(secret)
    was = dump(database)
    database.close()
    recode(str(secret), None)
    strangers()
    database = opened(secret)
    assert database.key is None and dump(database) == was and check(database) == []
    database.close()


ELSEWHERE = """
import sys
from db.engine import open_database
database = open_database(sys.argv[1], who="Other", seed=False)
with database.writing("Add"):
    pass
print("open", flush=True)
sys.stdin.read()
"""


def test_a_record_that_is_open_elsewhere_is_not_encrypted(
    plain: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    with subprocess.Popen(
        [sys.executable, "-c", ELSEWHERE, str(plain)], stdin=PIPE, stdout=PIPE
    ) as other:
        assert other.stdout and other.stdout.readline() == b"open\n"
        with pytest.raises(Busy, match="Close it there"):
            recode(str(plain), files.key)
        assert not list(plain.parent.glob(".backup-*"))
    recode(str(plain), files.key)


def test_a_record_that_this_process_has_open_is_not_encrypted(plain: Path, files: Files) -> None:
    database = opened(plain)
    with pytest.raises(Busy, match="Close it there"):
        recode(str(plain), files.key)
    database.close()
    assert keys.salt_of(plain) is None


def test_who_had_it_open_before_writes_into_no_file_that_is_gone(plain: Path, files: Files) -> None:
    database = opened(plain)
    database.engine.dispose()
    recode(str(plain), files.key)
    with pytest.raises(Refused), database.writing("Add") as session:
        contacts.add(session, full_name="Jane Quillfeather")
    with pytest.raises(Refused), database.keeping():
        pass
    database.close()


def test_a_copy_that_differs_takes_no_place(
    plain: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = encrypting.export

    def careless(connection: Any, copy: Path, key: Key | None) -> None:
        export(connection, copy, key)
        connection.execute("UPDATE copy.organisation SET city = 'X' WHERE id = 1")

    monkeypatch.setattr(encrypting, "export", careless)
    with pytest.raises(Damaged, match="nothing was changed"):
        recode(str(plain), files.key)
    assert keys.salt_of(plain) is None
    opened(plain).close()


@pytest.mark.parametrize(
    "content", [b"", b"Dear Minister\n" * 200, b"PK\3\4" + bytes(range(256)) * 20]
)
def test_what_is_no_record_is_not_asked_for_a_passphrase(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    ring.ask = lambda path, salt: pytest.fail("asked for a passphrase")
    assert keys.key_of(path) is None
    with pytest.raises(Problem):
        recode(str(path), Key(bytes(32), bytes(16)))
    assert path.read_bytes() == content


def test_without_the_extra_an_encrypted_record_says_what_to_install(
    secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strangers()
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(
        Refused, match=r"is encrypted, or no record .* pip install '.\[encrypted\]'"
    ):
        opened(secret)


def test_a_server_is_not_encrypted_here() -> None:
    with pytest.raises(Invalid, match="only a file can be encrypted"):
        recode("postgresql+psycopg://desk@server/investors", None)


def test_a_key_does_not_show_itself() -> None:
    key = Key(b"\xaa" * 32, b"\xbb" * 16)
    assert "aa" not in repr(key) and key.recovery not in repr(key)


def test_an_erased_person_is_in_no_byte_of_the_decrypted_file(secret: Path) -> None:
    database = opened(secret)
    with database.writing("Add") as session:
        one = contacts.add(session, full_name="Jane Quillfeather")
    erasing.erase(database, one)
    database.close()
    recode(str(secret), None)
    assert NAME in secret.read_bytes() and b"Quillfeather" not in secret.read_bytes()
