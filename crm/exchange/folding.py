"""Lines of vCards and calendars, unfolded on the way in and folded on the way out.

Folding is undone on bytes, because some programs fold in the middle of a letter.
"""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import encoding as encodings
from .content_lines import NAME
from .encoding import Encoding

LONGEST = 1 << 20  # bytes of one line; what is longer is cut, and its card is refused
SEEN = 1 << 22  # bytes looked at to tell the encoding
_LINK = (b"http://", b"https://", b"ftp://")  # how a line that was broken in a text may begin


@dataclass(frozen=True, slots=True)
class Raw:
    """A line after unfolding; `at` is the physical line where it starts."""

    at: int
    text: bytes
    cut: bool = False


def encoding(path: Path, chosen: str | None) -> Encoding:
    """How the lines of a file are written. Raises Problem where it is no text."""
    return encodings.chosen(path, chosen) if chosen else _detected(path)


def lines(path: Path, found: Encoding) -> Iterator[Raw]:
    """The lines of a file, unfolded; their bytes are in `codec(found)`."""
    return _unfolded(_physical(path, found.name if _is_wide(found) else ""))


def codec(found: Encoding) -> str:
    """In what the bytes of a line are written: UTF-16 and UTF-32 are UTF-8 by then."""
    return "utf-8" if _is_wide(found) else found.name


def _is_wide(found: Encoding) -> bool:
    return found.name.startswith(("utf-16", "utf-32", "utf_16", "utf_32"))


def _detected(path: Path) -> Encoding:
    """By the unfolded lines: a letter that was folded apart is no letter of another code page."""
    with path.open("rb") as file:
        head = file.read(encodings.SAMPLE)
    if b"\0" in head[:1000]:
        return encodings.detect(path)
    sample, seen = io.BytesIO(), 0
    for line in _unfolded(_physical(path, "")):
        seen += len(line.text)
        if not line.text.isascii():
            sample.write(line.text + b"\n")
        if seen > SEEN or sample.tell() > encodings.SAMPLE:
            break
    return encodings.of_text(path.name, sample)


def _physical(path: Path, wide: str) -> Iterator[tuple[int, bytes, bool]]:
    """Line number, line without its end, whether it was cut."""
    codec, end = (wide, "") if wide else ("latin-1", _line_end(path))
    with path.open("r", encoding=codec, newline=end, errors="replace") as file:
        at = 0
        while line := file.readline(LONGEST):
            at += 1
            whole = line[-1] in "\r\n"
            cut = not whole and len(line) == LONGEST
            while cut and not whole and (rest := file.readline(LONGEST)):
                whole = rest[-1] in "\r\n"
            yield at, line.rstrip("\r\n").encode("utf-8" if wide else "latin-1"), cut


def _line_end(path: Path) -> str:
    with path.open("rb") as file:
        return "\n" if b"\n" in file.read(encodings.SAMPLE) else "\r"


def _unfolded(physical: Iterator[tuple[int, bytes, bool]]) -> Iterator[Raw]:
    held = _Held()
    for at, line, cut in physical:
        if not held.takes(line, cut):
            yield from held.given()
            held.begin(at, line.removeprefix(codecs.BOM_UTF8) if at == 1 else line, cut)
    yield from held.given()


class _Held:
    """The line in hand, while its continuations come."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.at = self.size = 0
        self.cut = self.soft = self.packed = False

    def begin(self, at: int, line: bytes, cut: bool) -> None:
        self.at, self.parts, self.size, self.cut = at, [line], len(line), cut
        head = line.partition(b":")[0].upper()
        self.soft = b"QUOTED-PRINTABLE" in head
        self.packed = b"BASE64" in head or b"ENCODING=B" in head

    def given(self) -> Iterator[Raw]:
        if self.parts and (text := b"".join(self.parts)).strip():
            yield Raw(self.at, text, self.cut)
        self.parts = []

    def takes(self, line: bytes, cut: bool) -> bool:
        """Whether a line only goes on with the one before it."""
        if not self.parts or not line or self.parts[0].upper().startswith((b"BEGIN:", b"END:")):
            return False
        if self.soft and self.parts[-1].endswith(b"=") and not line.startswith(b"END:"):
            self.parts[-1] = self.parts[-1][:-1]
            return self._add(line, cut)
        if line[:1] in b" \t":
            return self._add(line[1:], cut)
        if NAME.match(line) and not line.lower().startswith(_LINK):
            return False
        return self._add(line if self.packed else b"\\n" + line, cut)

    def _add(self, line: bytes, cut: bool) -> bool:
        self.size += len(line)
        self.cut = self.cut or cut or self.size > LONGEST
        if self.size <= LONGEST:
            self.parts.append(line)
        return True


def folded(line: str) -> str:
    """A line for a file: at most 75 bytes, never cut inside a letter, ended by CR LF."""
    rows, size = [""], 0
    for letter in line:
        width = len(letter.encode("utf-8", "replace"))
        if size + width > 75:
            rows.append(" ")
            size = 1
        rows[-1] += letter
        size += width
    return "\r\n".join(rows) + "\r\n"
