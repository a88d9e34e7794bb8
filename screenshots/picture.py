"""A screen as SVG whose columns line up in any viewer, and as PNG, drawn with the program's own fonts."""

import re
import tempfile
from html import escape, unescape
from pathlib import Path

import noto_cjk_sans_otc
import typst

from crm.text import cell_width

CELL = 12.2  # width of a cell in the SVG that Textual writes
FONTS = "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', Menlo, Consolas, monospace"
WIDE = 'style="font-size: 23px" '  # Chinese fills its two cells, as in a terminal
PIXELS = 1100  # width of a picture; a README shows them at 880

_FROM_AFAR = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_RUN = re.compile(r'<text (?P<start>[^>]*?)x="(?P<x>[\d.]+)"(?P<mid>[^>]*?)textLength="[\d.]+"'
                  r"(?P<end>[^>]*)>(?P<text>[^<]*)</text>")  # fmt: skip
_PIECES = re.compile(r"\S+| +")


def tidy(svg: str) -> str:
    """Without fonts from the network; every word at the column where the terminal has it."""
    svg = _FROM_AFAR.sub("", svg).replace("Fira Code, monospace", FONTS)
    svg = svg.replace("font-family: arial", f"font-family: {FONTS}")
    return "\n".join(line.rstrip() for line in _RUN.sub(_placed, svg).splitlines() if line.strip())


def _placed(run: re.Match[str]) -> str:
    """One text element for each stretch of letters of one width: Chinese is two cells wide."""
    text, column = unescape(run["text"]).replace("\xa0", " "), 0
    made = []
    for piece in _stretches(text):
        cells = cell_width(piece)
        if piece.strip():
            x = float(run["x"]) + column * CELL
            size = WIDE if cell_width(piece[0]) == 2 else ""
            made.append(
                f'<text {size}{run["start"]}x="{x:.1f}"{run["mid"]}textLength="{cells * CELL:.1f}"'
                f"{run['end']}>{escape(piece, quote=False)}</text>"
            )
        column += cells
    return "".join(made)


def _stretches(text: str) -> list[str]:
    """Words and gaps, parted where the letters turn from one cell to two."""
    parts: list[str] = []
    for piece in _PIECES.findall(text):
        start = 0
        for at in range(1, len(piece) + 1):
            if at == len(piece) or (cell_width(piece[at]) == 2) != (cell_width(piece[start]) == 2):
                parts.append(piece[start:at])
                start = at
    return parts


def text_of(svg: str) -> str:
    """What a picture says, line by line."""
    lines: dict[str, list[str]] = {}
    for run in _RUN.finditer(svg):
        row = re.search(r'y="([\d.]+)"', run[0])
        lines.setdefault(row[1] if row else "", []).append(unescape(run["text"]))
    return "\n".join("".join(parts).replace("\xa0", " ") for parts in lines.values())


def png(content: bytes, kind: str, *, width: int = PIXELS, page: int = 1) -> bytes:
    """An SVG, or a page of a PDF, as PNG of that width in pixels."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"picture.{kind}").write_bytes(content)
        fonts = typst.Fonts(
            include_system_fonts=False, font_paths=[str(Path(noto_cjk_sans_otc.__file__).parent)]
        )
        source = (
            "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
            f'#image("picture.{kind}", width: {width}pt, page: {page})'
        )
        made = typst.Compiler(source.encode(), root=folder, font_paths=fonts).compile(
            format="png", ppi=72
        )
    assert isinstance(made, bytes)
    return made
