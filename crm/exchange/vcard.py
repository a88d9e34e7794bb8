"""Address books (vCard 2.1, 3.0, 4.0) as a table of cards."""

from pathlib import Path

from . import folding, own_blocks, to_vcard
from .components import Kind, components, sheet
from .fields import FIELDS
from .sheet import Sheet
from .vcard_fields import ALWAYS, BASE, fields

_CARD = frozenset({"VCARD"})
CARDS = Kind("vcf", _CARD, BASE, ALWAYS, fields)
OWN = Kind("vcf", _CARD, ("uid", *FIELDS["contacts"]), ("uid", "given_name"), to_vcard.read)


def open_vcard(path: Path, encoding: str | None) -> Sheet:
    """Raises Problem where the file is no text."""
    found = folding.encoding(path, encoding)
    first = next(iter(components(path, found, _CARD)), None)
    own = first is not None and own_blocks.is_own(first.properties)
    return sheet(path, found, OWN if own else CARDS)
