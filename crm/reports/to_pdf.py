"""A report as PDF: typst sets it in a child process, and no character is printed as a box."""

import json
import re
import subprocess
import sys
import unicodedata
from base64 import b64encode
from calendar import timegm
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crm.language import Words, translator
from crm.text import show
from db.errors import Problem

from .plain import plain
from .report import Report, printable, texts
from .stationery import PLAIN, Stationery, logo_bytes, template_text

TEMPLATE = Path(__file__).with_name("report.typ")
_TYPESET = Path(__file__).with_name("typeset.py")
# A list of 5,000 rows was set in 4 s and 560 MB of memory (2 cores).
SECONDS = 60
_BYTES = 4 << 30
_LACKING = re.compile(r'(?:the text|codepoint) `"((?:[^"\\]|\\.)*)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)", re.DOTALL)
_LONGEST = 500  # characters of what typst says about a template
_CONTEXT = 20  # characters shown before and after the one that cannot be printed


class NoGlyph(Problem):
    """A character that no font of the program can print."""


def to_pdf(report: Report, stationery: Stationery = PLAIN, *, seconds: int = SECONDS) -> bytes:
    """The pages, always the same bytes for the same report. Raises NoGlyph naming a character
    that cannot be printed, Problem if the pages were not ready after `seconds` or a template of
    one's own is refused."""
    report = printable(report)
    done = _run(json.dumps(_asked([report], stationery, seconds)).encode(), seconds)
    if done.returncode == 0:
        return done.stdout
    complaint = done.stderr.decode(errors="replace")
    raise _no_glyph(complaint, report) or _refusal(complaint, stationery, done.returncode)


def fitting(ladder: Sequence[Report], stationery: Stationery = PLAIN) -> int:
    """The first of `ladder`, of which each is no longer than the one before, that is one page;
    the last where none is. One process tries them by halves, so that it takes bounded time."""
    if len(ladder) == 1:
        return 0
    reports = [printable(report) for report in ladder]
    done = _run(json.dumps(_asked(reports, stationery, SECONDS)).encode(), SECONDS)
    if done.returncode == 0:
        return int(done.stdout)
    complaint = done.stderr.decode(errors="replace")
    raise _no_glyph(complaint, reports[0]) or _refusal(complaint, stationery, done.returncode)


Place = tuple[int, int, int]  # section, block (-1: its heading), row


def page_breaks(report: Report, stationery: Stationery = PLAIN) -> dict[Place, int]:
    """The first thing on each page from the second on, and the number of that page; empty for a
    template of one's own, which tells no places."""
    asked = _asked([printable(report)], stationery, SECONDS, places=True)
    done = _run(json.dumps(asked).encode(), SECONDS)
    if done.returncode:
        raise _refusal(done.stderr.decode(errors="replace"), stationery, done.returncode)
    breaks: dict[Place, int] = {}
    last = 1
    for section, block, row, page in json.loads(done.stdout):
        if page > last:
            breaks[section, block, row] = last = page
    return breaks


def _asked(
    reports: Sequence[Report], stationery: Stationery, seconds: int, *, places: bool = False
) -> dict[str, Any]:
    """What the child process gets; of several reports it says which is one page."""
    own, logo = stationery.template, stationery.logo
    kind, content = logo_bytes(logo) if logo else ("", b"")
    say = translator(reports[0].lang)
    data = [json.dumps(_data(report, say, f"logo{kind}" if kind else "")) for report in reports]
    return {
        "template": template_text(own) if own else TEMPLATE.read_text(encoding="utf-8"),
        "reports": data,
        "logo": [f"logo{kind}", b64encode(content).decode()] if kind else None,
        "places": places,
        "timestamp": timegm(reports[0].as_of.timetuple()),
        "seconds": seconds,
        "bytes": _BYTES,
    }


def _refusal(complaint: str, stationery: Stationery, status: int) -> Exception:
    if stationery.template is None:
        return RuntimeError(f"typst: {complaint or status}")
    told = show(complaint.strip())[:_LONGEST]
    return Problem(f"Your template {show(stationery.template)} was refused by typst: {told}")


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


def _data(report: Report, say: Words, logo: str) -> dict[str, Any]:
    """What a template gets: the report as plain values, the logo's name, and our few words."""
    data = plain(report)
    data["logo"] = logo
    data["words"] = {
        "as_at": say("As at {day}", day=say.day(report.as_of)),
        "page": say("Page {page} of {pages}"),
        "date": say("Date"),
        "logo": say("Logo"),
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
