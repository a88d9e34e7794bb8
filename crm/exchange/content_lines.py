"""The parts of a content line, of which vCards and calendars consist: RFC 6350, RFC 5545, vCard 2.1."""

import codecs
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from . import encoding as encodings

NAME = re.compile(rb"(?:([\w.-]+)\.)?([A-Za-z][\w-]*)(?=[;:])")
_PARAMETER = re.compile(r';\s*([^=;:"]*)(=(?:"[^"]*"|[^";:]|(?<=\\);)*)?')
_VALUES = re.compile(r'"([^"]*)"|([^",]+)')
_CARETS = {"^n": "\n", "^^": "^", "^'": '"'}  # RFC 6868
_ESCAPES = {"n": "\n", "N": "\n"}
_BARE_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"}


@dataclass(frozen=True, slots=True)
class Property:
    """One line in parts. `value` stands as in the file, still escaped and encoded."""

    group: str
    name: str
    params: Mapping[str, tuple[str, ...]]
    value: bytes
    encoding: str  # how the file as a whole is read

    def types(self) -> tuple[str, ...]:
        return tuple(each.casefold() for each in self.params.get("TYPE", ()))

    def parameter(self, name: str) -> str:
        return ",".join(self.params.get(name, ()))

    def text(self) -> str:
        return unescaped(self._decoded(self.value))

    def parts(self, mark: str = ";") -> list[str]:
        """A value cut at its semicolons (or commas), each part decoded on its own."""
        return [unescaped(self._decoded(part)) for part in _cut(self.value, mark.encode())]

    def _decoded(self, data: bytes) -> str:
        how = self.parameter("ENCODING").upper()
        if how == "QUOTED-PRINTABLE":
            data = quopri.decodestring(data)
        elif how in {"B", "BASE64"}:
            data = _unpacked(data)
        return decoded(data, self.parameter("CHARSET") or self.encoding)


def _unpacked(data: bytes) -> bytes:
    try:
        return b64decode(b"".join(data.split()))
    except ValueError:
        return data


def decoded(data: bytes, name: str) -> str:
    """In the encoding that is named; one that is unknown or does not fit gives way to UTF-8."""
    for each in (name, "utf-8"):
        try:
            return data.decode(_codec(each))
        except UnicodeError:
            continue
    return data.decode("cp1252", "replace")


@lru_cache(maxsize=256)
def _codec(name: str) -> str:
    name = encodings.JUDGED.get(name.casefold(), name)
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return "utf-8"
    return codec.name if getattr(codec, "_is_text_encoding", True) else "utf-8"


def _cut(value: bytes, mark: bytes) -> list[bytes]:
    return list(_careful(value, mark)) if b"\\" in value else value.split(mark)


def _careful(value: bytes, mark: bytes) -> Iterator[bytes]:
    """Cut where the mark is not escaped."""
    part, after = bytearray(), False
    for each in (value[at : at + 1] for at in range(len(value))):
        if each == mark and not after:
            yield bytes(part)
            part.clear()
        else:
            part += each
        after = each == b"\\" and not after
    yield bytes(part)


def unescaped(text: str) -> str:
    r"""`\n` is a new line, any other letter after a backslash stands for itself."""
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL)


def escaped(text: str) -> str:
    """A value as both formats want it (RFC 6350 section 3.4, RFC 5545 section 3.3.11)."""
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def parsed(line: bytes, encoding: str) -> Property | None:
    """None where a line has no name and no colon."""
    name = NAME.match(line)
    if not name:
        return None
    head, value = _halves(line, name.end())
    if value is None:
        return None
    group = (name[1] or b"").decode("ascii", "replace").casefold()
    params = _parameters(decoded(head, encoding)) if head else {}
    return Property(group, name[2].decode("ascii", "replace").upper(), params, value, encoding)


def _halves(line: bytes, start: int) -> tuple[bytes, bytes | None]:
    """Parameters and value: the first colon outside quotes parts them."""
    quoted = False
    for at in range(start, len(line)):
        letter = line[at : at + 1]
        if letter == b'"':
            quoted = not quoted
        elif letter == b":" and not quoted:
            return line[start:at], line[at + 1 :]
    plain = line.find(b":", start)  # a quote that is never closed
    return (line[start:plain], line[plain + 1 :]) if plain >= 0 else (b"", None)


def _parameters(head: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in _PARAMETER.finditer(head):
        key, told = each[1].strip().upper(), each[2]
        if told is None:  # vCard 2.1: a type or an encoding without its name
            key, told = ("ENCODING" if key in _BARE_ENCODINGS else "TYPE"), f"={key}"
        values = tuple(_uncared(a or b) for a, b in _VALUES.findall(told[1:]))
        if key == "TYPE":
            values = tuple(part for value in values for part in value.split(","))
        found[key] = (*found.get(key, ()), *(value.strip() for value in values))
    return found


def _uncared(text: str) -> str:
    return re.sub(r"\^[n^']", lambda found: _CARETS[found[0]], text)
