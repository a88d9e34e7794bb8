"""Strings that break programs, and what must never reach a terminal because of them."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parent / "data" / "hostile"
_MATRIX: dict[str, dict[str, str]] = json.loads((DATA / "own_matrix.json").read_text("utf-8"))
_NAUGHTY: list[str] = json.loads((DATA / "blns" / "blns.json").read_text("utf-8"))

STRINGS: dict[str, str] = {name: entry["text"] for name, entry in _MATRIX.items()}
"""Name -> text: escape sequences, C0, C1, Unicode tricks, Textual and Rich markup, Markdown."""

NAUGHTY: dict[str, str] = {f"blns_{n}": text for n, text in enumerate(_NAUGHTY)}
"""The Big List of Naughty Strings (MIT, licence beside it); weak on terminals, good on the rest."""

MARKUP: dict[str, str] = {n: e["text"] for n, e in _MATRIX.items() if e["class"] == "mk"}
"""Those that a markup parser would swallow, act on or fail on."""

CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"  # C0 without tab, newline, carriage return; DEL
    rb"|\xc2[\x80-\x9f]"  # C1
    rb"|\xed[\xa0-\xbf][\x80-\xbf]"  # surrogates
    rb"|\xef\xbf[\xbe\xbf]|\xef\xb7[\x90-\xaf]|[\xf0-\xf4][\x80-\xbf]\xbf[\xbe\xbf]"  # non-characters
    rb"|\xf3\xa0[\x80\x81][\x80-\xbf]"  # tags
    rb"|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"  # bidi overrides, embeddings, isolates
)
"""Raw bytes that no output of data may hold (what the command line prints, a text report)."""

SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])"
)
_PAINT = re.compile(
    rb"\x1b\[[0-9;:]*[mH]"
)  # colours and cursor positions, which a screen paints with


def raw(text: str) -> bytes:
    """The bytes a careless program would write for `text`."""
    return text.encode("utf-8", "surrogatepass")


def controls(output: bytes) -> set[bytes]:
    """Every escape sequence and control byte of `output`, except colours and cursor positions."""
    sequences = {found for found in SEQUENCE.findall(output) if not _PAINT.fullmatch(found)}
    return sequences | set(CONTROL.findall(SEQUENCE.sub(b"", output)))


def leaks(output: bytes, baseline: bytes, texts: Iterable[str] = STRINGS.values()) -> set[bytes]:
    """What of hostile `texts` acts in a screen's `output`; `baseline`: the same with harmless text.

    Two looks: controls that the baseline has not, and the sequences of the texts themselves
    (colours and positions among them).
    """
    foreign = controls(output) - controls(baseline)
    own = {found for text in texts for found in SEQUENCE.findall(raw(text))}
    return foreign | {found for found in own if found in output and found not in baseline}
