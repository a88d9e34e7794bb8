"""Links to several records: those chosen, one per line, and an input for the next."""

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from crm.forms.values import Choice
from crm.text import one_line
from crm.widgets.completion import Completion
from crm.widgets.controls import Edited
from crm.widgets.matches import Source


class LinksControl(Widget):
    """`text` is one chosen record per line; words that are no record yet come last."""

    DEFAULT_CSS = """
    LinksControl {
        height: auto; layout: vertical;
        & > Static { height: auto; display: none; }
    }
    """

    def __init__(self, source: Source, *, placeholder: str = "") -> None:
        super().__init__()
        self._source = source
        self._chosen: list[str] = []
        self._completion = Completion(source, placeholder=placeholder, passes_on=True)

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)
        yield self._completion

    @property
    def text(self) -> str:
        words = self._completion.text.strip()
        return "\n".join([*self._chosen, words] if words else self._chosen)

    def fill(self, text: str) -> None:
        lines = [line for line in text.splitlines() if line.strip()]
        self._chosen = [line for line in lines if self._source.known(line)]
        self._completion.fill(" ".join(line for line in lines if not self._source.known(line)))
        self._draw()

    def _draw(self) -> None:
        shown = self.query_one(Static)
        shown.display = bool(self._chosen)
        shown.update(Content("\n".join(map(one_line, self._chosen))))

    @on(Completion.Chosen)
    def _added(self, event: Completion.Chosen) -> None:
        event.stop()
        self.add(event.choice)

    def add(self, choice: Choice) -> None:
        if (said := self._source.say(choice)) not in self._chosen:
            self._chosen.append(said)
            self._draw()
            self.post_message(Edited(self))

    @on(Completion.Erased)
    def _erased(self, event: Completion.Erased) -> None:
        event.stop()
        if self._chosen:
            self._chosen.pop()
            self._draw()
            self.post_message(Edited(self))
