"""Typeset a PDF in a process of its own: run as a script, it reads JSON and writes the pages.

It imports nothing of the program. The template comes from the program, the data goes in through
`sys.inputs` as JSON and is never source. There is no file in reach but the logo, if there is one,
and no font but the known ones.
Exit status: 0 the PDF is on standard output; 1 typst's complaint is on standard error.
"""

import base64
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import noto_cjk_sans_otc
import typst


def main() -> int:
    asked = json.load(sys.stdin.buffer)
    _limit(asked["seconds"], asked["bytes"])
    with tempfile.TemporaryDirectory() as folder:
        root, packages = Path(folder, "root"), Path(folder, "packages")
        root.mkdir()
        if asked["logo"]:
            name, content = asked["logo"]
            (root / name).write_bytes(base64.b64decode(content))
        try:
            told = _answer(asked, str(root), str(packages))
        except typst.TypstError as error:
            sys.stderr.buffer.write((error.diagnostic or error.message).encode())
            return 1
    sys.stdout.buffer.write(told)
    return 0


def _answer(asked: dict[str, Any], root: str, packages: str) -> bytes:
    """The pages of one report, or where its parts stand on them; of several reports, the number of
    the first that is one page."""
    fonts = typst.Fonts(
        include_system_fonts=False, font_paths=[str(Path(noto_cjk_sans_otc.__file__).parent)]
    )

    def compiler(report: str, **more: str) -> typst.Compiler:
        return typst.Compiler(
            asked["template"].encode(),
            root=root,
            font_paths=fonts,
            sys_inputs={"report": report, **more},
            package_path=packages,
            package_cache_path=packages,
        )

    reports = asked["reports"]
    if asked["places"]:
        told: str = compiler(reports[0], places="asked").query("<place>", field="value")
        return told.encode()
    if len(reports) == 1:
        return _pdf(compiler(reports[0]), int(asked["timestamp"]))

    def is_one_page(number: int) -> bool:
        made = compiler(reports[number]).compile(format="svg")
        return not isinstance(made, list) or len(made) == 1

    return str(_first(len(reports), is_one_page)).encode()


def _first(size: int, holds: Callable[[int], bool]) -> int:
    """The first number that holds, where all after it do; the last if none does."""
    low, high = 0, size - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _pdf(compiler: typst.Compiler, timestamp: int) -> bytes:
    # Archives (PDF/A-2a) and screen readers (PDF/UA-1) can keep and read what leaves the desk; both
    # standards also refuse text that has no glyph, which typst alone would print as a box.
    pdf = compiler.compile(
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=timestamp,
    )
    assert isinstance(pdf, bytes)
    return pdf


def _limit(seconds: int, memory: int) -> None:
    """Where the system can: a report that asks for more than a report needs is stopped."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    sys.exit(main())
