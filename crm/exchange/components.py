"""The blocks of vCards and calendars, and a table of them: one block, one row; a bad one stops no other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from . import folding
from .content_lines import Property, parsed
from .encoding import Encoding
from .sheet import PREVIEW, Row, Sheet

PICTURES = {"PHOTO", "LOGO", "SOUND", "KEY", "ATTACH", "IMAGE"}
SEARCHED = (
    1000  # blocks whose fields become columns; what only later ones have goes into one column
)
MORE = "More fields"
COLUMNS = 400  # as many kinds of fields as a screen can still show
LINES = 20_000  # of one block; who has more to say is no person and no meeting
_CONTAINERS = {"VCALENDAR"}


class Fault(ValueError):
    """A block that cannot be a row, in a sentence."""


@dataclass
class Component:
    """The lines between BEGIN and END; `at` is the first of them, `fault` why it cannot be read."""

    name: str
    at: int
    properties: list[Property] = field(default_factory=list)
    pictures: int = 0
    fault: str = ""
    inside: list[str] = field(default_factory=list)  # names of blocks in it that are still open

    def one(self, name: str) -> Property | None:
        return next((each for each in self.properties if each.name == name), None)

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]


@dataclass(frozen=True)
class Kind:
    """What a file of blocks is made of. `read` gives column -> cell, and under the empty name why
    a block is no record; `always` are the columns by which such a table is known again."""

    format: str
    wanted: frozenset[str]
    base: tuple[str, ...]
    always: tuple[str, ...]
    read: Callable[[Component], dict[str, str]]


def sheet(path: Path, found: Encoding, kind: Kind) -> Sheet:
    """The table of a file, its rows read anew each time they are asked for."""
    first = islice(components(path, found, kind.wanted), SEARCHED)
    headers = _headers(kind, [_told(kind, each)[0] for each in first])

    def rows() -> Iterator[Row]:
        blocks = components(path, found, kind.wanted)
        return (_row(kind, each, number, headers) for number, each in enumerate(blocks, 1))

    return Sheet(
        path=path, format=kind.format, encoding={"utf-8-sig": "utf-8"}.get(found.name, found.name),
        delimiter=None, header_line=1, preamble=(), headers=headers, raw_headers=headers,
        preview=tuple(islice(rows(), PREVIEW)), warnings=found.warnings, size=path.stat().st_size,
        rows=rows, encoding_sure=found.sure,
    )  # fmt: skip


def _told(kind: Kind, block: Component) -> tuple[dict[str, str], str]:
    """What a block says, and what is wrong with it."""
    if block.fault:
        return {}, block.fault
    try:
        return kind.read(block), ""
    except Fault as fault:
        return {}, str(fault)


def _headers(kind: Kind, blocks: list[dict[str, str]]) -> tuple[str, ...]:
    """The fields of the blocks: those we know in our order, then the others as they come."""
    seen = dict.fromkeys(name for block in blocks for name in block)
    known = [name for name in kind.base if name in seen or name in kind.always]
    others = [name for name in seen if name and name not in kind.base]
    return (*known, *others[:COLUMNS], MORE)


def _row(kind: Kind, block: Component, number: int, headers: tuple[str, ...]) -> Row:
    told, wrong = _told(kind, block)
    more = "\n".join(f"{name}: {told[name]}" for name in told if name and name not in headers)
    cells = [*(told.get(header, "") for header in headers[:-1]), more]
    said = ("its pictures and attachments are not kept",) if block.pictures else ()
    return Row(block.at, number, cells, told.get("", ""), said, wrong)


# --- from lines to blocks -------------------------------------------------------------------------


def components(
    path: Path,
    found: Encoding,
    wanted: frozenset[str],
    around: Callable[[Property], None] = lambda said: None,
) -> Iterator[Component]:
    """Every block of a kind in its order, also the broken ones; `around` is told what stands
    between them."""
    codec = folding.codec(found)
    block: Component | None = None
    for line in folding.lines(path, found):
        if block and block.fault and line.text[:4].upper() not in {b"BEGI", b"END:"}:
            continue  # nothing more is asked of it
        said = parsed(line.text, codec)
        name = said.value.decode("ascii", "replace").strip().upper() if said else ""
        if said and said.name == "BEGIN" and not (block and _is_inside(block, name, said)):
            if block:
                yield _endless(block)
            block = Component(name, line.at) if name in wanted else None
        elif said and said.name == "END" and block:
            if _ends(block, name):
                yield block
                block = None
            elif name in _CONTAINERS:
                yield _endless(block)
                block = None
        elif block is None and said:
            around(said)
        elif block and (not block.inside or block.name == "VTIMEZONE"):
            _take(block, line, said)
    if block:
        yield _endless(block, "; the file may be cut off")


def _endless(block: Component, more: str = "") -> Component:
    block.fault = f"it has no end (END:{block.name}){more}"
    return block


def _is_inside(block: Component, name: str, said: Property) -> bool:
    """Whether a block begins inside another on purpose: an alarm, or the assistant of vCard 2.1."""
    last = block.properties[-1] if block.properties else None
    agent = last is not None and last.name == "AGENT" and not last.value.strip()
    if name in {block.name, "VEVENT", "VCARD"} and not agent and not block.inside:
        return False
    block.inside.append(name)
    if block.name == "VTIMEZONE":
        block.properties.append(said)
    return True


def _ends(block: Component, name: str) -> bool:
    if name in block.inside:
        while block.inside.pop() != name:
            continue
        return False
    return name == block.name


def _take(block: Component, line: folding.Raw, said: Property | None) -> None:
    if len(block.properties) >= LINES:
        block.fault = block.fault or f"it has more than {LINES:,} lines"
    elif said is None:
        block.fault = block.fault or f"line {line.at:,} is no line of a {block.name}"
    elif said.name in PICTURES and not said.value[:8].lower().startswith((b"http:", b"https:")):
        block.pictures += 1
    elif line.cut:
        block.fault = block.fault or f"line {line.at:,} is longer than a million letters"
    else:
        block.properties.append(said)
