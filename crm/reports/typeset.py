"""Typeset a PDF in a process of its own: run as a script, it reads JSON and writes the pages.

It imports nothing of the program. The template comes from the program, the data goes in through
`sys.inputs` as JSON and is never source. There is no file in reach and no font but the known ones.
Exit status: 0 the PDF is on standard output; 1 typst's complaint is on standard error.
"""

import json
import sys
import tempfile
from pathlib import Path

import noto_cjk_sans_otc
import typst


def main() -> int:
    asked = json.load(sys.stdin.buffer)
    _limit(asked["seconds"], asked["bytes"])
    with tempfile.TemporaryDirectory() as empty:
        try:
            pdf = _compiled(asked, empty)
        except typst.TypstError as error:
            sys.stderr.buffer.write((error.diagnostic or error.message).encode())
            return 1
    sys.stdout.buffer.write(pdf)
    return 0


def _compiled(asked: dict[str, str], empty: str) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, font_paths=[str(Path(noto_cjk_sans_otc.__file__).parent)]
    )
    compiler = typst.Compiler(
        asked["template"].encode(),
        root=empty,
        font_paths=fonts,
        sys_inputs={"report": asked["report"]},
        package_path=empty,
        package_cache_path=empty,
    )
    # Archives (PDF/A-2a) and screen readers (PDF/UA-1) can keep and read what leaves the desk; both
    # standards also refuse text that has no glyph, which typst alone would print as a box.
    pdf = compiler.compile(
        format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=int(asked["timestamp"])
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
