"""How the first letters of a file beyond plain Latin look in each encoding that offices save in."""

from dataclasses import dataclass
from pathlib import Path

SAMPLE = 1 << 18  # bytes looked at
SHOWN = 36  # letters of the sample
PAGES = (
    ("utf-8", "Unicode"),
    ("windows-1254", "Turkish, Azerbaijani"),
    ("windows-1251", "Russian, Cyrillic"),
    ("windows-1252", "Western European"),
    ("windows-1250", "Central European"),
    ("gb18030", "Chinese, simplified"),
    ("big5hkscs", "Chinese, traditional"),
    ("cp932", "Japanese"),
    ("cp949", "Korean"),
    ("windows-1256", "Arabic, Persian"),
    ("windows-1253", "Greek"),
    ("koi8-r", "Russian, older"),
    ("cp866", "Russian, DOS"),
    ("cp857", "Turkish, DOS"),
    ("utf-16", "Unicode, two bytes"),
)


@dataclass(frozen=True)
class Reading:
    """An encoding; `sample` is None where the file cannot be written in it."""

    encoding: str
    words: str
    sample: str | None


def readings(path: Path) -> list[Reading]:
    """Every encoding that is worth a try, with a piece of the file read in it."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    telling = next((line for line in head.splitlines() if not line.isascii()), head[:200])
    return [
        Reading(name, words, _sample(head if name == "utf-16" else telling, name))
        for name, words in PAGES
    ]


def _sample(data: bytes, encoding: str) -> str | None:
    try:
        text = (
            data[: len(data) // 2 * 2].decode(encoding)
            if encoding == "utf-16"
            else data.decode(encoding)
        )
    except UnicodeError:
        return None
    foreign = next((at for at, letter in enumerate(text) if not letter.isascii()), 0)
    return text[max(0, foreign - 8) :][:SHOWN]
