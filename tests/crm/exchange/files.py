"""Files for the tests of the exchange: made-up ones beside the tests, and texts written on the spot."""

from pathlib import Path

from crm.exchange.draft import Draft
from crm.exchange.mapping import Mapping, guess
from crm.exchange.readers import open_sheet
from crm.exchange.rows import drafts

DATA = Path(__file__).parents[2] / "data"


def written(folder: Path, text: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def arrived(path: Path, noun: str | None = None, **overrides: str) -> tuple[Mapping, list[Draft]]:
    """The mapping of a file and its records, without the lines that are none."""
    sheet = open_sheet(path)
    mapping = guess(sheet, noun, overrides)
    return mapping, [draft for draft in drafts(sheet, mapping) if draft.number]


def contacts(path: Path) -> list[dict[str, object]]:
    return [draft.contact for draft in arrived(path)[1] if draft.contact]
