"""The least that Textual can be: one Static. What the first frame of the desk is measured against."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    keys = 0

    def compose(self) -> ComposeResult:
        yield Static("bare and ready")

    def on_key(self, event: events.Key) -> None:
        self.keys += 1
        self.query_one(Static).update(f"key {self.keys}: {event.key}")


if __name__ == "__main__":
    Bare().run()
