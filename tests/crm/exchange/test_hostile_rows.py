"""Whatever stands in a cell, its row becomes a draft, in bounded time, and nothing acts on it."""

import csv
from pathlib import Path

import pytest

from tests.hostile import NAUGHTY, STRINGS

from .files import arrived

HEADER = [
    "First Name", "Last Name", "Company", "Email", "Phone", "Country", "City", "Website", "Tags",
    "Notes", "Employees", "Last Contact", "Investment", "Blah",
]  # fmt: skip
LONG = ["[" * 9000, "1" * 200_000 + "x", "a?" * 50_000, "1 " * 50_000, "a@" * 50_000, "(" * 100_000]


def saved(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


TEXTS = [text for text in map(clean, (*STRINGS.values(), *NAUGHTY.values())) if text.strip()]


@pytest.mark.parametrize("noun", ["contacts", "organisations"])
def test_hostile_text_in_every_cell_becomes_a_draft(tmp_path: Path, noun: str) -> None:
    rows = [["A", "B", "C", *[text] * 11] for text in TEXTS]
    _, drafts = arrived(saved(tmp_path / "list.csv", HEADER, rows), noun)
    assert len(drafts) == len(rows)


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:3])
def test_a_long_cell_is_read_in_bounded_time(tmp_path: Path, text: str) -> None:
    _, [draft] = arrived(
        saved(tmp_path / "list.csv", HEADER, [["A", "B", "C", *[text] * 11]]), "contacts"
    )
    assert draft.contact and draft.contact["family_name"] == "B"


def test_notes_keep_every_character_but_nul(tmp_path: Path) -> None:
    rows = [[f"Firm {at}", text] for at, text in enumerate(TEXTS)]
    _, drafts = arrived(saved(tmp_path / "list.csv", ["Company", "Notes"], rows))
    found = [(draft.organisation or {}).get("notes") for draft in drafts]
    assert found == [
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "") for text in TEXTS
    ]


def test_an_own_export_keeps_every_character(tmp_path: Path) -> None:
    header = ["ref", "uid", "given_name", "family_name", "notes"]
    rows = [[f"C{at}", f"u{at}", text, text, text] for at, text in enumerate(TEXTS)]
    _, drafts = arrived(saved(tmp_path / "list.csv", header, rows))
    assert [(draft.contact or {}).get("notes") for draft in drafts] == TEXTS
