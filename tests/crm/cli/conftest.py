"""The command line as a person and as a script meet it: words in, status and two streams out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm.__main__ import main
from crm.config import config
from tests.conftest import Files


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line of a failure."""
        assert self.out == ""
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.strip()


Crm = Callable[..., Answer]


@pytest.fixture
def place(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the seeded record of this test is; the commands know it as CRM_DB."""
    path = Path(files.new(tmp_path / "record", seed=True))
    monkeypatch.setenv("CRM_DB", str(path))
    return path


@pytest.fixture
def crm(place: Path, capfd: pytest.CaptureFixture[str]) -> Crm:
    """`crm("list", "contacts")`, in this process, on the seeded record."""

    def run(*words: str | Path) -> Answer:
        config.cache_clear()
        capfd.readouterr()
        status = main([str(word) for word in words])
        return Answer(status, *capfd.readouterr())

    return run
