"""A report as PDF: typst sets it in a child process, and no character is printed as a box."""

import json
import re
import subprocess
import sys
import unicodedata
from calendar import timegm
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crm.language import Words, translator
from crm.text import show
from db.errors import Problem

from .report import Report, printable, texts

TEMPLATE = Path(__file__).with_name("report.typ")
_TYPESET = Path(__file__).with_name("typeset.py")
# A list of 5,000 rows was set in 4 s and 560 MB of memory (2 cores).
SECONDS = 60
_BYTES = 4 << 30
_LACKING = re.compile(r'(?:the text|codepoint) `"((?:[^"\\]|\\.)*)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)", re.DOTALL)
_CONTEXT = 20  # characters shown before and after the one that cannot be printed


class NoGlyph(Problem):
    """A character that no font of the program can print."""


def to_pdf(report: Report, *, template: Path = TEMPLATE, seconds: int = SECONDS) -> bytes:
    """The pages, always the same bytes for the same report. Raises NoGlyph naming a character
    that cannot be printed, Problem if the pages were not ready after `seconds`."""
    report = printable(report)
    asked = {
        "template": template.read_text(encoding="utf-8"),
        "report": json.dumps(_data(report, translator(report.lang))),
        "timestamp": timegm(report.as_of.timetuple()),
        "seconds": seconds,
        "bytes": _BYTES,
    }
    done = _run(json.dumps(asked).encode(), seconds)
    if done.returncode == 0:
        return done.stdout
    complaint = done.stderr.decode(errors="replace")
    raise _no_glyph(complaint, report) or RuntimeError(f"typst: {complaint or done.returncode}")


def _run(asked: bytes, seconds: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-P", str(_TYPESET)]
    too_long = Problem(
        f"The PDF was not ready after {seconds} seconds and was given up. "
        "Print a shorter report, or save it as .txt or .md."
    )
    try:
        done = subprocess.run(command, input=asked, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise too_long from error
    if done.returncode < 0:  # stopped by a signal: at the limit of its processor time or memory
        raise too_long
    return done


def _data(report: Report, say: Words) -> dict[str, Any]:
    """What a template gets: the report's fields, each block with its kind, and our few words."""
    data = asdict(report)
    for section, plain in zip(report.sections, data["sections"], strict=True):
        for block, fields in zip(section.blocks, plain["blocks"], strict=True):
            fields["kind"] = type(block).__name__.lower()
            fields["right"] = sorted(fields.get("right", ()))
    data["as_of"] = report.as_of.isoformat()
    data["words"] = {
        "as_at": say("As at {day}", day=say.day(report.as_of)),
        "page": say("Page {page} of {pages}"),
        "date": say("Date"),
    }
    return data


def _no_glyph(complaint: str, report: Report) -> NoGlyph | None:
    lacking = list(dict.fromkeys(map(_unescaped, _LACKING.findall(complaint))))
    if not lacking:
        return None
    others = f" (and {len(lacking) - 1} more)" if len(lacking) > 1 else ""
    return NoGlyph(
        f"No font here can print {_named(lacking[0])}{others}, {_place(lacking[0], report)}. "
        "Write it in other letters, or save the report as .txt or .md."
    )


def _named(cluster: str) -> str:
    codes = ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, 'without a name')}" for c in cluster)
    return f"“{show(cluster)}” ({codes})" if cluster.isprintable() else codes


def _place(cluster: str, report: Report) -> str:
    for place, text in texts(report):
        found = text.find(cluster)
        if found >= 0:
            around = text[max(0, found - _CONTEXT) : found + len(cluster) + _CONTEXT]
            told = f"in “{place}”" if place else "in the heading"
            return f"{told}: “{show(around).strip()}”"
    return "in this report"


def _unescaped(rust: str) -> str:
    """A string as Rust's debug format writes it, read back."""
    named = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else named.get(m[2], m[2]), rust)
