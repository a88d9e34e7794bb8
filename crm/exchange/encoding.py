"""In which encoding a text file was written: its mark, strict UTF-8, zero bytes, then a judge."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from db.errors import Problem

from . import letters

CHUNK = 1 << 20
SAMPLE = 1 << 18
MIXED = "crm-mixed"  # error handler: UTF-8 with single bytes of another code page in between

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Code pages that offices really save in, each as the superset that Windows uses.
JUDGED = {
    "windows-1252": "windows-1252", "iso-8859-1": "windows-1252", "iso8859-15": "windows-1252",
    "windows-1254": "windows-1254", "iso-8859-9": "windows-1254",
    "windows-1251": "windows-1251", "cp866": "cp866", "ibm866": "cp866", "iso-8859-5": "iso8859-5",
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "maccyrillic": "mac-cyrillic", "macroman": "mac-roman",
    "macturkish": "mac-turkish", "maclatin2": "mac-latin2",
    "windows-1250": "windows-1250", "iso-8859-2": "iso8859-2", "windows-1253": "windows-1253",
    "windows-1255": "windows-1255", "windows-1256": "windows-1256", "windows-1257": "windows-1257",
    "iso-8859-7": "windows-1253", "iso-8859-4": "windows-1257", "iso-8859-13": "windows-1257",
    "windows-1258": "windows-1258", "cp857": "cp857", "ibm857": "cp857", "cp850": "cp850", "cp852": "cp852",
    "gb18030": "gb18030", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "big5hkscs": "big5hkscs", "shift_jis": "cp932", "cp932": "cp932", "euc-jp": "euc-jp",
    "euc-kr": "cp949", "cp949": "cp949", "tis-620": "cp874", "cp874": "cp874",
}  # fmt: skip
EAST_ASIAN = {"gb18030", "big5hkscs", "cp932", "euc-jp", "cp949"}
# What a text holds next to none of (\x01 and \x1f separate cells in some exports).
_CONTROLS = bytes(n for n in range(32) if n not in b"\t\n\x0b\x0c\r\x01\x1a\x1f")
_SHIFTS = re.compile(rb"\x1b\$[@B].+?\x1b\([BJ]", re.DOTALL)
UNSURE = 0.05  # chardet 7 is right below it too, but no longer always


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` is a Python codec; `sure` runs from 0 to 1; `errors` is its error handler."""

    name: str
    sure: float
    why: str
    errors: str = "strict"
    warnings: tuple[str, ...] = ()


def detect(path: Path) -> Encoding:
    """The encoding of a file. Raises Problem where it is no text."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        marked = _marked(path, file, head)
        return marked or _unmarked(path.name, file, head)


def of_text(name: str, file: BinaryIO) -> Encoding:
    """The encoding of a text without a mark. Raises Problem, calling the file by its name."""
    file.seek(0)
    return _unmarked(name, file, file.read(SAMPLE))


def chosen(path: Path, name: str) -> Encoding:
    """The encoding a user asked for. Raises Problem where it is unknown or does not fit."""
    try:
        codec = codecs.lookup(name)
    except LookupError:
        raise Problem(
            f"There is no encoding called {name}; try utf-8, windows-1251, windows-1254 or gb18030."
        ) from None
    if not getattr(codec, "_is_text_encoding", True):
        raise Problem(f"{name} is not an encoding of text; try utf-8 or windows-1252.")
    with path.open("rb") as file:
        if not _fits(file, codec.name):
            raise Problem(
                f"{path.name} is not written in {name}: some of its letters do not exist there."
            )
        file.seek(0)
        if codec.name == "utf-8" and file.read(3) == codecs.BOM_UTF8:
            return Encoding("utf-8-sig", 1.0, "chosen")
    return Encoding(codec.name, 1.0, "chosen")


def _marked(path: Path, file: BinaryIO, head: bytes) -> Encoding | None:
    for mark, name in MARKS:
        if head.startswith(mark):
            if _fits(file, name):
                return Encoding(name, 1.0, "the file's own mark says so")
            return _mostly_utf8(file, name) if name == "utf-8-sig" else None
    return None


def _unmarked(name: str, file: BinaryIO, head: bytes) -> Encoding:
    if wide := _wide(head):
        if _fits(file, wide):
            return Encoding(wide, 0.95, "every other byte is zero")
    elif _SHIFTS.search(head) and _fits(file, "iso2022_jp"):
        return Encoding("iso2022_jp", 0.95, "it says where Japanese letters begin and end")
    elif len(head) - len(head.translate(None, _CONTROLS)) > max(8, len(head) // 50):
        raise Problem(f"{name} is not a text file: save it as CSV or XLSX and try again.")
    if _fits(file, "utf-8"):
        return Encoding("utf-8", 1.0, "every letter is valid UTF-8")
    return _mostly_utf8(file, "utf-8") or _judged(file)


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: zero bytes nearly all in the same places."""
    zeros = [head[start::4].count(0) for start in range(4)]
    total, quarter = sum(zeros), len(head) // 4
    if total < 6 or total < len(head) // 100:  # a few NUL stand in the same places by chance
        return None
    if min(zeros[2:]) >= 0.98 * quarter:
        return "utf-32-le"
    if min(zeros[:2]) >= 0.98 * quarter:
        return "utf-32-be"
    if zeros[1] + zeros[3] >= 0.95 * total:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] + zeros[2] >= 0.95 * total else None


def _fits(file: BinaryIO, name: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


# --- UTF-8 with a few foreign bytes in it ---------------------------------------------------


def _mixed(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error(MIXED, _mixed)


def _mostly_utf8(file: BinaryIO, name: str) -> Encoding | None:
    """UTF-8 whose damaged bytes are few beside its valid letters, as joined lists have it."""
    good = bad = 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        valid = chunk.decode("utf-8", "ignore")
        good += sum(1 for letter in valid if letter > "\x7f")
        bad += len(chunk) - len(valid.encode())
        if bad > 1000 and bad > good:
            return None
    if not bad or good < 10 * bad:
        return None
    found = f"{bad} bytes of this UTF-8 file are no UTF-8; they were read as windows-1252"
    return Encoding(name, 0.7, "nearly every letter is valid UTF-8", MIXED, (found,))


# --- legacy code pages ----------------------------------------------------------------------


def _judged(file: BinaryIO) -> Encoding:
    import chardet

    sample = _telling(file)
    verdicts: dict[str, float] = {}
    for found in chardet.detect_all(sample, ignore_threshold=True):
        name = JUDGED.get(str(found["encoding"]).casefold())
        if name and name not in verdicts and _plausible(sample, name) and _fits(file, name):
            verdicts[name] = float(found["confidence"])
    likely = {name: sure * _fitness(sample, name) for name, sure in verdicts.items()}
    if name := _likeliest(likely):
        sure = verdicts[name]
        doubt = f"the encoding is a guess ({name}); check the letters of a few names"
        warnings = (doubt,) if sure < UNSURE else ()
        return Encoding(name, sure, "its letters look like it", "strict", warnings)
    doubt = "the encoding is not known; it was read as windows-1252, check the letters"
    if _fits(file, "cp1252"):
        return Encoding("windows-1252", 0.0, "nothing else fits", "strict", (doubt,))
    return Encoding("windows-1252", 0.0, "nothing else fits", "replace", (doubt,))


def _fitness(sample: bytes, name: str) -> float:
    if name in EAST_ASIAN:
        return 1.0
    return letters.fitness(sample.decode(name, "ignore")) ** 3  # the judge rarely errs far


def _likeliest(verdicts: dict[str, float]) -> str | None:
    """The likeliest; among near equals on little evidence the page of Western Europe."""
    best = max(verdicts, key=lambda name: verdicts[name], default=None)
    western = verdicts.get("windows-1252", 0.0)
    if best and verdicts[best] < UNSURE / 2 and western >= 0.8 * verdicts[best]:
        return "windows-1252"
    return best


def _telling(file: BinaryIO) -> bytes:
    """The lines that hold letters beyond ASCII, as many as a judge needs."""
    telling: list[bytes] = []
    size = 0
    file.seek(0)
    while size < SAMPLE and (line := file.readline(CHUNK)):
        if not line.isascii():
            telling.append(line)
            size += len(line)
    return b"".join(telling)


_EAST = re.compile(r"([A-Za-z]?)([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+)([A-Za-z]?)")


def _plausible(sample: bytes, name: str) -> bool:
    """East Asian text comes in words of its own; accented letters misread as one stick to others."""
    if name not in EAST_ASIAN:
        return True
    runs = _EAST.findall(sample.decode(name, "ignore"))
    own = sum(1 for before, run, after in runs if len(run) > 1 and not before and not after)
    return own >= 0.4 * (len(runs) or 1)
