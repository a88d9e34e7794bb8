"""Letters that were spoilt or lost before a file reached us: put right where that is certain, else said."""

import codecs
import re

_CODECS = ("cp1252", "cp1254", "cp1251", "cp1250", "latin-1")
_PASSED = (
    "crm-passed"  # error handler: a byte the code page does not know stays a control character
)


def _passed(error: UnicodeError) -> tuple[bytes, int]:
    """As Windows does: \\x9d of windows-1252 becomes U+009D, and back."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    if any(not "\x80" <= letter <= "\x9f" for letter in letters):
        raise error
    return letters.encode("latin-1"), error.end


codecs.register_error(_PASSED, _passed)


def _letters(first: int, last: int) -> str:
    """What the bytes of a span are in any of the code pages."""
    bytes_ = bytes(range(first, last + 1))
    found = {letter for codec in _CODECS for letter in bytes_.decode(codec, "ignore")}
    return "".join(map(re.escape, sorted(found - set("\ufffd"))))


# A byte that leads a letter of UTF-8 and one that goes on, each as some code page shows it.
_SPOILT = re.compile(f"[{_letters(0xC2, 0xEF)}][\x80-\x9f{_letters(0x80, 0xBF)}]")
# Letters people write; what comes out of honest text by accident is none of them.
_OURS = re.compile(
    r"[\x00-\x7f\u00a0-\u024f\u0250-\u02af\u0300-\u036f\u0370-\u03ff\u0400-\u052f\u0590-\u06ff"
    r"\u1e00-\u1eff\u2010-\u2026\u2030-\u203a\u20a0-\u20bf\u2116\u2122\u3000-\u30ff\u4e00-\u9fff"
    r"\uac00-\ud7a3\uff00-\uffef\U0001f1e6-\U0001f9ff\ufe0f\u200d]*"
)
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|(?<!\S)\?[^\W\d_]{2}|\ufffd")
# Russian read as Western European: words of nothing but accented letters, which no language has.
_ACCENTED = re.compile(r"[\u00c0-\u00ff]{3,}")


def spoilt(text: str) -> bool:
    """Whether letters look like UTF-8, or Russian, that was read in another code page (quick)."""
    return bool(_SPOILT.search(text) or _ACCENTED.search(text))


def mended(text: str) -> str | None:
    """What a text was before it was read in the wrong code page; None unless that is certain."""
    return None if text.isascii() else _from_utf8(text) or _from_russian(text)


def mended_row(cells: list[str]) -> list[str]:
    """The cells of a row put right: what is certain of all is certain of a short one among them."""
    whole = "\x1f".join(cells)
    if whole.isascii() or not spoilt(whole):
        return cells
    together = (mended(whole) or "").split("\x1f")
    if len(together) == len(cells):
        return together
    return [mended(cell) or cell for cell in cells]


def _from_utf8(text: str) -> str | None:
    if not _SPOILT.search(text):
        return None
    for codec in _CODECS:
        try:
            found = text.encode(codec, _PASSED).decode("utf-8")
        except UnicodeError:
            continue
        if twice := mended(found):
            return twice
        if _OURS.fullmatch(found) and _is_certain(text, found):
            return found
    return None


def _is_certain(text: str, found: str) -> bool:
    """Two letters of Russian can be one of UTF-8 by chance; three, or two within a Latin word, cannot."""
    foreign = [letter for letter in text if letter > "\x7f"]
    if len(foreign) > 2 or not any("\u0400" <= letter < "\u0500" for letter in foreign):
        return True
    return any(letter.isascii() and letter.isalpha() for letter in text)


def _from_russian(text: str) -> str | None:
    words = _ACCENTED.findall(text)
    if max(map(len, words), default=0) < 4:
        return None
    if sum(map(len, words)) < 0.7 * sum(
        1 for letter in text if letter.isalpha() and letter > "\x7f"
    ):
        return None
    if not all(word.isupper() or word[1:].islower() for word in words):
        return None
    try:
        return text.encode("cp1252", _PASSED).decode("cp1251")
    except UnicodeError:
        return None


def letters_lost(text: str) -> bool:
    """Whether question marks stand where letters were; addresses of pages may hold them."""
    if "?" not in text and "\ufffd" not in text:
        return False
    words = (word for word in text[:2000].split() if "://" not in word and "=" not in word)
    return any(map(_LOST.search, words))
