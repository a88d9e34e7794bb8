"""Printing through the system's queue (CUPS): which printers there are, send, follow a job."""

import getpass
import os
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from crm import ipp
from crm.text import one_line, show
from crm.words import _
from db.errors import Problem

State = Literal["waiting", "printing", "stopped", "cancelled", "failed", "printed", "unknown"]
FINAL: frozenset[State] = frozenset({"cancelled", "failed", "printed"})
# The states of a job by their numbers (RFC 8011, 5.3.7).
_STATES: dict[int, State] = {
    3: "waiting", 4: "waiting", 5: "printing", 6: "stopped",
    7: "cancelled", 8: "failed", 9: "printed",
}  # fmt: skip
_SECONDS = 20  # longer than a queue on the network takes to answer, shorter than patience
_MOST_COPIES = 100
_TITLE = 120
_PRINTER = re.compile(r"^printer (\S+) (is idle|now printing|disabled)")
_SENT = re.compile(r"request id is (\S+)-(\d+) ")
_INSTEAD = "Save it as a PDF and print it elsewhere."
_PATIENCE = 60  # seconds that a job is followed; a queue may hold one for days
_PAUSE = 0.4
_PAPERS = {"a4": "A4", "letter": "Letter"}


class NoPrinter(Problem):
    """There is no queue, or no printer in it; the pages have to go elsewhere."""


@dataclass(frozen=True, slots=True)
class Printer:
    """`state` is idle, printing, stopped or unknown; `reason` says why one is stopped."""

    name: str
    state: str = "unknown"
    reason: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    printer: str
    number: int

    @property
    def id(self) -> str:
        """As the queue names it: desk-12."""
        return f"{self.printer}-{self.number}"


@dataclass(frozen=True, slots=True)
class JobState:
    """`reason` is the queue's own sentence, where it gave one."""

    state: State
    reason: str = ""


def printers() -> list[Printer]:
    """The printers that can be chosen, the default first, those only seen on the network last;
    none is an empty list. Raises Problem where there is no print queue."""
    names = _asked("lpstat", "-e").split()
    if not names and "is running" not in _asked("lpstat", "-r"):
        raise NoPrinter(f"The print queue (CUPS) of this computer is not running. {_INSTEAD}")
    states = _states(_asked("lpstat", "-p"))
    default = _asked("lpstat", "-d").rpartition(": ")[2].strip()
    found = [Printer(name, *states.get(name, ("unknown", "")), name == default) for name in names]
    return sorted(found, key=lambda p: (not p.default, p.state == "unknown", p.name))


def _states(told: str) -> dict[str, tuple[str, str]]:
    """State and reason by printer from `lpstat -p`, which gives reasons on indented lines."""
    states: dict[str, tuple[str, str]] = {}
    name = ""
    for line in told.splitlines():
        if found := _PRINTER.match(line):
            name = found[1]
            known = {"is idle": "idle", "now printing": "printing", "disabled": "stopped"}
            states[name] = (known[found[2]], "")
        elif name and line.strip():
            states[name] = (states[name][0], one_line(line.strip()))
    return states


def send(
    path: Path,
    printer: str | None = None,
    copies: int = 1,
    *,
    title: str = "",
    two_sided: bool | None = None,
    paper: str = "a4",
) -> Job:
    """Queue a file; without `printer` the default one, `two_sided` None as the printer is set.
    Raises Problem with the queue's reason where it refuses."""
    if not 1 <= copies <= _MOST_COPIES:
        raise Problem(f"{copies} copies cannot be printed. Choose 1 to {_MOST_COPIES}.")
    chosen = printer or _chosen()
    command = ["-d", chosen, "-n", str(copies), "-t", one_line(title)[:_TITLE] or "Report"]
    command += ["-o", f"media={_PAPERS.get(paper.lower(), paper)}"]
    if two_sided is not None:
        command += ["-o", f"sides={'two-sided-long-edge' if two_sided else 'one-sided'}"]
    done = _run("lp", *command, "--", str(path.absolute()))
    sent = _SENT.search(done.stdout)
    if done.returncode or not sent:
        reason = one_line(done.stderr.strip()).removeprefix("lp: ").removeprefix("Error - ")
        raise Problem(f"{show(path.name)} was not printed on {show(chosen)}: {reason or 'refused'}")
    return Job(sent[1], int(sent[2]))


def _chosen() -> str:
    """The default printer, or the only one; which of several is for the officer to say."""
    known = printers()
    if not known:
        raise NoPrinter(f"There is no printer on this computer. Add one, or: {_INSTEAD}")
    if known[0].default or len(known) == 1:
        return known[0].name
    names = ", ".join(show(printer.name) for printer in known)
    raise Problem(f"No printer is the default one. Choose one of: {names}.")


def job_state(job: Job) -> JobState:
    """What became of a job; ask again until the state is one of FINAL."""
    server = _asked("lpstat", "-H").strip()
    try:
        told = ipp.job(server, job.printer, job.number, getpass.getuser(), _SECONDS)
    except OSError:
        return JobState("unknown", "the print queue does not answer")
    number = int.from_bytes(told.get("job-state", b""), "big")
    reason = told.get("job-printer-state-message", b"").decode(errors="replace")
    state, said = _STATES.get(number, "unknown"), one_line(reason.strip(" ."))
    if state in ("waiting", "stopped"):
        return JobState(state, said or _stopped(job.printer))
    return JobState(state, said)


def _stopped(printer: str) -> str:
    """Why nothing comes out of a printer that takes no job from its queue; empty where it does."""
    state, why = _states(_asked("lpstat", "-p", printer)).get(printer, ("", ""))
    if state != "stopped":
        return ""
    return _("the printer is stopped") + (f" ({why})" if why else "")


def follow(
    job: Job, patience: float = _PATIENCE, told: Callable[[JobState], None] = lambda state: None
) -> JobState:
    """The last state of a job, once it is final or patience is at its end; `told` hears each new
    one on the way."""
    end = time.monotonic() + patience
    state = job_state(job)
    told(state)
    while state.state not in FINAL and time.monotonic() < end:
        time.sleep(_PAUSE)
        before, state = state, job_state(job)
        if state != before:
            told(state)
    return state


def outcome(job: Job, state: JobState) -> str:
    """What became of a job so far, in a sentence. Raises Problem where it will never be printed."""
    reason = f": {show(state.reason)}" if state.reason else ""
    told = {"printer": job.printer, "job": job.id, "reason": reason}
    match state.state:
        case "printed":
            return _("Printed on {printer} ({job}).", **told)
        case "failed":
            raise Problem(_("{job} was not printed, it failed{reason}. Send it again.", **told))
        case "cancelled":
            raise Problem(_("{job} was not printed, it was cancelled{reason}.", **told))
        case "printing":
            return _("{job} is being printed on {printer}{reason}.", **told)
    return _("{job} waits on {printer}{reason}. The queue prints it as soon as it can.", **told)


def _asked(*command: str) -> str:
    return _run(*command).stdout


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    """A command of the print queue, in English; never through a shell."""
    try:
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""},
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
    except FileNotFoundError as error:
        raise NoPrinter(f"This computer has no print queue (CUPS). {_INSTEAD}") from error
    except subprocess.TimeoutExpired as error:
        raise Problem(
            f"The print queue did not answer in {_SECONDS} seconds. {_INSTEAD}"
        ) from error
