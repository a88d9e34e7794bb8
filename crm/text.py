"""The only place where data becomes text on a terminal: scrubbed, measured, and never markup.

Nothing here imports Textual until styled content is asked for, so the command line stays light.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.content import Content
    from textual.style import Style

_C0 = "\x00-\x08\x0b-\x1f\x7f"  # without tab and newline
_C1 = "\x80-\x9f"
_BROKEN = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_TAGS = "\U000e0000-\U000e007f"
_BIDI = "\u202a-\u202e\u2066-\u2069"
# Unseen, and no language needs them on a screen. The joiners and the direction marks that Persian,
# Hindi and Arabic do need (200C-200F, 061C) stay.
_UNSEEN = "\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_LINES = "\u2028\u2029"
_PILED = "[\u0300-\u036f]"

_REFUSED = re.compile(f"[{_C0}{_C1}{_BROKEN}{_TAGS}]")
_HIDDEN = re.compile(f"[{_C0}{_C1}{_BROKEN}{_TAGS}{_UNSEEN}]|(?<={_PILED}{{4}}){_PILED}+")
_SUSPECT = re.compile(f"[{_C0}{_C1}{_BROKEN}{_TAGS}{_UNSEEN}{_BIDI}{_LINES}]|{_PILED}{{5}}")
_MARKS = dict.fromkeys(map(ord, _LINES), "\n")
_MARKS |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "⇄")
_UNFIT = re.compile(f"[\n\t{_C0}{_C1}{_BROKEN}{_TAGS}{_UNSEEN}{_BIDI}{_LINES}]")
_BROKEN_ONE = re.compile(f"[{_BROKEN}]")
_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")

ELLIPSIS = "…"


def scrub(text: str) -> str:
    """`text` as a terminal may see it: newline and tab stay, no other control character does.

    C0 and C1 controls, DEL, lone surrogates, non-characters, tag characters and unseen format
    characters go; each control that turns the direction of writing shows as ⇄; accents piled more
    than four high are cut. Clean text comes back as the same object.
    """
    if (text.isascii() and text.isprintable()) or not _SUSPECT.search(text):
        return text
    return _HIDDEN.sub("", text.replace("\r\n", "\n").translate(_MARKS))


def one_line(text: str) -> str:
    """`scrub`, for a cell or a title: a tab is a blank, a line break is ⏎."""
    text = scrub(text)
    if "\n" in text:
        text = _BREAK.sub(" ⏎ ", text.strip("\n"))
    return text.replace("\t", " ")


def clean(text: str) -> tuple[str, int]:
    """`text` as the record may keep it, and how many characters were removed.

    For every entrance (forms, paste, files, the command line, the configuration): NFC; line ends
    become newlines; control characters, lone surrogates, non-characters and tags go. What languages
    need (joiners, direction marks) stays, so nothing a person can see is lost.
    """
    if text.isascii() and text.isprintable():
        return text, 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept, removed = _REFUSED.subn("", lines)
    return unicodedata.normalize("NFC", kept), removed


def show(value: object) -> str:
    """Any value for the command line's output and errors; nothing is an empty string."""
    return "" if value is None else scrub(str(value))


def is_unfit(painted: str) -> bool:
    """Whether a painted piece of one line holds what `without_controls` would take."""
    return not (painted.isascii() and painted.isprintable()) and bool(_UNFIT.search(painted))


def without_controls(painted: str) -> str:
    """A painted piece of one line, of the same width in cells, with nothing left that acts.

    Characters that were laid out as one cell become �; those laid out as none go.
    """
    return _UNFIT.sub("", _BROKEN_ONE.sub("�", painted))


def cell_width(text: str) -> int:
    """The number of terminal cells `text` takes: 2 for 万, 0 for a combining accent."""
    if text.isascii() and text.isprintable():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, width: int) -> str:
    """`text` on one line of exactly `width` cells: cut with … or padded with blanks."""
    text = one_line(text)
    spare = width - cell_width(text)
    if spare >= 0:
        return text + " " * spare
    return _cut(text, width) if width > 0 else ""


def _cut(text: str, width: int) -> str:
    from rich.cells import set_cell_size

    head = set_cell_size(text, width - 1).rstrip() + ELLIPSIS
    return head + " " * (width - cell_width(head))


def content(text: str, style: str | Style = "") -> Content:
    """Data as Textual content: scrubbed, literal, in one style."""
    from textual.content import Content

    return Content.styled(scrub(text), style) if style else Content(scrub(text))


def assemble(*parts: str | tuple[str, str | Style] | Content) -> Content:
    """Pieces of data, each plain, styled as `(text, style)` or content already, as one content."""
    from textual.content import Content

    return Content.assemble(*map(_piece, parts))


def _piece(part: str | tuple[str, str | Style] | Content) -> Content:
    if isinstance(part, str):
        return content(part)
    return content(*part) if isinstance(part, tuple) else part
