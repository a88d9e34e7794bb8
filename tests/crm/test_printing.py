"""Printing to a real queue: a CUPS of the test's own where the machine has one, else skipped."""

import os
import shutil
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from crm.__main__ import main
from crm.printing import FINAL, Job, JobState, Printer, job_state, outcome, printers, send
from crm.reports.to_pdf import to_pdf
from db.engine import Database
from db.errors import Problem
from tests.crm.reports.samples import of_one_text

T = TypeVar("T")
SECONDS = 60
NEEDED = ("cupsd", "lp", "lpstat", "lpadmin", "cancel", "cupsdisable")
_FILES = """
ServerRoot {0}/etc
CacheDir {0}/cache
StateDir {0}/state
RequestRoot {0}/spool
TempDir {0}/tmp
ErrorLog {0}/error
AccessLog {0}/access
PageLog {0}/page
SystemGroup root
"""
_SERVER = """
Listen {0}/state/sock
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobHistory Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


def until(question: Callable[[], T], answered: Callable[[T], bool]) -> T:
    end = time.monotonic() + SECONDS
    while not answered(answer := question()):
        assert time.monotonic() < end, answer
        time.sleep(0.05)
    return answer


def followed(job: Job) -> JobState:
    return until(lambda: job_state(job), lambda told: told.state in FINAL)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Open to the account that the queue runs its filters under, unlike pytest's own folders."""
    with tempfile.TemporaryDirectory(prefix="crm-cups-") as name:
        path = Path(name)
        for part in ("etc", "cache", "state", "spool", "tmp"):
            (path / part).mkdir()
        path.chmod(0o755)
        (path / "tmp").chmod(0o1777)
        yield path


@pytest.fixture(scope="module")
def queue(folder: Path) -> Iterator[Path]:
    """A scheduler with its own socket, so no printer of this machine is seen or used."""
    path = os.pathsep.join((os.environ["PATH"], "/usr/sbin"))
    lacking = [name for name in NEEDED if not shutil.which(name, path=path)]
    if lacking:
        pytest.skip(f"no CUPS here: {', '.join(lacking)} not found")
    if os.geteuid() != 0:
        pytest.skip("a CUPS of one's own needs root to run its filters")
    (folder / "etc" / "files.conf").write_text(_FILES.format(folder))
    (folder / "etc" / "cupsd.conf").write_text(_SERVER.format(folder))
    configured = ["-c", f"{folder}/etc/cupsd.conf", "-s", f"{folder}/etc/files.conf"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path)
        patch.setenv("CUPS_SERVER", str(folder / "state" / "sock"))
        with subprocess.Popen(["cupsd", "-f", *configured]) as scheduler:
            try:
                until(lambda: _told("lpstat", "-r"), lambda told: "is running" in told)
                yield folder
            finally:
                scheduler.terminate()


class Sink(socketserver.ThreadingTCPServer):
    """A printer on the network that keeps what it gets (AppSocket, as on port 9100)."""

    daemon_threads = True

    def __init__(self) -> None:
        self.printed: list[bytes] = []
        super().__init__(("127.0.0.1", 0), _Keep)

    @property
    def uri(self) -> str:
        return f"socket://127.0.0.1:{self.server_address[1]}/?waiteof=false"


class _Keep(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self.server.printed.append(self.rfile.read())


@pytest.fixture
def paper(queue: Path) -> Iterator[Sink]:
    """A printer called paper that keeps what comes out of it."""
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, args=(0.01,), daemon=True).start()
        _add("paper", sink)
        yield sink
        _told("cancel", "-a", "-x")
        _told("lpadmin", "-x", "paper")
        sink.shutdown()


@pytest.fixture(scope="module")
def pages(folder: Path) -> Path:
    path = folder / "Görüş.pdf"
    path.write_bytes(to_pdf(of_one_text("Səməd Bəşirli 万基")))
    return path


def _add(name: str, sink: Sink) -> None:
    _told("lpadmin", "-p", name, "-E", "-v", sink.uri, "-m", "raw")


def _told(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0 or command[0] == "lpstat", done.stderr
    return done.stdout


def test_what_is_sent_comes_out_of_the_printer_as_it_is(paper: Sink, pages: Path) -> None:
    job = send(pages, "paper", title="Hesabat -x; `id` 万基")
    assert followed(job) == JobState("printed")
    assert paper.printed == [pages.read_bytes()]
    assert job.id == f"paper-{job.number}"


def test_printers_are_listed_with_their_state_and_the_default_first(
    paper: Sink, queue: Path
) -> None:
    _add("another", paper)
    _told("lpadmin", "-d", "paper")
    _told("cupsdisable", "-r", "out of paper", "another")
    assert printers() == [
        Printer("paper", "idle", default=True),
        Printer("another", "stopped", "out of paper"),
    ]
    _told("lpadmin", "-x", "another")


def test_without_a_name_the_only_printer_is_used(paper: Sink, pages: Path) -> None:
    assert send(pages).printer == "paper"


def test_of_several_printers_none_is_chosen_by_chance(paper: Sink, pages: Path) -> None:
    _add("another", paper)
    with pytest.raises(Problem, match="Choose one of: another, paper"):
        send(pages)
    _told("lpadmin", "-x", "another")
    assert paper.printed == []


def test_a_waiting_job_is_followed_until_it_is_cancelled(paper: Sink, pages: Path) -> None:
    _told("cupsdisable", "paper")
    job = send(pages, "paper")
    assert job_state(job) == JobState("waiting", "the printer is stopped (Paused)")
    _told("cancel", job.id)
    assert followed(job).state == "cancelled"


@pytest.mark.parametrize(
    ("printer", "copies", "told"),
    [
        ("nowhere", 1, "The printer or class does not exist"),
        ("-o", 1, "Görüş.pdf was not printed on -o"),
        ("paper", 0, "0 copies cannot be printed"),
        ("paper", 101, "101 copies cannot be printed"),
    ],
)
def test_a_refusal_is_said(paper: Sink, pages: Path, printer: str, copies: int, told: str) -> None:
    with pytest.raises(Problem, match=told):
        send(pages, printer, copies)


def test_a_file_that_is_not_there_is_said(paper: Sink, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"none\.pdf was not printed on paper: .*No such file"):
        send(tmp_path / "none.pdf", "paper")


def test_a_file_name_is_no_option(paper: Sink, pages: Path) -> None:
    odd = pages.with_name("-o raw.pdf")
    odd.write_bytes(pages.read_bytes())
    assert followed(send(odd, "paper")).state == "printed"


def test_a_job_nobody_knows_is_unknown(paper: Sink) -> None:
    assert job_state(Job("paper", 9999)).state == "unknown"


def test_no_printer_is_said(queue: Path, pages: Path) -> None:
    assert printers() == []
    with pytest.raises(Problem, match="There is no printer"):
        send(pages)


def test_a_queue_that_does_not_run_is_said(queue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(queue / "state" / "none"))
    with pytest.raises(Problem, match="is not running"):
        printers()
    assert job_state(Job("paper", 1)) == JobState("unknown", "the print queue does not answer")


def test_without_a_queue_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem, match="has no print queue"):
        printers()
    with pytest.raises(Problem, match="has no print queue"):
        send(tmp_path / "a.pdf", "paper")


def test_without_a_queue_the_pages_are_saved_and_it_is_said_where(
    seeded: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CRM_DB", str(seeded.path))
    monkeypatch.chdir(tmp_path)
    assert main(["report", "M1", "--print"]) == 1
    (kept,) = tmp_path.glob("*.pdf")
    assert str(kept) in capsys.readouterr().err and kept.read_bytes().startswith(b"%PDF")
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_job_that_failed_is_a_sentence() -> None:
    with pytest.raises(Problem, match=r"paper-3 was not printed, it failed: out of paper\. Send"):
        outcome(Job("paper", 3), JobState("failed", "out of paper"))
    waits = outcome(Job("paper", 3), JobState("waiting"))
    assert waits == "paper-3 waits on paper. The queue prints it as soon as it can."
