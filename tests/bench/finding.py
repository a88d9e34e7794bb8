"""From a key in `f` to the last change of the screen, against a bare Textual program with an Input.

python -m tests.bench.finding FILE        (a record that tests.bench.record made)
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from tests.bench.starts import CRM, SIZE
from tests.pty import Terminal

WORDS = ("wanji", "besirli", "zavod", "meeting", "huseyn", "alumin", "партн", "draft")
QUIET = (
    0.25  # seconds without a change after which the screen has settled; a cursor blinks after 0.5
)
BARE = """
from textual.app import App
from textual.widgets import Input, Static
class Bare(App):
    def compose(self):
        yield Input()
        yield Static("Help")
    def on_input_changed(self, event):
        self.query_one(Static).update("\\n".join([event.value * 9] * 30))
Bare().run()
"""


def typed(terminal: Terminal) -> list[float]:
    """Milliseconds from each key to the last byte that it made the program write."""
    times = []
    for word in WORDS:
        for key in word:
            seen, last = len(terminal.output), time.perf_counter()
            began = last
            terminal.send(key)
            while time.perf_counter() - last < QUIET:
                terminal.read(0.01)
                if len(terminal.output) > seen:
                    seen, last = len(terminal.output), time.perf_counter()
            times.append((last - began) * 1000)
        terminal.send("\x7f" * len(word))
        time.sleep(1)
        terminal.read(0.5)
    return times


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOME": folder, "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder}
        os.environ |= {"CRM_TODAY": "2026-01-21", "CRM_DB": str(Path(sys.argv[1]).resolve())}
        found = {}
        for name, command in (("in find", CRM), ("bare", (sys.executable, "-c", BARE))):
            with Terminal(command, **SIZE) as terminal:
                terminal.wait("Help")
                time.sleep(15 if command is CRM else 2)
                terminal.send("f" if command is CRM else "")
                time.sleep(3)
                terminal.read(0.5)
                found[name] = typed(terminal)
    for name, times in found.items():
        print(
            f"{name}: median {median(times):.0f} ms, 95th percentile {quantiles(times, n=20)[18]:.0f} ms"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
