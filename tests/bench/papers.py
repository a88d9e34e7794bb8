"""Papers: the report of a meeting from the record to its pages, against a bare typst compile of them."""

import json
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import noto_cjk_sans_otc
import typst

from crm.language import translator
from crm.reports import papers
from crm.reports.papers import Asked
from crm.reports.report import printable
from crm.reports.to_pdf import TEMPLATE, _data, to_pdf
from db.engine import Database, open_database

HOW = Asked(date(2026, 1, 21))
MANY = 100


def seconds(home: Path, rounds: int = 5) -> dict[str, tuple[float, float]]:
    """What -> (ours, bare): one report, and a hundred in one run."""
    database = open_database(str(home / "papers.db"), who="bench")
    report = _report(database)
    one = [(_timed(lambda: _ours(database)), _timed(_bare(report))) for _ in range(rounds)]
    many = (_timed(lambda: _ours(database), MANY), _timed(_bare(report), MANY))
    database.close()
    ours, bare = zip(*one, strict=True)
    return {"the report of a meeting": (median(ours), median(bare)), f"{MANY} reports": many}


def _report(database: Database) -> Any:
    with database.reading() as session:
        return papers.meeting(session, "M1", HOW)


def _ours(database: Database) -> bytes:
    return to_pdf(_report(database))


def _bare(report: Any) -> Callable[[], bytes]:
    """The same template, the same data and the same fonts, compiled in this process."""
    told = json.dumps(_data(printable(report), translator(report.lang), ""))
    template = TEMPLATE.read_bytes()
    folder = str(Path(noto_cjk_sans_otc.__file__).parent)

    def compiled() -> bytes:
        with tempfile.TemporaryDirectory() as root:
            fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
            compiler = typst.Compiler(
                template, root=root, font_paths=fonts, sys_inputs={"report": told}
            )
            pdf: bytes = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"])
            return pdf

    return compiled


def _timed(act: Callable[[], bytes], times: int = 1) -> float:
    began = time.perf_counter()
    for _ in range(times):
        assert act().startswith(b"%PDF")
    return time.perf_counter() - began
