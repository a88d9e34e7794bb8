"""Printing to an IPP Everywhere printer of the test's own on the loopback, to the last page."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.__main__ import main
from crm.printing import Printer, follow, outcome, printers, send
from crm.reports.to_pdf import to_pdf
from db.engine import Database
from tests.crm.reports.samples import list_of
from tests.crm.test_printing import SECONDS, _told, folder, queue, until

__all__ = ["folder", "queue"]  # fixtures
NEEDED = ("ippeveprinter", "lpadmin")
NAME = "desk"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def spool(queue: Path) -> Iterator[Path]:
    """Where a printer of the network puts what it printed; it is installed in the queue as any
    other, with what it says of itself (`-m everywhere`)."""
    path = os.pathsep.join((os.environ["PATH"], "/usr/sbin"))
    lacking = [name for name in NEEDED if not shutil.which(name, path=path)]
    if lacking:
        pytest.skip(f"no IPP Everywhere printer here: {', '.join(lacking)} not found")
    kept, port = queue / "printed", _free_port()
    kept.mkdir()
    command = ["ippeveprinter", "-n", "localhost", "-p", str(port), "-d", str(kept)]
    # Not announced on the network: the tests beside this one look at queues without a printer.
    command += ["-r", "off", "-2", "-k", "-f", "application/pdf", "Desk"]
    with subprocess.Popen(command, stdout=sys.stderr, stderr=subprocess.STDOUT) as printer:
        try:
            until(lambda: _answers(port) or printer.poll() is not None, bool)
            if printer.poll() is not None:
                pytest.skip("no IPP Everywhere printer here: it needs D-Bus and Avahi to run")
            uri = f"ipp://localhost:{port}/ipp/print"
            _told("lpadmin", "-p", NAME, "-E", "-v", uri, "-m", "everywhere")
            yield kept
            _told("lpadmin", "-x", NAME)
        finally:
            printer.terminate()


@pytest.fixture(scope="module")
def pages(queue: Path) -> Path:
    path = queue / "list.pdf"
    path.write_bytes(to_pdf(list_of(60)))
    return path


def test_a_printer_of_the_network_prints_every_page(spool: Path, pages: Path) -> None:
    from pypdf import PdfReader

    assert printers() == [Printer(NAME, "idle")]
    job = send(pages, NAME, title="Investors in China")
    told: list[str] = []
    state = follow(job, SECONDS, told=lambda each: told.append(each.state))
    assert state.state == "printed", told
    assert outcome(job, state) == f"Printed on {NAME} ({job.id})."
    (printed,) = spool.glob("*.pdf")
    ours, theirs = PdfReader(pages), PdfReader(printed)
    assert len(theirs.pages) == len(ours.pages)
    assert "Investor 60 " in "".join(page.extract_text() for page in theirs.pages)
    printed.unlink()


def test_copies_and_sides_reach_the_printer(spool: Path, pages: Path) -> None:
    job = send(pages, NAME, 2, two_sided=True, paper="a4")
    assert follow(job, SECONDS).state == "printed"
    told = _told("lpstat", "-W", "completed", "-o", NAME)
    assert job.id in told
    assert list(spool.glob("*.pdf"))


def test_the_command_line_prints_and_says_what_became_of_it(
    spool: Path,
    seeded: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CRM_DB", str(seeded.path))
    assert main(["report", "M1", "--print", NAME, "--copies", "1"]) == 0
    assert f"Printed on {NAME} ({NAME}-" in capsys.readouterr().out
