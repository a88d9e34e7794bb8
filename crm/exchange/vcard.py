"""Address books (vCard 2.1, 3.0, 4.0) as a table of cards."""

from pathlib import Path

from . import folding
from .components import Kind, sheet
from .sheet import Sheet
from .vcard_fields import ALWAYS, BASE, fields

CARDS = Kind("vcf", frozenset({"VCARD"}), BASE, ALWAYS, fields)


def open_vcard(path: Path, encoding: str | None) -> Sheet:
    """Raises Problem where the file is no text."""
    return sheet(path, folding.encoding(path, encoding), CARDS)
