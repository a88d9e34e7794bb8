"""What an act needs for the first time is imported beside the loop, which goes on taking keys."""

import sys
import threading
from pathlib import Path

import pytest

from crm.screens.at_desk import at_hand


async def test_a_module_is_imported_in_another_thread_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "heavy_for_a_test.py"
    where.write_text("import threading\nIN = threading.get_ident()\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    await at_hand("heavy_for_a_test")
    brought = sys.modules["heavy_for_a_test"]
    assert threading.get_ident() != brought.IN
    await at_hand("heavy_for_a_test")
    assert sys.modules.pop("heavy_for_a_test") is brought
